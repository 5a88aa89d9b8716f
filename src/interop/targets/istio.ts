import { Balancing, type BalancingParams } from '../../policies/balancing';
import { formatDuration } from '../../kernel/units';
import type { OutlierParams } from '../../policies/outliers/params';
import { NEVER_STOPS } from '../../policies/retry';
import { hostOf, inProxy, percent, prefixOf, retryOn, type InProxy } from '../mesh';
import type { Guarded } from '../source';
import { heading, over, type Target } from '../target';
import { comment } from '../text';

/** Istio: a DestinationRule and a VirtualService for each list. */
export const istio: Target = {
  id: 'istio',
  label: 'Istio',
  language: 'YAML',
  extension: '.yaml',
  code: (lists, title) =>
    [
      ...heading('#', title, 'Istio'),
      ...comment(
        '#',
        'Rules hold for a host, whoever calls: lists of several callers of one service must be merged by hand.',
      ),
      ...lists.flatMap((list) => {
        const policies = inProxy(list, 'Istio', ['places']);
        return [
          '---',
          ...over('#', list),
          ...policies.notes,
          ...destination(list, policies),
          '---',
          ...service(list, policies),
        ];
      }),
      '',
    ].join('\n'),
};

const nameOf = ({ parts }: Guarded): string => parts.join('-');

function destination(list: Guarded, { caps, ejection, connectMs, balance }: InProxy): string[] {
  const tcp = [
    ...(caps === null || !isBound(caps.connections) ? [] : [`maxConnections: ${caps.connections}`]),
    ...(Number.isNaN(connectMs) ? [] : [`connectTimeout: ${ms(connectMs)}`]),
  ];
  const traffic = [
    ...(balance === null ? [] : ['    loadBalancer:', ...balanced(balance).map((line) => `      ${line}`)]),
    ...(caps !== null || tcp.length > 0 ? ['    connectionPool:'] : []),
    ...(tcp.length > 0 ? [`      tcp: { ${tcp.join(', ')} }`] : []),
    ...(caps === null
      ? []
      : [
          '      http:',
          `        http2MaxRequests: ${Math.min(caps.requests, MOST)}`,
          ...(!isBound(caps.pending)
            ? []
            : [
                `        http1MaxPendingRequests: ${Math.max(1, caps.pending)}${caps.pending === 0 ? ' # none was meant; 0 would be the default' : ''}`,
              ]),
          ...(!isBound(caps.retries) ? [] : [`        maxRetries: ${caps.retries}`]),
          ...(!isBound(caps.requestsPerConnection)
            ? []
            : [`        maxRequestsPerConnection: ${caps.requestsPerConnection}`]),
        ]),
    ...(ejection === null
      ? []
      : [
          ...(ejection.all !== null && (ejection.all.successRate !== null || ejection.all.failurePercentage !== null)
            ? comment('#', 'Istio ejects by failures in a row only, not by success rates or percentages.', '    ')
            : []),
          ...besidesIstio(ejection.all),
          '    outlierDetection:',
          `      consecutive5xxErrors: ${ejection.consecutive}`,
          ...(ejection.gatewayConsecutive === 0
            ? []
            : [`      consecutiveGatewayErrors: ${ejection.gatewayConsecutive}`]),
          `      baseEjectionTime: ${ms(ejection.baseMs)}`,
          `      maxEjectionPercent: ${percent(ejection.mostPercent)}`,
          ...(ejection.all === null
            ? []
            : [
                `      interval: ${ms(ejection.all.sweepMs)}`,
                `      minHealthPercent: ${percent(ejection.all.panicPercent)}`,
                ...ofTheWay(ejection.all),
              ]),
        ]),
  ];
  return [
    'apiVersion: networking.istio.io/v1',
    'kind: DestinationRule',
    `metadata: { name: ${nameOf(list)} }`,
    'spec:',
    `  host: ${hostOf(list)}`,
    ...(traffic.length === 0 ? [] : ['  trafficPolicy:', ...traffic]),
  ];
}

