import { Admission } from '../../../../src/policies/admission';
import { steeringsOf, Verdict, type BreakerDialect, type BreakerParams } from '../../../../src/policies/breaker';
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
  /** The draw for every open time that is drawn. */
  readonly draw?: number;
  /**
   * `5:a` call a asks at 5 ms; `9:a=S` it ends: S success, F failure, I ignored, D dropped; `9:.` nothing happens;
   * `9:hold` an operator holds it, `9:free` lets it go. Of a call that was not let out, the end is passed over. What falls
   * on the instant of a timer comes after it; `9<a` and `9<a=S` come just before.
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
        openJitterShare: 0,
        openStepMs: 1,
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
        breaksMs: [openMs],
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
        hearsResults: true,
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
      return {
        ...STRICT,
        like,
        steering,
        counts: { kind: 'consecutive', failures: n },
        openForMs: [openMs],
        openBackoff: null,
      };
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

/** A step as written: when, just before the timers of that instant or not, and what. */
export interface Step {
  readonly atMs: number;
  readonly isBeforeTimers: boolean;
  readonly call: string;
  readonly end: Verdict | null;
  readonly operator: 'hold' | 'free' | null;
}

export function stepsOf({ steps }: Trace): Step[] {
  return steps.split(/\s+/).map((step) => {
    const [, ms, when, operator, call = '', end] = /^(\d+)([:<])(?:(hold|free)|([a-z]?)(?:=([SFID]))?\.?)$/.exec(step)!;
    return {
      atMs: Number(ms),
      isBeforeTimers: when === '<',
      call,
      end: end === undefined ? null : VERDICTS[end]!,
      operator: operator === 'hold' || operator === 'free' ? operator : null,
    };
  });
}

const ANSWERS = { [Admission.admitted]: '+', [Admission.refused]: '-', [Admission.waits]: '~' };

/** Of those who waited and have been answered by what just happened: `b+c-`. */
export const released = (happened: readonly string[], calls: readonly string[]): string =>
  happened
    .flatMap((line) => {
      const [, waiter, what] = / #(\d+) (admitted|refused)$/.exec(line) ?? [];
      return waiter === undefined ? [] : [calls[Number(waiter)]! + (what === 'admitted' ? '+' : '-')];
    })
    .join('');

/** The parameters under which a library plays a trace. */
export const paramsFor = (like: BreakerDialect, { settings, own }: Trace, isOwn: boolean): BreakerParams =>
  ({ ...paramsOf(like, settings), ...(isOwn ? own : {}) }) as BreakerParams;

/** The trace as it comes out under a library. */
export function playTrace(like: BreakerDialect, trace: Trace, isOwn: boolean): string {
  const world = new BreakerWorld(paramsFor(like, trace, isOwn), 0, () => trace.draw ?? NaN);
  const calls: string[] = [];
  return stepsOf(trace)
    .map(({ atMs, isBeforeTimers, call, end, operator }) => {
      if (isBeforeTimers) world.before(atMs);
      else world.to(atMs);
      if (operator !== null) world.steered(operator === 'hold' ? steeringsOf(like)[1]! : 'automatic');
      if (call === '') return world.state[0]!;
      if (end === null) return ANSWERS[world.asks(calls.push(call) - 1)] + world.state[0]!;
      const number = calls.lastIndexOf(call);
      if (!world.isOut(number)) return '.';
      const told = world.happened.length;
      const { isRefusal } = world.ends(number, end);
      return world.state[0]! + (isRefusal ? '!' : '') + released(world.happened.slice(told), calls);
    })
    .join(' ');
}
