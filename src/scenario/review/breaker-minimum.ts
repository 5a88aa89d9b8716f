import type { BreakerParams } from '../../policies/breaker';

export interface Minimum {
  readonly calls: number;
  readonly windowMs: number;
}

/**
 * The fewest calls that must come within a window of time for the breaker to trip; null: its window is one of calls,
 * which fills up whatever the rate, or it needs no minimum.
 */
export function minimumInTime(params: BreakerParams): Minimum | null {
  switch (params.like) {
    case 'resilience4j': {
      const { window, minimumCalls } = params;
      return window.kind === 'time' ? { calls: minimumCalls, windowMs: window.count * window.slotMs } : null;
    }
    case 'polly':
      return { calls: params.minimumThroughput, windowMs: params.samplingMs };
    case 'hystrix':
      return { calls: params.requestVolume, windowMs: params.buckets * params.tickMs };
    case 'opossum':
      return { calls: params.volumeThreshold, windowMs: params.buckets * params.bucketMs };
    case 'sentinel':
      return { calls: params.minimumRequests, windowMs: params.intervalMs };
    case 'gobreaker': {
      const { trips, intervalMs } = params;
      if (intervalMs === 0) return null;
      return { calls: trips.kind === 'in a row' ? trips.moreThan + 1 : trips.requests, windowMs: intervalMs };
    }
    case 'cockatiel': {
      const { counts } = params;
      if (counts.kind !== 'sampling') return null;
      const windowMs = counts.parts * counts.partMs;
      return { calls: counts.minimumPerMs * windowMs, windowMs };
    }
    case 'pybreaker':
      return null;
  }
}
