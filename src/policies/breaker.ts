import {
  addToCallWindow,
  addToTimeWindow,
  callWindowSize,
  clearCallWindow,
  clearTimeWindow,
  failedIn,
  readTimeWindow,
  seenIn,
  slowIn,
  timeWindowSize,
  type Slots,
} from './breaker-window';
import { breakerTable } from './breaker.machine';
import { isGood, isIgnored, type Outcome } from './outcome';

/** Rates are shares in [0, 1]. Semantics: resilience4j 2.4. State is per caller replica. */
export interface BreakerParams {
  readonly failureRate: number;
  readonly slowRate: number;
  readonly slowCallMs: number;
  readonly window: { readonly kind: 'calls'; readonly size: number } | ({ readonly kind: 'time' } & Slots);
  /** As written; a window of fewer calls, the probes' included, judges when it is full. */
  readonly minimumCalls: number;
  readonly openForMs: number;
  readonly halfOpenCalls: number;
}

/** By number, as in the machine's table. */
export const BREAKER_STATES = ['closed', 'open', 'half-open'] as const;

/** What a call's end means to a breaker. An ignored one is not counted and gives a probe's permit back. */
export const Verdict = { success: 0, failure: 1, ignored: 2 } as const;
export type Verdict = (typeof Verdict)[keyof typeof Verdict];

/**
 * Every failure the caller can meet counts, those of inner policies included. A call dropped because nobody waits for
 * it any more, or at fault itself, says nothing about the one called; the reply of a call that goes on unawaited is
 * reported by its own outcome.
 */
export function verdictOf(outcome: Outcome): Verdict {
  if (isGood(outcome)) return Verdict.success;
  return isIgnored(outcome) ? Verdict.ignored : Verdict.failure;
}

/** Numbers a breaker keeps in its block. One window serves as its own and, from half-open on, as the probes'. */
export function breakerBlockSize(params: BreakerParams): number {
  return WINDOW + Math.max(ownWindowSize(params), callWindowSize(params.halfOpenCalls));
}

/** Equal for two sets of parameters exactly when one's state can go on under the other. */
export function breakerLayout({ window, halfOpenCalls }: BreakerParams): string {
  const own = window.kind === 'calls' ? `${window.size} calls` : `${window.count} slots of ${window.slotMs} ms`;
  return `breaker of ${own}, ${halfOpenCalls} probes`;
}

export function initBreaker(block: Float64Array, at: number, params: BreakerParams, nowMs: number): void {
  block.fill(0, at, at + breakerBlockSize(params));
  block[at + STATE] = breakerTable.initial;
  clearWindow(block, at, params, nowMs);
}

/** Whether a call may go out now. An open breaker turns half-open at the first call strictly after its open time. */
export function admitToBreaker(block: Float64Array, at: number, params: BreakerParams, nowMs: number): boolean {
  if (block[at + STATE]! === CLOSED) return true;
  if (block[at + STATE]! === OPEN) {
    if (nowMs <= block[at + OPEN_UNTIL]!) return false;
    step(block, at, params, CALL_AFTER_WAIT, nowMs);
  }
  if (block[at + PERMITS]! === 0) return false;
  block[at + PERMITS]! -= 1;
  return true;
}

/**
 * Counts a call's end in whatever state the breaker is in by now, wherever the call began. Judged at once, except in
 * open, where it is counted only. Half-open permits come back only from ignored calls, whichever state they began in.
 */
export function reportToBreaker(
  block: Float64Array,
  at: number,
  params: BreakerParams,
  verdict: Verdict,
  durationMs: number,
  nowMs: number,
): void {
  const state = block[at + STATE]!;
  if (verdict === Verdict.ignored) {
    if (state === HALF_OPEN) block[at + PERMITS]! += 1;
    return;
  }
  record(block, at, params, verdict, durationMs > params.slowCallMs ? 1 : 0, nowMs);

  const window = at + WINDOW;
  const seen = seenIn(block, window);
  if (state === OPEN || seen < minimumOf(block, at, params)) return;
  if (failedIn(block, window) / seen >= params.failureRate) {
    step(block, at, params, state === CLOSED ? FAILURE_RATE_REACHED : PROBES_FAILED, nowMs);
  } else if (slowIn(block, window) / seen >= params.slowRate) {
    step(block, at, params, state === CLOSED ? SLOW_RATE_REACHED : PROBES_SLOW, nowMs);
  } else if (state === HALF_OPEN) {
    step(block, at, params, PROBES_PASSED, nowMs);
  }
}

/** Index in BREAKER_STATES. */
export const breakerState = (block: Float64Array, at: number): number => block[at + STATE]!;

