import type { Admission } from '../admission';
import { isGood, isUnawaited, Outcome, OUTCOME_COUNT } from '../outcome';

/** What the breakers of all libraries have in common: names, verdicts, and what comes first in their blocks. */

/** Every state that some breaker can be in, in words. */
export type BreakerState = 'closed' | 'open' | 'half-open' | ManualState;

/** Where an operator can hold a breaker, in the libraries that let one. */
export const MANUAL_STATES = ['forced open', 'forced closed', 'disabled', 'metrics only', 'isolated'] as const;
export type ManualState = (typeof MANUAL_STATES)[number];

/** What an operator, or the text of a policy, wants of a breaker: to be left alone or held in a state. */
export type Steering = 'automatic' | ManualState;

/**
 * What a call's end means to a breaker. `ignored` is the fault of the call itself, or a failure of a kind that the breaker
 * was told not to heed; `dropped` ended only because nobody waited for it any more. What either does is the dialect's.
 */
export const Verdict = { success: 0, failure: 1, ignored: 2, dropped: 3 } as const;
export type Verdict = (typeof Verdict)[keyof typeof Verdict];

/** A set of outcomes: the bit of each is set. */
export type OutcomeSet = number;

export const outcomeSet = (outcomes: readonly Outcome[]): OutcomeSet =>
  outcomes.reduce<number>((set, outcome) => set | (1 << outcome), 0);

/** Every failure that somebody waited for, except these. */
export const failuresBut = (outcomes: readonly Outcome[]): OutcomeSet =>
  outcomeSet(
    Array.from({ length: OUTCOME_COUNT }, (_, outcome) => outcome as Outcome).filter(
      (outcome) => !isGood(outcome) && !isUnawaited(outcome) && !outcomes.includes(outcome),
    ),
  );

export interface Judging {
  /** failures that are not heeded */
  readonly ignored: OutcomeSet;
  /** failures that are as good as successes */
  readonly tolerated: OutcomeSet;
}

/** Heeds every failure. */
export const STRICT: Judging = { ignored: 0, tolerated: 0 };

/**
 * Every failure the caller can meet counts, those of inner policies included. A call dropped because nobody waits for
 * it any more is a case of its own; the reply of a call that goes on unawaited is reported by its own outcome.
 */
export function verdictOf({ ignored, tolerated }: Judging, outcome: Outcome): Verdict {
  if (isGood(outcome)) return Verdict.success;
  const bit = 1 << outcome;
  if ((ignored & bit) !== 0) return Verdict.ignored;
  if ((tolerated & bit) !== 0) return Verdict.success;
  if (outcome === Outcome.badRequest) return Verdict.ignored;
  return isUnawaited(outcome) ? Verdict.dropped : Verdict.failure;
}

/** The state, by number in the table of the dialect's machine. */
export const STATE = 0;
/** Where the breaker is held above its machine: 0 nowhere, else 1 + the place in MANUAL_STATES. */
export const HELD = 1;
/** What the text of the policy said last: 0 automatic, else 1 + the place in MANUAL_STATES. */
export const WRITTEN = 2;
/** It may let a call out, or turns half-open, at or after this instant, as the dialect has it. */
export const OPEN_UNTIL = 3;
/** How often an open time was drawn: the number of the next draw. */
export const OPEN_TIMES_DRAWN = 4;
/** Where what a dialect keeps for itself begins. */
export const OWN = 5;

export const steeringNumber = (steering: Steering): number =>
  steering === 'automatic' ? 0 : 1 + MANUAL_STATES.indexOf(steering);

export interface BreakerReadout {
  readonly state: BreakerState;
  /** What `seen` and `windowSize` count: results in a window, or failures in a row. */
  readonly counts: 'calls' | 'failures in a row';
  readonly seen: number;
  /** How many of them fill the window or trip the breaker; 0: it is a window of time. */
  readonly windowSize: number;
  /** Shares in [0, 1]; NaN below the minimum of calls, and where the breaker does not go by it. */
  readonly failureRate: number;
  readonly slowRate: number;
  /** It may let a call through from this instant on; NaN unless open. */
  readonly openUntilMs: number;
}

/**
 * The breaker of one library: pure decisions on the block of numbers at `at`. A group that is null the library has not.
 */
export interface Dialect<Params> {
  readonly blockSize: (params: Params) => number;
  /** Equal for two sets of parameters exactly when one's state can go on under the other. */
  readonly layout: (params: Params) => string;
  /** What is in the block at first, which is all zeros by then. */
  readonly init: (block: Float64Array, at: number, params: Params, nowMs: number) => void;
  /** What it says to a call that arrives. */
  readonly admit: (block: Float64Array, at: number, params: Params, nowMs: number) => Admission;
  /** How a call that it let out has ended. `true`: the caller is told that the breaker refused it, whatever it ended as. */
  readonly report: (
    block: Float64Array,
    at: number,
    params: Params,
    verdict: Verdict,
    nowMs: number,
    durationMs: number,
    token: number,
  ) => unknown;
  readonly stateName: (state: number) => BreakerState;
  /** Of a breaker that nobody holds. */
  readonly read: (block: Float64Array, at: number, params: Params, nowMs: number) => BreakerReadout;
  /** What a call is to remember, read at once after it was let out or told to wait: when or as what it began. */
  readonly token: ((block: Float64Array, at: number) => number) | null;
  readonly waiting: Waiting<Params> | null;
  readonly alarms: Alarms<Params> | null;
  readonly operator: Operator<Params> | null;
  readonly openTimes: DrawnOpenTimes<Params> | null;
  readonly calm: Calm<Params> | null;
}

/** Calls may wait at it. */
export interface Waiting<Params> {
  /** Whether it may have changed since something was reported to it what it says to a call that waits. */
  readonly mayLetOut: (block: Float64Array, at: number) => boolean;
  /** Whether a call may ask again now, `token` being what it was given when it was told to wait. */
  readonly mayAskAgain: (block: Float64Array, at: number, token: number) => boolean;
  /** What it says then. */
  readonly admitAgain: (block: Float64Array, at: number, params: Params, nowMs: number) => Admission;
}

/** It does something at instants of its own. */
export interface Alarms<Params> {
  readonly has: (params: Params) => boolean;
  /** When it wants to be woken as it stands; NaN: not at all. */
  readonly at: (block: Float64Array, at: number, params: Params) => number;
  readonly ring: (block: Float64Array, at: number, params: Params, nowMs: number) => void;
}

/** An operator can hold it in a state. */
export interface Operator<Params> {
  readonly holds: readonly ManualState[];
  readonly steer: (block: Float64Array, at: number, params: Params, steering: Steering, nowMs: number) => void;
}

/** How long it stays open may be drawn, anew each time. */
export interface DrawnOpenTimes<Params> {
  readonly areDrawn: (params: Params) => boolean;
  /** It has just opened, and `uniform` is a draw from [0, 1) for that. */
  readonly draw: (block: Float64Array, at: number, params: Params, uniform: number) => void;
}

/** It can tell when calls would change nothing, and then need not be asked or told of them. */
export interface Calm<Params> {
  /** Whether it lets every call out and makes nothing of that. */
  readonly letsAllOut: (block: Float64Array, at: number) => boolean;
  /** Within how long a call must end well to change nothing; -1: whatever ends may change something. */
  readonly withinMs: (block: Float64Array, at: number, params: Params) => number;
}

/** Held above its machine, which goes on underneath. */
export function hold(block: Float64Array, at: number, _params: object, steering: Steering): void {
  block[at + HELD] = steeringNumber(steering);
}
