import { Admission } from '../../../../src/policies/admission';
import { Verdict, type BreakerDialect, type BreakerParams } from '../../../../src/policies/breaker';
import { STRICT } from '../../../../src/policies/breakers/dialect';
import { BreakerWorld } from './play';

/** What every library can be told, each in its own way. */
export interface Settings {
  /** failures in a row, or calls before it judges */
  readonly n: number;
  readonly share: number;
  readonly windowMs: number;
  readonly openMs: number;
  readonly probes: number;
  readonly slowMs: number;
  readonly isSerial: boolean;
}

const USUAL: Settings = {
  n: 2,
  share: 0.5,
  windowMs: 10_000,
  openMs: 1000,
  probes: 1,
  slowMs: 1_000_000,
  isSerial: false,
};

export interface Trace {
  /** The rule that it shows. */
  readonly shows: string;
  readonly settings?: Partial<Settings>;
  /** What only this library can be told. */
  readonly own?: Partial<BreakerParams>;
  /**
   * `5:a` call a asks at 5 ms; `9:a=S` it ends: S success, F failure, I ignored, D dropped; `9:.` nothing happens.
   * Of a call that was not let out, the end is passed over.
   */
  readonly steps: string;
  /**
   * After each step: `+` let out, `-` refused, `~` waits, then the state by its first letter; then who has waited and is
   * let out (`b+`) or refused (`b-`) by the step, and `!` where the caller is told that the breaker refused it.
   */
  readonly expected: string;
  /** It must come out otherwise under every other library. */
  readonly isSignature?: true;
}

const VERDICTS: Readonly<Record<string, Verdict>> = {
  S: Verdict.success,
  F: Verdict.failure,
  I: Verdict.ignored,
  D: Verdict.dropped,
};

function paramsOf(like: BreakerDialect, settings: Partial<Settings> = {}): BreakerParams {
  const { n, share, windowMs, openMs, probes, slowMs, isSerial } = { ...USUAL, ...settings };
  const steering = 'automatic';
  switch (like) {
    case 'resilience4j':
      return {
        ...STRICT,
        like,
        steering,
        failureRate: share,
        slowRate: 1,
        slowCallMs: slowMs,
        window: { kind: 'time', count: windowMs / 1000, slotMs: 1000 },
        minimumCalls: n,
        openForMs: openMs,
        openGrowth: 1,
        openForMostMs: Infinity,
        halfOpenCalls: probes,
        halfOpenForMs: 0,
        afterHalfOpen: 'open',
        isAutomatic: false,
      };
    case 'polly':
      return {
        ...STRICT,
        like,
        steering,
        failureRatio: share,
        samplingMs: windowMs,
        minimumThroughput: n,
        breakMs: openMs,
      };
    case 'hystrix':
      return {
        ...STRICT,
        like,
        steering,
        requestVolume: n,
        errorPercentage: share * 100,
        sleepMs: openMs,
        buckets: windowMs / 500,
        tickMs: 500,
      };
    case 'pybreaker':
      return {
        ...STRICT,
        like,
        failMax: n,
        resetMs: openMs,
        successThreshold: probes,
        throwsNewErrorOnTrip: false,
        isSerial,
      };
    case 'opossum':
      return {
        ...STRICT,
        like,
        steering,
        errorPercentage: share * 100,
        resetMs: openMs,
        buckets: 10,
        bucketMs: windowMs / 10,
        volumeThreshold: n,
        warmUpMs: 0,
      };
    case 'cockatiel':
      return { ...STRICT, like, steering, counts: { kind: 'consecutive', failures: n }, openForMs: [openMs] };
    case 'gobreaker':
      return {
        ...STRICT,
        like,
        maxRequests: probes,
        intervalMs: 0,
        buckets: 1,
        timeoutMs: openMs,
        trips: { kind: 'in a row', moreThan: n - 1 },
      };
    case 'sentinel':
      return {
        ...STRICT,
        like,
        rule: { kind: 'error ratio', ratio: share },
        recoveryMs: openMs,
        minimumRequests: n,
        intervalMs: windowMs,
      };
  }
}

/** The trace as it comes out under a library. */
export function playTrace(like: BreakerDialect, { settings, own, steps }: Trace, isOwn: boolean): string {
  const params = { ...paramsOf(like, settings), ...(isOwn ? own : {}) } as BreakerParams;
  const world = new BreakerWorld(params);
  const calls: string[] = [];
  const answers = { [Admission.admitted]: '+', [Admission.refused]: '-', [Admission.waits]: '~' };
  return steps
    .split(/\s+/)
    .map((step) => {
      const [, ms, call = '', end] = /^(\d+):([a-z]?)(?:=([SFID]))?\.?$/.exec(step)!;
      world.to(Number(ms));
      if (call === '') return world.state[0]!;
      if (end === undefined) {
        const answer = answers[world.asks(calls.push(call) - 1)];
        return answer + world.state[0]!;
      }
      const number = calls.lastIndexOf(call);
      if (!world.isOut(number)) return '.';
      const told = world.happened.length;
      const { isRefusal } = world.ends(number, VERDICTS[end]!);
      const released = world.happened.slice(told).flatMap((line) => {
        const [, waiter, what] = / #(\d+) (admitted|refused)$/.exec(line) ?? [];
        return waiter === undefined ? [] : [calls[Number(waiter)]! + (what === 'admitted' ? '+' : '-')];
      });
      return [world.state[0]! + (isRefusal ? '!' : ''), ...released].join('');
    })
    .join(' ');
}
