import { LayerKind } from '../../policies/layer';
import type { Extra } from '../extras';
import { inProxy, RETRY_ON, type Ejection, type InProxy } from '../mesh';
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
      ...comment('#', 'Clusters belong to static_resources; the routes to the virtual host of the caller’s listener.'),
      ...(lists.length === 0 ? ['clusters: []', 'routes: []'] : []),
      ...(lists.length > 0 ? ['clusters:'] : []),
      ...proxied.flatMap(({ list, policies }) => [
        ...over('#', list, '  '),
        ...policies.notes.map((line) => `  ${line}`),
        ...cluster(list, policies),
      ]),
      ...(lists.length > 0 ? ['routes:'] : []),
      ...proxied.flatMap(({ list, policies }) => [...over('#', list, '  '), ...route(list, policies)]),
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

function cluster(list: Guarded, { caps, ejection, retry }: InProxy): string[] {
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
    '    connect_timeout: 1s',
    '    load_assignment:',
    `      cluster_name: ${nameOf(list)}`,
    '      endpoints:',
    '        - lb_endpoints:',
    `            - endpoint: { address: { socket_address: { address: ${hostOf(list)}, port_value: 80 } } }`,
    ...(thresholds.length === 0
      ? []
      : [
          '    circuit_breakers:',
          '      thresholds:',
          '        - priority: DEFAULT',
          ...thresholds.map((line) => line.slice(2)),
        ]),
    ...(ejection === null ? [] : ['    outlier_detection:', ...detection(ejection).map((line) => `      ${line}`)]),
    ...(ejection === null || ejection.all === null
      ? []
      : [`    common_lb_config: { healthy_panic_threshold: { value: ${plain(ejection.all.panicPercent)} } }`]),
  ];
}

function detection({ consecutive, baseMs, mostPercent, all }: Ejection): string[] {
  const common = [
    `consecutive_5xx: ${consecutive === 0 ? 1 : consecutive}`,
    ...(consecutive === 0 ? ['enforcing_consecutive_5xx: 0'] : []),
    `base_ejection_time: ${seconds(baseMs)}s`,
    `max_ejection_percent: ${plain(mostPercent)}`,
  ];
  if (all === null) return common;
  const { sweepMs, longestMs, alwaysOne, successRate, failurePercentage } = all;
  return [
    ...common,
    `interval: ${seconds(sweepMs)}s`,
    ...(longestMs === Infinity ? [] : [`max_ejection_time: ${seconds(longestMs)}s`]),
    `always_eject_one_host: ${alwaysOne}`,
    ...(successRate === null
      ? ['enforcing_success_rate: 0']
      : [
          `success_rate_minimum_hosts: ${successRate.hosts}`,
          `success_rate_request_volume: ${successRate.requests}`,
          `success_rate_stdev_factor: ${Math.round(1000 * successRate.deviations)}`,
        ]),
    ...(failurePercentage === null
      ? []
      : [
          'enforcing_failure_percentage: 100',
          `failure_percentage_minimum_hosts: ${failurePercentage.hosts}`,
          `failure_percentage_request_volume: ${failurePercentage.requests}`,
          `failure_percentage_threshold: ${plain(failurePercentage.percent)}`,
        ]),
  ];
}

function route(list: Guarded, { timeoutMs, perTryMs, retry }: InProxy): string[] {
  const { kind, baseMs, capMs } = retry?.backoff ?? { kind: 'none', baseMs: 0, capMs: Infinity };
  const base = kind === 'none' || baseMs < 1 ? 1 : baseMs;
  return [
    `  - match: { prefix: ${list.endpoint === null ? '/' : `/${list.endpoint}`} }`,
    '    route:',
    `      cluster: ${nameOf(list)}`,
    `      timeout: ${Number.isFinite(timeoutMs) ? seconds(timeoutMs) : '0'}s${Number.isFinite(timeoutMs) ? '' : ' # none'}`,
    ...(retry === null
      ? []
      : [
          '      retry_policy:',
          `        retry_on: ${RETRY_ON}`,
          `        num_retries: ${retry.attempts === Infinity ? 1000 : retry.attempts - 1}`,
          ...(Number.isFinite(perTryMs) ? [`        per_try_timeout: ${seconds(perTryMs)}s`] : []),
          `        retry_back_off: { base_interval: ${seconds(base)}s, max_interval: ${seconds(Math.max(base, capMs === Infinity ? 10 * base : capMs))}s }`,
        ]),
  ];
}

const hostOf = ({ callee }: Guarded): string => callee.toLowerCase().replace(/[^a-z0-9-]/g, '-');
const finite = (count: number): number => (count === Infinity ? 4_294_967_295 : count);
