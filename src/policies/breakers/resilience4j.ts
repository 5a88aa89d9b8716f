import { Admission } from '../admission';
import {
  addToCallWindow,
  addToTimeWindow,
  callWindowSize,
  clearCallWindow,
  clearTimeWindow,
  failedIn,
  readTimeWindow,
  seenIn,
  slotOf,
  slowIn,
  timeWindowSize,
  type Slots,
} from '../breaker-window';
import {
  HELD,
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
import { resilience4jTable as table } from './resilience4j.machine';

/** Rates are shares in [0, 1]. Semantics: resilience4j 2.4. State is per caller replica. */
export interface Resilience4jParams extends Judging {
  readonly like: 'resilience4j';
  readonly steering: Steering;
  readonly failureRate: number;
  readonly slowRate: number;
  readonly slowCallMs: number;
  readonly window: { readonly kind: 'calls'; readonly size: number } | ({ readonly kind: 'time' } & Slots);
  /** As written; a window of fewer calls, the probes' included, judges when it is full. */
  readonly minimumCalls: number;
  readonly openForMs: number;
  /** Each time it opens without having closed, the open time is this many times the last one, cut to whole ms; */
  readonly openGrowth: number;
  /** but never more than this. */
  readonly openForMostMs: number;
  /** And drawn from so much of itself less to so much more, before that cap; 0: it is not drawn. */
  readonly openJitterShare: number;
  /** Open times that grow or are drawn are cut to whole multiples of this. */
  readonly openStepMs: number;
  readonly halfOpenCalls: number;
  /** Longest time half-open; 0: as long as it takes. */
  readonly halfOpenForMs: number;
  /** Where it goes when that has passed. */
  readonly afterHalfOpen: 'open' | 'closed';
  /** Turns half-open at the end of the open time by itself, without a call. */
  readonly isAutomatic: boolean;
}

/** One window serves as its own and, from half-open on, as the probes'. */
function blockSize(params: Resilience4jParams): number {
  return WINDOW + Math.max(ownWindowSize(params), callWindowSize(params.halfOpenCalls));
}

function layout({ window, halfOpenCalls }: Resilience4jParams): string {
  const own = window.kind === 'calls' ? `${window.size} calls` : `${window.count} slots of ${window.slotMs} ms`;
  return `${own}, ${halfOpenCalls} probes`;
}

/** An open breaker turns half-open at the first call strictly after its open time. */
function admit(block: Float64Array, at: number, params: Resilience4jParams, nowMs: number): Admission {
  if (block[at + HELD]! !== 0) return block[at + HELD]! === FORCED_OPEN ? Admission.refused : Admission.admitted;
  const state = block[at + STATE]!;
  if (state === CLOSED) return Admission.admitted;
  if (state === OPEN) {
    if (nowMs <= block[at + OPEN_UNTIL]!) return Admission.refused;
    step(block, at, params, CALL_AFTER_WAIT, nowMs);
  }
  if (block[at + PERMITS]! === 0) return Admission.refused;
  block[at + PERMITS]! -= 1;
  return Admission.admitted;
}

/**
 * Counts a call's end in whatever state the breaker is in by now, wherever the call began. Judged at once, except in
 * open, where it is counted only. Half-open permits come back only from ignored calls, whichever state they began in.
 */
function report(
  block: Float64Array,
  at: number,
  params: Resilience4jParams,
  verdict: Verdict,
  nowMs: number,
  durationMs: number,
): void {
  const state = block[at + STATE]!;
  const held = block[at + HELD]!;
  if (held !== 0 && held !== METRICS_ONLY) return;
  if (verdict === Verdict.ignored || verdict === Verdict.dropped) {
    if (state === HALF_OPEN) block[at + PERMITS]! += 1;
    return;
  }
  const slow = durationMs > params.slowCallMs ? 1 : 0;
  const window = at + WINDOW;
  const calls = callsOfWindow(block, at, params);
  if (calls > 0) addToCallWindow(block, window, calls, verdict, slow);
  else addInTime(block, window, params, verdict, slow, nowMs);
  const seen = seenIn(block, window);
  // A window of calls judges when it is full, whatever the minimum.
  const judges = seen >= params.minimumCalls || seen === calls;
  if (state === OPEN || held !== 0 || !judges) return;
  if (failedIn(block, window) / seen >= params.failureRate) {
    step(block, at, params, state === CLOSED ? FAILURE_RATE_REACHED : PROBES_FAILED, nowMs);
  } else if (slowIn(block, window) / seen >= params.slowRate) {
    step(block, at, params, state === CLOSED ? SLOW_RATE_REACHED : PROBES_SLOW, nowMs);
  } else if (state === HALF_OPEN) {
    step(block, at, params, PROBES_PASSED, nowMs);
  }
}

/** A closed breaker whose window of calls is full of good ones is as before when another takes the place of the oldest. */
function calmWithinMs(block: Float64Array, at: number, params: Resilience4jParams): number {
  const window = at + WINDOW;
  const isFull = params.window.kind === 'calls' && seenIn(block, window) === params.window.size;
  const isClean = failedIn(block, window) === 0 && slowIn(block, window) === 0;
  const mayTrip = params.failureRate === 0 || params.slowRate === 0;
  return letsAllOut(block, at) && isFull && isClean && !mayTrip ? params.slowCallMs : -1;
}

const letsAllOut = (block: Float64Array, at: number): boolean =>
  block[at + STATE]! === CLOSED && block[at + HELD]! === 0;

const hasAlarms = ({ isAutomatic, halfOpenForMs }: Resilience4jParams): boolean => isAutomatic || halfOpenForMs > 0;

function alarmAt(block: Float64Array, at: number, params: Resilience4jParams): number {
  const state = block[at + STATE]!;
  if (state === OPEN && params.isAutomatic) return block[at + OPEN_UNTIL]!;
  if (state === HALF_OPEN && params.halfOpenForMs > 0) return block[at + HALF_OPEN_SINCE]! + params.halfOpenForMs;
  return NaN;
}

function onAlarm(block: Float64Array, at: number, params: Resilience4jParams, nowMs: number): void {
  if (block[at + STATE]! === OPEN) return step(block, at, params, WAIT_OVER, nowMs);
  step(block, at, params, params.afterHalfOpen === 'open' ? TOOK_TOO_LONG : TOOK_TOO_LONG_CLOSE, nowMs);
}

/** Whatever it is told to be, and when it is left alone again, it begins afresh. */
function steer(block: Float64Array, at: number, params: Resilience4jParams, steering: Steering, nowMs: number): void {
  block.fill(0, at + OWN, at + blockSize(params));
  block[at + OPEN_UNTIL] = 0;
  block[at + STATE] = CLOSED;
  block[at + HELD] = steeringNumber(steering);
  clearWindow(block, at, params, nowMs);
}

/** Reading changes nothing, so an open one stays open until it is called. */
function read(block: Float64Array, at: number, params: Resilience4jParams, nowMs: number): BreakerReadout {
  const window = at + WINDOW;
  const calls = callsOfWindow(block, at, params);
  const { seen, failed, slow } =
    params.window.kind === 'time' && calls === 0
      ? readTimeWindow(block, window, params.window.count, slotOf(params.window.slotMs, nowMs))
      : { seen: seenIn(block, window), failed: failedIn(block, window), slow: slowIn(block, window) };
  const enough = seen > 0 && seen >= minimumOf(block, at, params);
  const state = block[at + STATE]!;
  return {
    state: table.states[state] as BreakerState,
    counts: 'calls',
    seen,
    windowSize: calls,
    failureRate: enough ? failed / seen : NaN,
    slowRate: enough ? slow / seen : NaN,
    openUntilMs: state === OPEN ? block[at + OPEN_UNTIL]! : NaN,
  };
}

const PERMITS = OWN;
/** 1 while the window is the probes': from half-open until the breaker closes. */
const PROBING = OWN + 1;
const HALF_OPEN_SINCE = OWN + 2;
/** The newest open time, neither drawn nor capped, for the next to grow from; 0: it has closed since. */
const LAST_OPEN_FOR = OWN + 3;
const OPENED_AT = OWN + 4;
const WINDOW = OWN + 5;

/** Longer than any run. */
const MOST_MS = 1e18;

const FORCED_OPEN = steeringNumber('forced open');
const METRICS_ONLY = steeringNumber('metrics only');

const CLOSED = table.stateOf('closed');
const OPEN = table.stateOf('open');
const HALF_OPEN = table.stateOf('half-open');

const FAILURE_RATE_REACHED = table.eventOf('failure rate reached');
const SLOW_RATE_REACHED = table.eventOf('slow rate reached');
const CALL_AFTER_WAIT = table.eventOf('call after the wait');
const WAIT_OVER = table.eventOf('wait over');
const PROBES_PASSED = table.eventOf('probes passed');
const PROBES_FAILED = table.eventOf('probes failed');
const PROBES_SLOW = table.eventOf('probes slow');
const TOOK_TOO_LONG = table.eventOf('probes took too long');
const TOOK_TOO_LONG_CLOSE = table.eventOf('probes took too long, close');

const START_WAIT = table.effectOf('startWait');
const CLEAR_WINDOW = table.effectOf('clearWindow');
const GRANT_PROBES = table.effectOf('grantProbes');

function step(block: Float64Array, at: number, params: Resilience4jParams, event: number, nowMs: number): void {
  const from = block[at + STATE]!;
  const to = table.next(from, event);
  const effects = table.effectsOf(from, event);
  block[at + STATE] = to;
  for (let index = 0; index < effects.length; index++) {
    const effect = effects[index]!;
    if (effect === START_WAIT) {
      startWait(block, at, params, nowMs);
    } else if (effect === GRANT_PROBES) {
      block[at + PERMITS] = params.halfOpenCalls;
      block[at + HALF_OPEN_SINCE] = nowMs;
    } else if (effect === CLEAR_WINDOW) {
      block[at + PROBING] = to === HALF_OPEN ? 1 : 0;
      if (to !== HALF_OPEN) block[at + LAST_OPEN_FOR] = 0;
      clearWindow(block, at, params, nowMs);
    }
  }
}

function startWait(block: Float64Array, at: number, params: Resilience4jParams, nowMs: number): void {
  const { openForMs, openGrowth, openForMostMs, openStepMs } = params;
  const last = block[at + LAST_OPEN_FOR]!;
  const grown = openGrowth === 1 || last === 0 ? openForMs : Math.min(MOST_MS, cut(last * openGrowth, openStepMs));
  block[at + LAST_OPEN_FOR] = grown;
  block[at + OPENED_AT] = nowMs;
  block[at + OPEN_UNTIL] = nowMs + Math.min(grown, openForMostMs);
}

const cut = (waitMs: number, stepMs: number): number => Math.floor(waitMs / stepMs) * stepMs;

function drawWait(block: Float64Array, at: number, params: Resilience4jParams, uniform: number): void {
  const { openJitterShare: share, openForMostMs, openStepMs } = params;
  const forMs = block[at + LAST_OPEN_FOR]!;
  const drawnMs = cut(forMs * (1 - share) + uniform * (2 * share * forMs), openStepMs);
  block[at + OPEN_UNTIL] = block[at + OPENED_AT]! + Math.min(drawnMs, openForMostMs);
}

function ownWindowSize({ window }: Resilience4jParams): number {
  return window.kind === 'calls' ? callWindowSize(window.size) : timeWindowSize(window.count);
}

/** Results that fill the window in use; 0: it is one of time. */
function callsOfWindow(block: Float64Array, at: number, { window, halfOpenCalls }: Resilience4jParams): number {
  if (block[at + PROBING]! === 1) return halfOpenCalls;
  return window.kind === 'calls' ? window.size : 0;
}

/** Results needed before the rates are judged: never more than a window of calls can hold. */
function minimumOf(block: Float64Array, at: number, params: Resilience4jParams): number {
  const calls = callsOfWindow(block, at, params);
  return calls === 0 ? params.minimumCalls : Math.min(params.minimumCalls, calls);
}

function clearWindow(block: Float64Array, at: number, params: Resilience4jParams, nowMs: number): void {
  const { window } = params;
  const calls = callsOfWindow(block, at, params);
  if (window.kind === 'time' && calls === 0) {
    clearTimeWindow(block, at + WINDOW, window.count, slotOf(window.slotMs, nowMs));
  } else clearCallWindow(block, at + WINDOW, calls);
}

/** As `addToCallWindow`, for a window of time. */
function addInTime(
  block: Float64Array,
  at: number,
  { window }: Resilience4jParams,
  failed: number,
  slow: number,
  nowMs: number,
): void {
  if (window.kind !== 'time') return;
  addToTimeWindow(block, at, window.count, slotOf(window.slotMs, nowMs), 1, failed, slow);
}

export const resilience4j: Dialect<Resilience4jParams> = {
  blockSize,
  layout,
  init: clearWindow,
  admit,
  report,
  stateName: (state) => table.states[state] as BreakerState,
  read,
  token: null,
  waiting: null,
  alarms: { has: hasAlarms, at: alarmAt, ring: onAlarm },
  operator: { holds: ['forced open', 'disabled', 'metrics only'], steer },
  openTimes: { areDrawn: ({ openJitterShare }) => openJitterShare > 0, draw: drawWait },
  calm: { letsAllOut, withinMs: calmWithinMs },
};
