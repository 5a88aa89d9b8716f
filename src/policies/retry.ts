import { longestWaitsMs as longestBackoffsMs, type BackoffParams } from './backoff';
import { isGood, isUnawaited, Outcome, OUTCOME_COUNT } from './outcome';
import { budgetBlockSize, budgetLayout, initBudget, type BudgetParams } from './retry-budget';

export interface RetryParams {
  /** Tries in all, the first included. */
  readonly attempts: number;
  /** No further try after one that failed when this much time had passed since the first began; Infinity: no limit. */
  readonly stopAfterMs: number;
  /** The outcomes after which it tries again: bit n stands for outcome n. */
  readonly retried: number;
  readonly backoff: BackoffParams;
  /** What a wait becomes where the service that refused said how long to wait: that long at least, exactly, or as it was. */
  readonly retryAfter: 'at least' | 'exactly' | 'ignored';
  /** Whether calls to endpoints that are not idempotent are retried after outcomes that may have taken effect. */
  readonly evenIfNotIdempotent: boolean;
  /** null: none. */
  readonly budget: BudgetParams | null;
}

/** Tries of a retry that never stops: more than there is time for. */
export const NEVER_STOPS = 1_000_000;

/** A set of outcomes as bits. */
export const setOf = (outcomes: readonly Outcome[]): number =>
  outcomes.reduce<number>((set, outcome) => set | (1 << outcome), 0);

const isIn = (set: number, outcome: Outcome): boolean => ((set >> outcome) & 1) === 1;

/** Every failure but those that no repetition can mend: what should have been done by now, and what was asked wrongly. */
export const ANY_FAILURE = setOf(
  Array.from({ length: OUTCOME_COUNT }, (_, outcome) => outcome as Outcome).filter(
    (outcome) =>
      !isGood(outcome) && !isUnawaited(outcome) && outcome !== Outcome.deadline && outcome !== Outcome.badRequest,
  ),
);

/** What was called has surely done nothing: it was not asked, did not take it up, or took nothing down. */
const WITHOUT_EFFECT = setOf([
  Outcome.refused,
  Outcome.queueFull,
  Outcome.breakerOpen,
  Outcome.bulkheadFull,
  Outcome.conflict,
  Outcome.rateLimited,
  Outcome.throttled,
  Outcome.limitReached,
  Outcome.overCap,
  Outcome.noReplica,
  Outcome.shed,
  Outcome.deadline,
  Outcome.connectTimeout,
  Outcome.badRequest,
]);

const mayHaveTakenEffect = (outcome: Outcome): boolean => !isIn(WITHOUT_EFFECT, outcome);

/** Whether a try that ended so may be followed by another, as long as tries and time are left and somebody waits. */
export function isRetried(params: RetryParams, outcome: Outcome, isIdempotent = true): boolean {
  if (!isIn(params.retried, outcome)) return false;
  return isIdempotent || params.evenIfNotIdempotent || !mayHaveTakenEffect(outcome);
}

/** Whether a try is left, given the retries made and the time since the first try began. */
export const isTryLeft = (params: RetryParams, retries: number, sinceMs: number): boolean =>
  retries + 1 < params.attempts && sinceMs < params.stopAfterMs;

/** A wait, given what the service that refused said (0: nothing). */
export function waitAfter({ retryAfter }: RetryParams, waitMs: number, saidMs: number): number {
  if (saidMs === 0 || retryAfter === 'ignored') return waitMs;
  return retryAfter === 'exactly' || saidMs > waitMs ? saidMs : waitMs;
}

/** The longest that all the waits of a call can be together, where nobody says how long to wait. */
export const longestWaitsMs = ({ attempts, backoff }: RetryParams): number => longestBackoffsMs(backoff, attempts - 1);

/** State: the budget's, shared by the calls of a caller replica. */
export const retryBlockSize = ({ budget }: RetryParams): number => (budget === null ? 0 : budgetBlockSize(budget));

export const retryLayout = ({ budget }: RetryParams): string =>
  budget === null ? 'retry' : `retry, ${budgetLayout(budget)}`;

export function initRetry(block: Float64Array, at: number, { budget }: RetryParams, nowMs: number): void {
  if (budget !== null) initBudget(block, at, budget, nowMs);
}
