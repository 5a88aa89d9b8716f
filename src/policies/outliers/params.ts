import { isGood, isUnawaited, Outcome } from '../outcome';

/**
 * Ejection of replicas that stand out by their failures, by the rules of Envoy's outlier detection. Percentages are
 * numbers from 0 to 100, as there. State is per caller replica: each sees for itself.
 */
export interface OutlierParams {
  /** Replicas of the one called. */
  readonly hosts: number;
  /** So many failures in a row eject at once; 0: never. */
  readonly consecutive: number;
  /** So many gateway errors in a row do too; 0: never. */
  readonly gatewayConsecutive: number;
  /** Failures of the way there are counted by themselves; null: they are failures as any others. */
  readonly ofWay: WayParams | null;
  /** How often returns, success rates and failure percentages are looked at. */
  readonly sweepMs: number;
  /** An ejection lasts for so long times how often the replica was ejected, up to the longest. */
  readonly baseMs: number;
  readonly longestMs: number;
  /** And up to this much longer, drawn for each ejection in whole multiples of the step. */
  readonly jitterMs: number;
  readonly stepMs: number;
  /** Of the replicas, at most so many may be ejected. */
  readonly mostPercent: number;
  /** One may be, whatever share of all that is. */
  readonly alwaysOne: boolean;
  /** Judged where so many hosts had so many requests since the last sweep; null: not at all. */
  readonly successRate: SuccessRate | null;
  readonly failurePercentage: FailurePercentage | null;
  /** With less than this of the replicas left, all are asked as if none were ejected. */
  readonly panicPercent: number;
  /** Of the ejections for each cause, by its number, so many percent take place; null: all of them. */
  readonly enforcedPercents: readonly number[] | null;
}

/** The failures of the way to a replica: no connection, a broken one, or no answer in time. */
export interface WayParams {
  /** So many in a row eject at once; 0: never. */
  readonly consecutive: number;
  readonly successRate: SuccessRate | null;
  readonly failurePercentage: FailurePercentage | null;
}

export interface SuccessRate {
  readonly hosts: number;
  readonly requests: number;
  readonly deviations: number;
}

export interface FailurePercentage {
  readonly hosts: number;
  readonly requests: number;
  readonly percent: number;
}

/** Why a replica is ejected. */
export const Cause = {
  inARow: 0,
  gatewayInARow: 1,
  wayInARow: 2,
  successRate: 3,
  failurePercentage: 4,
  waySuccessRate: 5,
  wayFailurePercentage: 6,
} as const;
export type Cause = (typeof Cause)[keyof typeof Cause];

/** A draw from [0, 1) that decides whether an ejection takes place: the n-th for this replica. */
export type DrawEnforcement = (host: number, drawn: number) => number;

/** Whether an attempt that ended so says anything about the replica that was asked. */
export const isTold = (outcome: Outcome): boolean => !isUnawaited(outcome);

/** What HTTP says by 500 to 599, silence and broken connections included. Being at fault oneself, or in conflict, is none. */
export const isHostFailure = (outcome: Outcome): boolean =>
  !isGood(outcome) && outcome !== Outcome.badRequest && outcome !== Outcome.conflict && outcome !== Outcome.rateLimited;

/** What an attempt says of its replica. A gateway error is HTTP's 502, 503 and 504; a failure of the way counts as one too. */
export const HostResult = { good: 0, error: 1, gatewayError: 2, wayFailure: 3 } as const;
export type HostResult = (typeof HostResult)[keyof typeof HostResult];

export function hostResultOf(outcome: Outcome): HostResult {
  if (!isHostFailure(outcome)) return HostResult.good;
  switch (outcome) {
    case Outcome.timeout:
    case Outcome.connectTimeout:
    case Outcome.refused:
    case Outcome.reset:
      return HostResult.wayFailure;
    case Outcome.queueFull:
    case Outcome.shed:
    case Outcome.deadline:
      return HostResult.gatewayError;
    default:
      return HostResult.error;
  }
}