export interface BreakerReadout {
  readonly state: (typeof BREAKER_STATES)[number];
  /** Results in the window that is in use. */
  readonly seen: number;
  /** Results that fill it; 0: it is a window of time. */
  readonly windowSize: number;
  /** Shares in [0, 1]; NaN below the minimum of calls. */
  readonly failureRate: number;
  readonly slowRate: number;
  /** It may let a call through after this instant; NaN unless open. */
  readonly openUntilMs: number;
}

/** How the breaker stands at `nowMs`; reading changes nothing, so an open one stays open until it is called. */
export function readBreaker(block: Float64Array, at: number, params: BreakerParams, nowMs: number): BreakerReadout {
  const window = at + WINDOW;
  const calls = callsOfWindow(block, at, params);
  const { seen, failed, slow } =
    params.window.kind === 'time' && calls === 0
      ? readTimeWindow(block, window, params.window, nowMs)
      : { seen: seenIn(block, window), failed: failedIn(block, window), slow: slowIn(block, window) };
  const enough = seen > 0 && seen >= minimumOf(block, at, params);
  const state = block[at + STATE]!;
  return {
    state: BREAKER_STATES[state]!,
    seen,
    windowSize: calls,
    failureRate: enough ? failed / seen : NaN,
    slowRate: enough ? slow / seen : NaN,
    openUntilMs: state === OPEN ? block[at + OPEN_UNTIL]! : NaN,
  };
}

const STATE = 0;
const OPEN_UNTIL = 1;
const PERMITS = 2;
/** 1 while the window is the probes': from half-open until the breaker closes. */
const PROBING = 3;
const WINDOW = 4;

const CLOSED = breakerTable.stateOf('closed');
const OPEN = breakerTable.stateOf('open');
const HALF_OPEN = breakerTable.stateOf('half-open');

const FAILURE_RATE_REACHED = breakerTable.eventOf('failure rate reached');
const SLOW_RATE_REACHED = breakerTable.eventOf('slow rate reached');
const CALL_AFTER_WAIT = breakerTable.eventOf('call after the wait');
const PROBES_PASSED = breakerTable.eventOf('probes passed');
const PROBES_FAILED = breakerTable.eventOf('probes failed');
const PROBES_SLOW = breakerTable.eventOf('probes slow');

const START_WAIT = breakerTable.effectOf('startWait');
const CLEAR_WINDOW = breakerTable.effectOf('clearWindow');
const GRANT_PROBES = breakerTable.effectOf('grantProbes');

function step(block: Float64Array, at: number, params: BreakerParams, event: number, nowMs: number): void {
  const from = block[at + STATE]!;
  const to = breakerTable.next(from, event);
  const effects = breakerTable.effectsOf(from, event);
  block[at + STATE] = to;
  for (let index = 0; index < effects.length; index++) {
    const effect = effects[index]!;
    if (effect === START_WAIT) {
      block[at + OPEN_UNTIL] = nowMs + params.openForMs;
    } else if (effect === GRANT_PROBES) {
      block[at + PERMITS] = params.halfOpenCalls;
    } else if (effect === CLEAR_WINDOW) {
      block[at + PROBING] = to === HALF_OPEN ? 1 : 0;
      clearWindow(block, at, params, nowMs);
    }
  }
}

function ownWindowSize({ window }: BreakerParams): number {
  return window.kind === 'calls' ? callWindowSize(window.size) : timeWindowSize(window);
}

/** Results that fill the window in use; 0: it is one of time. */
function callsOfWindow(block: Float64Array, at: number, { window, halfOpenCalls }: BreakerParams): number {
  if (block[at + PROBING]! === 1) return halfOpenCalls;
  return window.kind === 'calls' ? window.size : 0;
}

/** Results needed before the rates are judged: never more than a window of calls can hold. */
function minimumOf(block: Float64Array, at: number, params: BreakerParams): number {
  const calls = callsOfWindow(block, at, params);
  return calls === 0 ? params.minimumCalls : Math.min(params.minimumCalls, calls);
}

function clearWindow(block: Float64Array, at: number, params: BreakerParams, nowMs: number): void {
  const calls = callsOfWindow(block, at, params);
  if (params.window.kind === 'time' && calls === 0) clearTimeWindow(block, at + WINDOW, params.window, nowMs);
  else clearCallWindow(block, at + WINDOW, calls);
}

function record(
  block: Float64Array,
  at: number,
  params: BreakerParams,
  failed: number,
  slow: number,
  nowMs: number,
): void {
  const calls = callsOfWindow(block, at, params);
  if (params.window.kind === 'time' && calls === 0) {
    addToTimeWindow(block, at + WINDOW, params.window, failed, slow, nowMs);
  } else {
    addToCallWindow(block, at + WINDOW, calls, failed, slow);
  }
}
