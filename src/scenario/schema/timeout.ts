import type { TimeoutParams } from '../../policies/timeout';
import { field, keys } from './field';
import { duration } from './quantity';
import { z } from './z';

const EXPECTED = 'a duration such as 250ms, or { after: 250ms, cancel: true }';

const yesOrNo = () => z.boolean().default(false).meta({ expected: 'true or false' });

const given = keys(EXPECTED, {
  after: field(duration('more than zero').optional(), {
    is: 'How long the caller waits. resilience4j and Hystrix wait 1s, opossum 10s, Polly 30s.',
    libraries: [
      'resilience4j timeoutDuration',
      'Polly Timeout',
      'Hystrix timeoutInMilliseconds',
      'opossum timeout',
      'cockatiel timeout',
      'Envoy timeout and per_try_timeout',
      'AWS SDKs apiCallTimeout and apiCallAttemptTimeout',
    ],
    unit: 'a duration',
    default: 'as long as it takes; then `connect` must be given',
    samples: ['250ms'],
  }),
  connect: field(duration('more than zero').optional(), {
    is: 'How long each attempt may take to get a connection, its lookup included. Where the link has no `connections` they take no time.',
    libraries: [
      'Envoy connect_timeout',
      'AWS SDKs connectionTimeout',
      'Python requests timeout=(connect, read)',
      '.NET ConnectTimeout',
    ],
    unit: 'a duration',
    default: 'as long as `after`',
    samples: ['50ms'],
  }),
  propagate: field(yesOrNo(), {
    is: 'Whether what is called learns by when its answer is of use, and tells those it calls: a deadline, as in gRPC. Work is not begun after it, and nobody waits beyond it.',
    libraries: ['gRPC deadlines', 'Finagle Deadline'],
    unit: 'true or false',
  }),
  cancel: field(yesOrNo(), {
    is: 'Whether the attempt is called off when the time is over. Word of it takes the link’s latency; then the callee stops working on it, frees its worker and calls off its own calls. Otherwise the work goes on for nobody, as with most HTTP clients and servers.',
    libraries: [
      'resilience4j cancelRunningFuture',
      'Polly CancellationToken',
      'cockatiel AbortSignal',
      'Hystrix interruptOnTimeout',
      'gRPC',
    ],
    unit: 'true or false',
  }),
}).transform((source, context): TimeoutParams => {
  const { after, connect, propagate, cancel } = source;
  if (after === undefined && connect === undefined)
    context.addIssue({
      code: 'custom',
      params: { lacking: true },
      message: 'A timeout needs `after`, `connect` or both.',
    });
  for (const key of ['propagate', 'cancel'] as const) {
    if (after !== undefined || !source[key]) continue;
    const message = `\`${key}\` needs a time for the whole: \`after\`.`;
    context.addIssue({ code: 'custom', path: [key], params: { at: 'key' }, message });
  }
  return { afterMs: after ?? Infinity, connectMs: connect ?? Infinity, propagates: propagate, cancels: cancel };
});

const short = duration('more than zero').transform((afterMs): TimeoutParams => ({
  afterMs,
  connectMs: Infinity,
  propagates: false,
  cancels: false,
}));

export const timeout = field(z.union([short, given]).meta({ expected: EXPECTED }).optional(), {
  is: 'Ends the caller’s wait after this long; the work it asked for goes on, unless it is called off. Where it stands matters: inside a retry it bounds each attempt, outside all of them together.',
  default: 'none: a call waits for its answer as long as it takes',
  libraries: [
    'resilience4j TimeLimiter',
    'Polly Timeout',
    'Hystrix',
    'opossum',
    'cockatiel timeout',
    'Envoy and Istio',
    'gRPC deadline',
    'AWS SDKs',
  ],
  unit: 'a duration, or a map',
  scope: 'each call by itself',
  samples: ['250ms', '{ after: 250ms, cancel: true }', '{ after: 2s, connect: 100ms, propagate: true }'],
});
