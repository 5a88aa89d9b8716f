import {
  circuitBreaker,
  ConsecutiveBreaker,
  CountBreaker,
  decorrelatedJitterGenerator,
  DelegateBackoff,
  ExponentialBackoff,
  fullJitterGenerator,
  halfJitterGenerator,
  handleWhen,
  IterableBackoff,
  noJitterGenerator,
  SamplingBreaker,
  type CircuitBreakerPolicy,
  type IBackoffFactory,
  type IBreaker,
  type IHalfOpenAfterBackoffContext,
} from 'cockatiel';
import CircuitBreaker from 'opossum';
import { PLAIN_BACKOFF, type BackoffParams } from '../../../../src/policies/backoff';
import type { CockatielParams } from '../../../../src/policies/breakers/cockatiel';
import type { CockatielCounts } from '../../../../src/policies/breakers/cockatiel-counts';
import type { OpossumParams } from '../../../../src/policies/breakers/opossum';

/* The real breakers of the libraries, by our parameters. */

/** What a breaker was told not to take for a failure. */
export class Unheeded extends Error {}

export function opossumOf(
  params: OpossumParams,
  timeoutMs: number,
  action: (call: number) => Promise<void>,
): CircuitBreaker<[number], void> {
  const { buckets, bucketMs } = params;
  return new CircuitBreaker(action, {
    timeout: timeoutMs === Infinity ? false : timeoutMs,
    errorThresholdPercentage: params.errorPercentage,
    resetTimeout: params.resetMs,
    rollingCountTimeout: buckets * bucketMs,
    rollingCountBuckets: buckets,
    volumeThreshold: params.volumeThreshold,
    allowWarmUp: params.warmUpMs > 0,
    rollingPercentilesEnabled: false,
    enableSnapshots: false,
    errorFilter: (error: unknown) => error instanceof Unheeded,
  });
}

/** cockatiel’s exponential backoff, as our parameters have it. */
export const cockatielBackoff = (
  jitter: 'none' | 'full' | 'equal' | 'smooth',
  baseMs: number,
  capMs: number,
  factor = 2,
): BackoffParams => ({
  ...PLAIN_BACKOFF,
  kind: 'exponential',
  baseMs,
  capMs,
  // The others always double.
  factor: jitter === 'smooth' ? factor : 2,
  jitter,
  stepMs: jitter === 'smooth' ? 0 : 1,
});

/** `isByFunction`: open times that are listed come from a function that is told how often it opened. */
export const cockatielOf = (
  { counts, openForMs, openBackoff }: CockatielParams,
  isByFunction = false,
): CircuitBreakerPolicy =>
  circuitBreaker(
    handleWhen((error) => !(error instanceof Unheeded)),
    {
      halfOpenAfter:
        openBackoff !== null
          ? exponential(openBackoff)
          : isByFunction
            ? new DelegateBackoff(
                ({ attempt }: IHalfOpenAfterBackoffContext) => openForMs[Math.min(attempt, openForMs.length) - 1]!,
              )
            : new IterableBackoff(openForMs),
      breaker: inner(counts),
    },
  );

function exponential({
  jitter,
  baseMs: initialDelay,
  capMs: maxDelay,
  factor: exponent,
}: BackoffParams): IBackoffFactory<unknown> {
  const waits = { initialDelay, maxDelay, exponent };
  if (jitter === 'smooth') return new ExponentialBackoff({ ...waits, generator: decorrelatedJitterGenerator });
  const [none, full, half] = [noJitterGenerator, fullJitterGenerator, halfJitterGenerator];
  return new ExponentialBackoff({ ...waits, generator: jitter === 'none' ? none : jitter === 'full' ? full : half });
}

function inner(counts: CockatielCounts): IBreaker {
  switch (counts.kind) {
    case 'consecutive':
      return new ConsecutiveBreaker(counts.failures);
    case 'count':
      return new CountBreaker({
        threshold: counts.threshold,
        size: counts.size,
        minimumNumberOfCalls: counts.minimumCalls,
      });
    case 'sampling': {
      const { threshold, parts, partMs, minimumPerMs } = counts;
      return new SamplingBreaker({ threshold, duration: parts * partMs, minimumRps: minimumPerMs * 1000 });
    }
  }
}
