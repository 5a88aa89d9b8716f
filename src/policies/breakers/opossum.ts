import { Admission } from '../admission';
import {
  addToTimeWindow,
  clearTimeWindow,
  failedIn,
  readTimeWindow,
  seenIn,
  slotOf,
  timeWindowSize,
} from '../breaker-window';
import {
  HELD,
  hold,
  OPEN_UNTIL,
  OWN,
  STATE,
  Verdict,
  type BreakerReadout,
  type BreakerState,
  type Dialect,
  type Judging,
  type Steering,
} from './dialect';
import { opossumTable as table } from './opossum.machine';

/** Semantics: opossum 9.0.0. Its own timeout and capacity are layers inside this one. */
export interface OpossumParams extends Judging {
  readonly like: 'opossum';
  readonly steering: Steering;
  /** 0 to 100, to be passed */
  readonly errorPercentage: number;
  readonly resetMs: number;
  readonly buckets: number;
  readonly bucketMs: number;
  readonly volumeThreshold: number;
  /** After it was made, it does not trip for so long; 0: at once. */
  readonly warmUpMs: number;
}

function init(block: Float64Array, at: number, { buckets }: OpossumParams, nowMs: number): void {
  block[at + MADE_AT] = nowMs;
  clearTimeWindow(block, at + WINDOW, buckets, 0);
}

/** Every call counts as fired, those that it refuses included. */
function admit(block: Float64Array, at: number, params: OpossumParams, nowMs: number): Admission {
  count(block, at, params, 1, 0, nowMs);
  if (block[at + HELD]! !== 0 || block[at + STATE]! === CLOSED) return Admission.admitted;
  if (block[at + AWAITS_PROBE]! === 0) return Admission.refused;
  block[at + AWAITS_PROBE] = 0;
  return Admission.admitted;
}

/** 1: begun while it was disabled; it will not hear how that ends. */
const token = (block: Float64Array, at: number): number => (block[at + HELD]! === 0 ? 0 : 1);

/** Only failures are judged; half-open, any result decides. */
function report(
  block: Float64Array,
  at: number,
  params: OpossumParams,
  verdict: Verdict,
  nowMs: number,
  _durationMs: number,
  unheard: number,
): void {
  if (unheard === 1) return;
  const isHalfOpen = block[at + STATE]! === HALF_OPEN;
  if (verdict === Verdict.success || verdict === Verdict.ignored) {
    if (isHalfOpen) step(block, at, params, A_SUCCESS, nowMs);
    return;
  }
  count(block, at, params, 0, 1, nowMs);
  if (nowMs < block[at + MADE_AT]! + params.warmUpMs) return;
  if (isHalfOpen) return step(block, at, params, A_FAILURE, nowMs);
  const fired = seenIn(block, at + WINDOW);
  if (fired < params.volumeThreshold) return;
  if ((failedIn(block, at + WINDOW) / fired) * 100 > params.errorPercentage) {
    step(block, at, params, ERROR_PERCENTAGE_PASSED, nowMs);
  }
}

function alarmAt(block: Float64Array, at: number): number {
  return block[at + STATE]! === OPEN ? block[at + OPEN_UNTIL]! : NaN;
}

function onAlarm(block: Float64Array, at: number, params: OpossumParams, nowMs: number): void {
  step(block, at, params, RESET_TIMER, nowMs);
}

function read(block: Float64Array, at: number, params: OpossumParams, nowMs: number): BreakerReadout {
  const slot = slotOf(params.bucketMs, nowMs, block[at + MADE_AT]!);
  const { seen, failed } = readTimeWindow(block, at + WINDOW, params.buckets, slot);
  const state = block[at + STATE]!;
  return {
    state: table.states[state] as BreakerState,
    counts: 'calls',
    seen,
    windowSize: 0,
    failureRate: seen > 0 && seen >= params.volumeThreshold ? failed / seen : NaN,
    slowRate: NaN,
    openUntilMs: state === OPEN ? block[at + OPEN_UNTIL]! : NaN,
  };
}

/** Its buckets turn at whole ones from here on. */
const MADE_AT = OWN;
/** 1: half-open, and the probe has not come yet. */
const AWAITS_PROBE = OWN + 1;
const WINDOW = OWN + 2;

const CLOSED = table.stateOf('closed');
const OPEN = table.stateOf('open');
const HALF_OPEN = table.stateOf('half-open');

const ERROR_PERCENTAGE_PASSED = table.eventOf('error percentage passed');
const RESET_TIMER = table.eventOf('reset timer');
const A_SUCCESS = table.eventOf('a success');
const A_FAILURE = table.eventOf('a failure');

const START_TIMER = table.effectOf('startTimer');
const AWAIT_PROBE = table.effectOf('awaitProbe');

function step(block: Float64Array, at: number, params: OpossumParams, event: number, nowMs: number): void {
  const from = block[at + STATE]!;
  const effects = table.effectsOf(from, event);
  block[at + STATE] = table.next(from, event);
  block[at + AWAITS_PROBE] = 0;
  for (let index = 0; index < effects.length; index++) {
    if (effects[index]! === START_TIMER) block[at + OPEN_UNTIL] = nowMs + params.resetMs;
    else if (effects[index]! === AWAIT_PROBE) block[at + AWAITS_PROBE] = 1;
  }
}

function count(
  block: Float64Array,
  at: number,
  params: OpossumParams,
  fired: number,
  failed: number,
  nowMs: number,
): void {
  const slot = slotOf(params.bucketMs, nowMs, block[at + MADE_AT]!);
  addToTimeWindow(block, at + WINDOW, params.buckets, slot, fired, failed, 0);
}

export const opossum: Dialect<OpossumParams> = {
  blockSize: ({ buckets }) => WINDOW + timeWindowSize(buckets),
  layout: ({ buckets, bucketMs }) => `${buckets} buckets of ${bucketMs} ms`,
  init,
  admit,
  report,
  stateName: (state) => table.states[state] as BreakerState,
  read,
  token,
  waiting: null,
  alarms: { has: () => true, at: alarmAt, ring: onAlarm },
  operator: { holds: ['disabled'], steer: hold },
  openTimes: null,
  calm: null,
};
