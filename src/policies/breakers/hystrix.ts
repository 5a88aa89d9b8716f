import { Admission } from '../admission';
import {
  addToTimeWindow,
  clearTimeWindow,
  failedIn,
  failedInNewest,
  newestSlotIn,
  readTimeWindow,
  seenIn,
  seenInNewest,
  slotOf,
  timeWindowSize,
  turnTimeWindow,
} from '../breaker-window';
import {
  HELD,
  hold,
  OPEN_UNTIL,
  OWN,
  STATE,
  steeringNumber,
  Verdict,
  type BreakerReadout,
  type BreakerState,
  type Dialect,
  type Judging,
  type Steering,
} from './dialect';
import { hystrixTable as table } from './hystrix.machine';

/** Semantics: Hystrix 1.5. */
export interface HystrixParams extends Judging {
  readonly like: 'hystrix';
  readonly steering: Steering;
  readonly requestVolume: number;
  /** 0 to 100 */
  readonly errorPercentage: number;
  readonly sleepMs: number;
  /** Full buckets that a tick looks at, and the time from tick to tick, which is that of a bucket. */
  readonly buckets: number;
  readonly tickMs: number;
}

/** The first call strictly after the sleep window is the one probe. */
function admit(block: Float64Array, at: number, params: HystrixParams, nowMs: number): Admission {
  const held = block[at + HELD]!;
  if (held === FORCED_OPEN) return Admission.refused;
  const state = block[at + STATE]!;
  if (held === FORCED_CLOSED || state === CLOSED) return Admission.admitted;
  if (state !== OPEN || nowMs <= block[at + OPEN_UNTIL]!) return Admission.refused;
  step(block, at, params, CALL_AFTER_SLEEP, nowMs);
  return Admission.admitted;
}

/** Counts; decides nothing but what half-open comes to. What is ignored or was called off is not counted, but is no success. */
function report(block: Float64Array, at: number, params: HystrixParams, verdict: Verdict, nowMs: number): void {
  if (verdict === Verdict.success || verdict === Verdict.failure) {
    const slot = slotOf(params.tickMs, nowMs, block[at + TICKS_FROM]!);
    addToTimeWindow(block, at + WINDOW, params.buckets + 1, slot, 1, verdict, 0);
  }
  if (block[at + STATE]! === HALF_OPEN) {
    step(block, at, params, verdict === Verdict.success ? A_SUCCESS : A_FAILURE, nowMs);
  }
}

/** The next tick, where it could open the breaker. It cannot unless the window holds the volume and an error already. */
function alarmAt(block: Float64Array, at: number, params: HystrixParams): number {
  const window = at + WINDOW;
  if (block[at + STATE]! !== CLOSED || failedIn(block, window) === 0) return NaN;
  if (seenIn(block, window) < params.requestVolume) return NaN;
  return block[at + TICKS_FROM]! + (newestSlotIn(block, window) + 1) * params.tickMs;
}

function onAlarm(block: Float64Array, at: number, params: HystrixParams, nowMs: number): void {
  const window = at + WINDOW;
  const count = params.buckets + 1;
  turnTimeWindow(block, window, count, newestSlotIn(block, window) + 1);
  const seen = seenIn(block, window) - seenInNewest(block, window, count);
  const failed = failedIn(block, window) - failedInNewest(block, window, count);
  if (seen >= params.requestVolume && percentage(failed, seen) >= params.errorPercentage) {
    step(block, at, params, UNHEALTHY, nowMs);
  }
}

function read(block: Float64Array, at: number, params: HystrixParams, nowMs: number): BreakerReadout {
  const slot = slotOf(params.tickMs, nowMs, block[at + TICKS_FROM]!);
  const { seen, failed } = readTimeWindow(block, at + WINDOW, params.buckets + 1, slot);
  const state = block[at + STATE]!;
  return {
    state: table.states[state] as BreakerState,
    counts: 'calls',
    seen,
    windowSize: 0,
    failureRate: seen > 0 && seen >= params.requestVolume ? failed / seen : NaN,
    slowRate: NaN,
    openUntilMs: state === OPEN ? block[at + OPEN_UNTIL]! : NaN,
  };
}

const TICKS_FROM = OWN;
const WINDOW = OWN + 1;

const FORCED_OPEN = steeringNumber('forced open');
const FORCED_CLOSED = steeringNumber('forced closed');

const CLOSED = table.stateOf('closed');
const OPEN = table.stateOf('open');
const HALF_OPEN = table.stateOf('half-open');

const UNHEALTHY = table.eventOf('unhealthy at the tick');
const CALL_AFTER_SLEEP = table.eventOf('call after the sleep');
const A_SUCCESS = table.eventOf('a success');
const A_FAILURE = table.eventOf('a failure');

const START_SLEEP = table.effectOf('startSleep');
const CLEAR_HEALTH = table.effectOf('clearHealth');

/** Cut to a whole number, so that 49.9 % is 49. */
const percentage = (failed: number, seen: number): number => Math.floor((failed / seen) * 100);

function step(block: Float64Array, at: number, params: HystrixParams, event: number, nowMs: number): void {
  const from = block[at + STATE]!;
  const effects = table.effectsOf(from, event);
  block[at + STATE] = table.next(from, event);
  for (let index = 0; index < effects.length; index++) {
    if (effects[index]! === START_SLEEP) block[at + OPEN_UNTIL] = nowMs + params.sleepMs;
    else if (effects[index]! === CLEAR_HEALTH) clearHealth(block, at, params, nowMs);
  }
}

/** The ticks begin anew, from now. */
function clearHealth(block: Float64Array, at: number, params: HystrixParams, nowMs: number): void {
  block[at + TICKS_FROM] = nowMs;
  clearTimeWindow(block, at + WINDOW, params.buckets + 1, 0);
}

export const hystrix: Dialect<HystrixParams> = {
  blockSize: ({ buckets }) => WINDOW + timeWindowSize(buckets + 1),
  layout: ({ buckets, tickMs }) => `${buckets} buckets of ${tickMs} ms`,
  init: clearHealth,
  admit,
  report,
  stateName: (state) => table.states[state] as BreakerState,
  read,
  token: null,
  waiting: null,
  alarms: { has: () => true, at: alarmAt, ring: onAlarm },
  operator: { holds: ['forced open', 'forced closed'], steer: hold },
  openTimes: null,
  calm: null,
};
