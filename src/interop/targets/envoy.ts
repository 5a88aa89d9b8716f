import { Balancing, type BalancingParams } from '../../policies/balancing';
import type { CapParams } from '../../policies/caps';
import { LayerKind } from '../../policies/layer';
import { Cause, type OutlierParams, type WayParams } from '../../policies/outliers/params';
import { NEVER_STOPS } from '../../policies/retry';
import type { Extra } from '../extras';
import { hostOf, inProxy, percent, prefixOf, retryOn, type Ejection, type InProxy } from '../mesh';
import type { Guarded } from '../source';
import { heading, over, type Target } from '../target';
import { comment, plain, seconds } from '../text';

/** Envoy 1.3x: a cluster for each list, and the route that leads to it. */
export const envoy: Target = {
  id: 'envoy',
  label: 'Envoy',
  language: 'YAML',
  extension: '.yaml',
  code(lists, title) {
    const proxied = lists.map((list) => ({ list, policies: inProxy(list, 'Envoy', hasOf(list)) }));
    return [
      ...heading('#', title, 'Envoy'),
      ...comment(
        '#',
        'Clusters belong to static_resources; routes to the virtual host of the listener of their caller, each caller having a proxy of its own. Routes to one endpoint come first.',
      ),
      ...(lists.length === 0 ? ['clusters: []', 'routes: []'] : []),
      ...(lists.length > 0 ? ['clusters:'] : []),
      ...proxied.flatMap(({ list, policies }) => [
        ...over('#', list, '  '),
        ...policies.notes.map((line) => `  ${line}`),
        ...cluster(list, policies),
      ]),
      ...(lists.length > 0 ? ['routes:'] : []),
      ...proxied
        .toSorted((a, b) => Number(a.list.endpoint === null) - Number(b.list.endpoint === null))
        .flatMap(({ list, policies }) => [...over('#', list, '  '), ...route(list, policies)]),
      '',
    ].join('\n');
  },
};

/** Of budgets Envoy has a share of the requests at once. */
const hasOf = ({ layers }: Guarded): readonly Extra[] =>
  layers.some((layer) => layer.kind === LayerKind.retry && layer.params.budget?.kind === 'concurrency')
    ? ['retry budget', 'places']
    : ['places'];

const nameOf = ({ parts }: Guarded): string => parts.join('-');

function cluster(list: Guarded, { caps, ejection, retry, connectMs, balance }: InProxy): string[] {
  const budget = retry?.budget ?? null;
  const thresholds = [
    ...(caps === null
      ? []
      : [
          `            max_connections: ${finite(caps.connections)}`,
          `            max_pending_requests: ${finite(caps.pending)}`,
          `            max_requests: ${finite(caps.requests)}`,
          `            max_retries: ${finite(caps.retries)}`,
        ]),
    ...(budget !== null && budget.kind === 'concurrency'
      ? [
          '            retry_budget:',
          `              budget_percent: { value: ${plain(100 * budget.share)} }`,
          `              min_retry_concurrency: ${budget.least}`,
        ]
      : []),
  ];
  return [
    `  - name: ${nameOf(list)}`,
    '    type: STRICT_DNS',
    `    connect_timeout: ${Number.isNaN(connectMs) ? '1' : seconds(connectMs)}s`,
    ...(balance === null ? [] : balanced(balance)),
    '    load_assignment:',
    `      cluster_name: ${nameOf(list)}`,
    '      endpoints:',
    '        - lb_endpoints:',
    `            - endpoint: { address: { socket_address: { address: ${hostOf(list)}, port_value: 80 } } }`,
    ...(balance?.nearFirst === true
      ? [`      policy: { overprovisioning_factor: ${Math.round(100 * balance.overprovisioning)} }`]
      : []),
    ...(thresholds.length === 0
      ? []
      : [
          '    circuit_breakers:',
          '      thresholds:',
          '        - priority: DEFAULT',
          ...thresholds.map((line) => line.slice(2)),
        ]),
    ...(caps === null ? [] : perConnection(caps)),
    ...(ejection === null ? [] : ['    outlier_detection:', ...detection(ejection).map((line) => `      ${line}`)]),
    ...commonly(ejection, balance),
  ];
}

const LB_POLICY: Readonly<Record<Balancing, string>> = {
  [Balancing.roundRobin]: 'ROUND_ROBIN',
  [Balancing.random]: 'RANDOM',
  [Balancing.powerOfTwo]: 'LEAST_REQUEST',
  [Balancing.leastRequests]: 'LEAST_REQUEST',
  [Balancing.peakEwma]: 'LEAST_REQUEST',
  [Balancing.sticky]: 'RING_HASH',
};

const balanced = ({ by }: BalancingParams): string[] => [
  `    lb_policy: ${LB_POLICY[by]}`,
  ...(LB_POLICY[by] === 'LEAST_REQUEST' ? ['    least_request_lb_config: { choice_count: 2 }'] : []),
];

function commonly(ejection: Ejection | null, balance: BalancingParams | null): string[] {
  const panic = ejection?.all?.panicPercent;
  const settings = [
    ...(panic === undefined ? [] : [`healthy_panic_threshold: { value: ${plain(panic)} }`]),
    ...(balance?.nearFirst === true ? ['zone_aware_lb_config: { min_cluster_size: 1 }'] : []),
  ];
  return settings.length === 0 ? [] : [`    common_lb_config: { ${settings.join(', ')} }`];
}

/** What a request is told apart by where it is to go to the same host again. */
const hashed = ({ by, stickTo }: BalancingParams): string[] =>
  by !== Balancing.sticky
    ? []
    : [
        `      hash_policy: [{ ${stickTo === 'session' ? 'cookie: { name: session, ttl: 0s }' : 'connection_properties: { source_ip: true }'} }]`,
      ];

