import { inProxy, RETRY_ON, type InProxy } from '../mesh';
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
const hostOf = ({ callee }: Guarded): string => callee.toLowerCase().replace(/[^a-z0-9-]/g, '-');

function destination(list: Guarded, { caps, ejection }: InProxy): string[] {
  const traffic = [
    ...(caps === null
      ? []
      : [
          '    connectionPool:',
          ...(caps.connections === Infinity ? [] : [`      tcp: { maxConnections: ${caps.connections} }`]),
          '      http:',
          `        http2MaxRequests: ${caps.requests === Infinity ? 2_147_483_647 : caps.requests}`,
          ...(caps.pending === Infinity || caps.pending === 0
            ? []
            : [`        http1MaxPendingRequests: ${caps.pending}`]),
          ...(caps.retries === Infinity ? [] : [`        maxRetries: ${caps.retries}`]),
        ]),
    ...(ejection === null
      ? []
      : [
          ...(ejection.all !== null && (ejection.all.successRate !== null || ejection.all.failurePercentage !== null)
            ? comment('#', 'Istio ejects by failures in a row only, not by success rates or percentages.', '    ')
            : []),
          '    outlierDetection:',
          `      consecutive5xxErrors: ${ejection.consecutive}`,
          `      baseEjectionTime: ${ms(ejection.baseMs)}`,
          `      maxEjectionPercent: ${Math.round(ejection.mostPercent)}`,
          ...(ejection.all === null
            ? []
            : [
                `      interval: ${ms(ejection.all.sweepMs)}`,
                `      minHealthPercent: ${Math.round(ejection.all.panicPercent)}`,
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

function service(list: Guarded, { timeoutMs, perTryMs, retry }: InProxy): string[] {
  return [
    'apiVersion: networking.istio.io/v1',
    'kind: VirtualService',
    `metadata: { name: ${nameOf(list)} }`,
    'spec:',
    `  hosts: [${hostOf(list)}]`,
    '  http:',
    `    - route: [{ destination: { host: ${hostOf(list)} } }]`,
    ...(list.endpoint === null ? [] : [`      match: [{ uri: { prefix: /${list.endpoint} } }]`]),
    ...(Number.isFinite(timeoutMs) ? [`      timeout: ${ms(timeoutMs)}`] : []),
    '      retries:',
    `        attempts: ${retry === null ? 0 : retry.attempts === Infinity ? 1000 : retry.attempts - 1}${retry === null ? ' # two unless told otherwise' : ' # besides the first'}`,
    ...(retry === null ? [] : [`        retryOn: ${RETRY_ON}`]),
    ...(retry !== null && Number.isFinite(perTryMs) ? [`        perTryTimeout: ${ms(perTryMs)}`] : []),
  ];
}

const ms = (value: number): string => `${Math.max(1, Math.round(value))}ms`;