/** What an int32 holds. Its own 2^32 - 1 is what holds where nothing is said. */
const MOST = 2_147_483_647;

const isBound = (count: number): boolean => count <= MOST;

const SIMPLE: Readonly<Record<Exclude<Balancing, typeof Balancing.sticky>, string>> = {
  [Balancing.roundRobin]: 'ROUND_ROBIN',
  [Balancing.random]: 'RANDOM',
  [Balancing.powerOfTwo]: 'LEAST_REQUEST',
  [Balancing.leastRequests]: 'LEAST_REQUEST',
  [Balancing.peakEwma]: 'LEAST_REQUEST',
};

const balanced = ({ by, stickTo, nearFirst }: BalancingParams): string[] => [
  by === Balancing.sticky
    ? `consistentHash: { ${stickTo === 'session' ? 'httpCookie: { name: session, ttl: 0s }' : 'useSourceIp: true'} }`
    : `simple: ${SIMPLE[by]}`,
  ...(nearFirst ? ['localityLbSetting: { enabled: true } # works only with outlierDetection'] : []),
];

/** What is said of failures of the way there. */
const ofTheWay = ({ ofWay }: OutlierParams): string[] =>
  ofWay === null
    ? []
    : [
        '      splitExternalLocalOriginErrors: true',
        `      consecutiveLocalOriginFailures: ${ofWay.consecutive === 0 ? '1000000000 # never was meant' : ofWay.consecutive}`,
      ];

/** What Envoy has, and Istio does not let one say. */
function besidesIstio(all: OutlierParams | null): string[] {
  if (all === null) return [];
  const { longestMs, baseMs, jitterMs, alwaysOne, enforcedPercents, ofWay } = all;
  const isRatedByWay = ofWay !== null && (ofWay.successRate !== null || ofWay.failurePercentage !== null);
  const left = [
    longestMs === Math.max(USUAL_LONGEST_MS, baseMs) ? '' : `ejections last ${formatDuration(longestMs)} at most`,
    jitterMs > 0 ? `up to ${formatDuration(jitterMs)} longer at random` : '',
    alwaysOne ? 'one host may always be ejected' : '',
    enforcedPercents === null ? '' : 'some ejections take place now and then only',
    isRatedByWay ? 'success rates or percentages of the way there eject' : '',
  ].filter((words) => words !== '');
  return left.length === 0 ? [] : comment('#', `Not expressed here: ${left.join('; ')}.`, '    ');
}

/** Envoy's, which Istio leaves as it is. */
const USUAL_LONGEST_MS = 300_000;

function service(list: Guarded, { timeoutMs, perTryMs, retry }: InProxy): string[] {
  return [
    'apiVersion: networking.istio.io/v1',
    'kind: VirtualService',
    `metadata: { name: ${nameOf(list)} }`,
    'spec:',
    `  hosts: [${hostOf(list)}]`,
    '  http:',
    `    - route: [{ destination: { host: ${hostOf(list)} } }]`,
    ...(list.endpoint === null ? [] : [`      match: [{ uri: { prefix: ${prefixOf(list)} } }]`]),
    ...(Number.isFinite(timeoutMs) ? [`      timeout: ${ms(timeoutMs)}`] : []),
    '      retries:',
    `        attempts: ${retry === null ? 0 : retry.attempts === NEVER_STOPS ? 1000 : retry.attempts - 1}${retry === null ? ' # two unless told otherwise' : ' # besides the first'}`,
    ...(retry === null ? [] : [`        retryOn: ${retryOn(list, retry)}`]),
    ...(retry !== null && Number.isFinite(perTryMs) ? [`        perTryTimeout: ${ms(perTryMs)}`] : []),
  ];
}

const ms = (value: number): string => `${Math.max(1, Math.round(value))}ms`;