/** When a connection has carried enough. */
const perConnection = ({ requestsPerConnection }: CapParams): string[] =>
  requestsPerConnection === Infinity
    ? []
    : [
        '    typed_extension_protocol_options:',
        '      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:',
        "        '@type': type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
        `        common_http_protocol_options: { max_requests_per_connection: ${requestsPerConnection} }`,
        '        explicit_http_config: { http_protocol_options: {} }',
      ];

/** An ejection that takes place now and then; always, which is said where it is not usual, or never is said elsewhere. */
function enforcing(name: string, cause: Cause, percents: OutlierParams['enforcedPercents']): string[] {
  const percent = percents?.[cause] ?? 100;
  return percent === 100 ? [] : [`enforcing_${name}: ${percent}`];
}

/** What is said of failures of the way there. */
function ofTheWay(ofWay: WayParams, percents: OutlierParams['enforcedPercents']): string[] {
  const { consecutive, successRate, failurePercentage } = ofWay;
  return [
    'split_external_local_origin_errors: true',
    ...(consecutive === 0
      ? ['enforcing_consecutive_local_origin_failure: 0']
      : [
          `consecutive_local_origin_failure: ${consecutive}`,
          ...enforcing('consecutive_local_origin_failure', Cause.wayInARow, percents),
        ]),
    ...(successRate === null
      ? ['enforcing_local_origin_success_rate: 0']
      : enforcing('local_origin_success_rate', Cause.waySuccessRate, percents)),
    ...(failurePercentage === null
      ? []
      : [`enforcing_failure_percentage_local_origin: ${percents?.[Cause.wayFailurePercentage] ?? 100}`]),
  ];
}

function detection({ consecutive, gatewayConsecutive, baseMs, mostPercent, all }: Ejection): string[] {
  const percents = all?.enforcedPercents ?? null;
  const common = [
    `consecutive_5xx: ${consecutive === 0 ? 1 : consecutive}`,
    ...(consecutive === 0 ? ['enforcing_consecutive_5xx: 0'] : enforcing('consecutive_5xx', Cause.inARow, percents)),
    ...(gatewayConsecutive === 0
      ? []
      : [
          `consecutive_gateway_failure: ${gatewayConsecutive}`,
          `enforcing_consecutive_gateway_failure: ${percents?.[Cause.gatewayInARow] ?? 100}`,
        ]),
    `base_ejection_time: ${seconds(baseMs)}s`,
    `max_ejection_percent: ${percent(mostPercent)}`,
  ];
  if (all === null) return common;
  const { sweepMs, longestMs, jitterMs, alwaysOne, ofWay } = all;
  // Those of the way there are judged by the same numbers.
  const successRate = all.successRate ?? ofWay?.successRate ?? null;
  const failurePercentage = all.failurePercentage ?? ofWay?.failurePercentage ?? null;
  return [
    ...common,
    `interval: ${seconds(sweepMs)}s`,
    ...(longestMs === Infinity ? [] : [`max_ejection_time: ${seconds(longestMs)}s`]),
    ...(jitterMs > 0 ? [`max_ejection_time_jitter: ${seconds(jitterMs)}s`] : []),
    `always_eject_one_host: ${alwaysOne}`,
    ...(all.successRate === null
      ? ['enforcing_success_rate: 0']
      : enforcing('success_rate', Cause.successRate, percents)),
    ...(successRate === null
      ? []
      : [
          `success_rate_minimum_hosts: ${successRate.hosts}`,
          `success_rate_request_volume: ${successRate.requests}`,
          `success_rate_stdev_factor: ${Math.round(1000 * successRate.deviations)}`,
        ]),
    ...(failurePercentage === null
      ? []
      : [
          ...(all.failurePercentage === null
            ? []
            : [`enforcing_failure_percentage: ${percents?.[Cause.failurePercentage] ?? 100}`]),
          `failure_percentage_minimum_hosts: ${failurePercentage.hosts}`,
          `failure_percentage_request_volume: ${failurePercentage.requests}`,
          `failure_percentage_threshold: ${percent(failurePercentage.percent)}`,
        ]),
    ...(ofWay === null ? [] : ofTheWay(ofWay, percents)),
  ];
}

function route(list: Guarded, { timeoutMs, perTryMs, retry, balance }: InProxy): string[] {
  const { kind, baseMs, capMs } = retry?.backoff ?? { kind: 'none', baseMs: 0, capMs: Infinity };
  const base = kind === 'none' || baseMs < 1 ? 1 : baseMs;
  return [
    '  - match:',
    `      prefix: ${prefixOf(list)}`,
    `      headers: [{ name: ':authority', string_match: { exact: ${hostOf(list)} } }]`,
    '    route:',
    `      cluster: ${nameOf(list)}`,
    ...(balance === null ? [] : hashed(balance)),
    `      timeout: ${Number.isFinite(timeoutMs) ? seconds(timeoutMs) : '0'}s${Number.isFinite(timeoutMs) ? '' : ' # none'}`,
    ...(retry === null
      ? []
      : [
          '      retry_policy:',
          `        retry_on: ${retryOn(list, retry)}`,
          `        num_retries: ${retry.attempts === NEVER_STOPS ? 1000 : retry.attempts - 1}`,
          ...(Number.isFinite(perTryMs) ? [`        per_try_timeout: ${seconds(perTryMs)}s`] : []),
          `        retry_back_off: { base_interval: ${seconds(base)}s, max_interval: ${seconds(Math.max(base, capMs === Infinity ? 10 * base : capMs))}s }`,
        ]),
  ];
}

const finite = (count: number): number => (count === Infinity ? 4_294_967_295 : count);
