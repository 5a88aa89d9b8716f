import { formatDuration, formatShare } from '../kernel/units';
import type { BreakerParams } from '../policies/breaker';
import { backoffWords } from './backoff-words';

/** What the breakers of all libraries have in common, to say in the terms of one what was meant in those of another. */
export interface BreakerSummary {
  /** Opens after so many failures in a row; null: by a rate. */
  readonly consecutive: number | null;
  /** Opens at this share of failures, in [0, 1]; NaN: by failures in a row. */
  readonly rate: number;
  /** Of the newest calls, or of this much time; NaN: the other. */
  readonly windowCalls: number;
  readonly windowMs: number;
  /** Judges nothing before it has seen so many. */
  readonly minimum: number;
  /** The first time. */
  readonly openMs: number;
  /** How long when it opens again without having closed, in words; '': as long. */
  readonly reopens: string;
  /** Calls let out half-open. */
  readonly probes: number;
  /** Of calls that take longer than this, the share at which it opens; null: it heeds no slowness. */
  readonly slow: { readonly ms: number; readonly rate: number } | null;
}

const NOTHING = {
  reopens: '',
  consecutive: null,
  rate: NaN,
  windowCalls: NaN,
  windowMs: NaN,
  minimum: 1,
  probes: 1,
  slow: null,
};

export function breakerSummary(params: BreakerParams): BreakerSummary {
  switch (params.like) {
    case 'resilience4j': {
      const { failureRate, slowRate, slowCallMs, window, minimumCalls, openForMs, halfOpenCalls } = params;
      const { openGrowth, openForMostMs, openJitterShare } = params;
      const most = openForMostMs < Infinity ? `, ${formatDuration(openForMostMs)} at most` : '';
      const reopens = [
        openGrowth > 1 ? `${openGrowth} times as long each time it opens again${most}` : '',
        openJitterShare > 0 ? `drawn from ${formatShare(openJitterShare)} less to as much more` : '',
      ];
      const isCalls = window.kind === 'calls';
      return {
        ...NOTHING,
        rate: failureRate,
        windowCalls: isCalls ? window.size : NaN,
        windowMs: isCalls ? NaN : window.count * window.slotMs,
        minimum: isCalls ? Math.min(minimumCalls, window.size) : minimumCalls,
        openMs: openForMs,
        reopens: reopens.filter((part) => part !== '').join(', '),
        probes: halfOpenCalls,
        slow: { ms: slowCallMs, rate: slowRate },
      };
    }
    case 'polly': {
      const { failureRatio, samplingMs, minimumThroughput, breaksMs } = params;
      const [openMs = 0] = breaksMs;
      return {
        ...NOTHING,
        rate: failureRatio,
        windowMs: samplingMs,
        minimum: minimumThroughput,
        openMs,
        reopens: listed(breaksMs),
      };
    }
    case 'hystrix': {
      const { errorPercentage, buckets, tickMs, requestVolume, sleepMs } = params;
      const rate = errorPercentage / 100;
      return { ...NOTHING, rate, windowMs: buckets * tickMs, minimum: requestVolume, openMs: sleepMs };
    }
    case 'pybreaker':
      return { ...NOTHING, consecutive: params.failMax, openMs: params.resetMs };
    case 'opossum': {
      const { errorPercentage, buckets, bucketMs, volumeThreshold, resetMs } = params;
      const rate = errorPercentage / 100;
      return { ...NOTHING, rate, windowMs: buckets * bucketMs, minimum: Math.max(1, volumeThreshold), openMs: resetMs };
    }
    case 'cockatiel': {
      const { counts, openForMs, openBackoff } = params;
      const openMs = openForMs[0] ?? 0;
      const reopens = openBackoff === null ? listed(openForMs) : `then by ${backoffWords(openBackoff)}`;
      const open = { ...NOTHING, openMs, reopens };
      switch (counts.kind) {
        case 'consecutive':
          return { ...open, consecutive: counts.failures };
        case 'count':
          return { ...open, rate: counts.threshold, windowCalls: counts.size, minimum: counts.minimumCalls };
        case 'sampling': {
          const windowMs = counts.parts * counts.partMs;
          const minimum = Math.ceil(counts.minimumPerMs * windowMs);
          return { ...open, rate: counts.threshold, windowMs, minimum };
        }
      }
    }
    // falls through: every kind of counts has returned
    case 'gobreaker': {
      const { trips, intervalMs, timeoutMs, maxRequests } = params;
      const half = { openMs: timeoutMs, probes: maxRequests };
      if (trips.kind === 'in a row') return { ...NOTHING, consecutive: trips.moreThan + 1, ...half };
      const windowMs = intervalMs === 0 ? Infinity : intervalMs;
      return { ...NOTHING, rate: trips.ratio, windowMs, minimum: trips.requests, ...half };
    }
    case 'sentinel': {
      const { rule, intervalMs, minimumRequests, recoveryMs } = params;
      const common = { ...NOTHING, windowMs: intervalMs, minimum: minimumRequests, openMs: recoveryMs };
      if (rule.kind === 'slow ratio') return { ...common, slow: { ms: rule.slowMs, rate: rule.ratio } };
      if (rule.kind === 'error ratio') return { ...common, rate: rule.ratio };
      // More errors than this within the interval: as a share of as many requests as it takes at least.
      const errors = Math.floor(rule.count) + 1;
      const minimum = Math.max(minimumRequests, errors);
      return { ...common, minimum, rate: errors / minimum };
    }
  }
}

const listed = (openMs: readonly number[]): string =>
  openMs.length > 1
    ? `then ${openMs
        .slice(1)
        .map((ms) => formatDuration(ms))
        .join(', ')} each time it opens again`
    : '';

/** `like polly, opens at 10 % failures within 30 s, from 100 calls on, for 5 s, then 1 probe` */
export function breakerWords(params: BreakerParams): string {
  const { consecutive, rate, windowCalls, windowMs, minimum, openMs, probes, slow, reopens } = breakerSummary(params);
  const window = Number.isNaN(windowCalls) ? windowWords(windowMs) : ` of ${windowCalls} calls`;
  const opens = [
    consecutive === null ? '' : `opens after ${consecutive} failures in a row`,
    Number.isNaN(rate) ? '' : `opens at ${formatShare(rate)} failures${window}`,
    slow === null ? '' : `opens at ${formatShare(slow.rate)} slower than ${formatDuration(slow.ms)}`,
    minimum > 1 ? `from ${minimum} calls on` : '',
    `for ${formatDuration(openMs)}`,
    reopens,
    `then ${probes} ${probes === 1 ? 'probe' : 'probes'}`,
    params.like === 'pybreaker' && !params.hearsResults ? 'over an async def, so that it never opens' : '',
  ];
  return [`like ${params.like}`, ...opens.filter((part) => part !== '')].join(', ').replaceAll('\u00a0', ' ');
}

const windowWords = (ms: number): string => (ms === Infinity ? '' : ` within ${formatDuration(ms)}`);

/** How many failures in a row come nearest to a breaker that goes by a rate: as many as its minimum must hold. */
export const failuresInARow = ({ consecutive, rate, minimum }: BreakerSummary): number =>
  consecutive ?? Math.max(1, Math.ceil(minimum * (Number.isNaN(rate) ? 1 : rate)));

/** And the other way round: what share, of how many calls, comes nearest to failures in a row. */
export const asRate = ({ consecutive, rate, minimum }: BreakerSummary): { rate: number; minimum: number } =>
  consecutive === null ? { rate: Number.isNaN(rate) ? 1 : rate, minimum } : { rate: 1, minimum: consecutive };
