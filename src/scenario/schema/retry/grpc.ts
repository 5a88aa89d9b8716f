import { PLAIN_BACKOFF } from '../../../policies/backoff';
import type { RetryParams } from '../../../policies/retry';
import { field, keys } from '../field';
import { count } from '../quantity';
import { z } from '../z';
import { like } from './like';
import { growth, wait } from './parts';
import { outcomesOf, rulesKeys, rulesOf } from './rules';

/** By the name of a gRPC status, the outcomes that a client would see as that. */
const GRPC_CODES = {
  UNAVAILABLE: outcomesOf(['refused', 'reset', 'queue full', 'shed', 'connect timeout', 'no replica']),
  DEADLINE_EXCEEDED: outcomesOf(['timeout', 'deadline passed']),
  RESOURCE_EXHAUSTED: outcomesOf(['rate limited', 'limit reached', 'over the cap', 'bulkhead full', 'throttled']),
  ABORTED: outcomesOf(['conflict']),
  INTERNAL: outcomesOf(['error']),
  UNKNOWN: outcomesOf(['dependency', 'dead letter']),
} as const;
type GrpcCode = keyof typeof GRPC_CODES;
const GRPC_NAMES = Object.keys(GRPC_CODES) as [GrpcCode, ...GrpcCode[]];
const MOST_GRPC_ATTEMPTS = 5;

/** gRPC, proposal A6 as of 2024. */
export const grpc = keys('a retry of gRPC such as { like: grpc, maxAttempts: 4 }', {
  like: like('grpc'),
  maxAttempts: field(count(2, 1000).default(4), {
    is: 'Tries in all, the first one included; gRPC makes 5 of more.',
    unit: 'attempts',
    default: '4, as in the example of proposal A6; gRPC has none',
  }),
  initialBackoff: wait('100ms', 'The first wait, as it is without randomness.'),
  maxBackoff: wait('1s', 'The longest wait before randomness, which adds or takes up to 20%.'),
  backoffMultiplier: growth(2),
  retryableStatusCodes: field(
    z
      .array(z.enum(GRPC_NAMES).meta({ expected: `one of ${GRPC_NAMES.join(', ')}` }))
      .min(1)
      .default(['UNAVAILABLE'])
      .meta({ expected: 'a list of status codes such as [UNAVAILABLE]' }),
    {
      is: 'After which status it tries again. UNAVAILABLE stands for refused, reset, queue full, shed, no replica and connect timeout; DEADLINE_EXCEEDED for a timeout; INTERNAL for an error; UNKNOWN for a failed dependency; RESOURCE_EXHAUSTED for limits; ABORTED for a conflict.',
      unit: 'a list of status codes',
      samples: ['[UNAVAILABLE, DEADLINE_EXCEEDED]'],
    },
  ),
  retryThrottling: field(
    keys('{ maxTokens: 10, tokenRatio: 0.1 }', {
      maxTokens: field(count(1, 1000).default(10), { is: 'Tokens in the bucket; it begins full.', unit: 'tokens' }),
      tokenRatio: field(z.number().min(0.001).max(1000).default(0.1).meta({ expected: 'a number such as 0.1' }), {
        is: 'Tokens put in for each call that succeeds.',
        unit: 'tokens',
      }),
    }).optional(),
    {
      is: 'Each failure takes a token, each success puts a part of one in; at half the bucket or less nothing is retried.',
      default: 'none: every call may use all of its attempts',
      scope: 'per replica of the caller',
      samples: ['{ maxTokens: 10, tokenRatio: 0.1 }'],
    },
  ),
  ...rulesKeys('exactly'),
}).transform((source): RetryParams => {
  const { maxAttempts, retryThrottling } = source;
  return {
    attempts: Math.min(maxAttempts, MOST_GRPC_ATTEMPTS),
    stopAfterMs: Infinity,
    retried: source.retryableStatusCodes.reduce((set, code) => set | GRPC_CODES[code], 0),
    backoff: {
      ...PLAIN_BACKOFF,
      kind: 'exponential',
      baseMs: source.initialBackoff,
      factor: source.backoffMultiplier,
      capMs: source.maxBackoff,
      jitter: 'proportional',
      jitterShare: 0.2,
    },
    budget: retryThrottling
      ? {
          kind: 'tokens',
          size: retryThrottling.maxTokens,
          perCall: 0,
          perSuccess: retryThrottling.tokenRatio,
          perFailure: 1,
          retryCost: 0,
          timeoutCost: 0,
          keeps: retryThrottling.maxTokens / 2,
          refunds: false,
        }
      : null,
    ...rulesOf(source),
  };
});
