import type { Admission } from './admission';
import { cockatiel, type CockatielParams } from './breakers/cockatiel';
import {
  HELD,
  MANUAL_STATES,
  OPEN_TIMES_DRAWN,
  STATE,
  steeringNumber,
  WRITTEN,
  type BreakerReadout,
  type BreakerState,
  type Dialect,
  type Steering,
  type Verdict,
} from './breakers/dialect';
import { gobreaker, type GobreakerParams } from './breakers/gobreaker';
import { hystrix, type HystrixParams } from './breakers/hystrix';
import { opossum, type OpossumParams } from './breakers/opossum';
import { polly, type PollyParams } from './breakers/polly';
import { pybreaker, type PybreakerParams } from './breakers/pybreaker';
import { resilience4j, type Resilience4jParams } from './breakers/resilience4j';
import { sentinel, type SentinelParams } from './breakers/sentinel';

export {
  Verdict,
  verdictOf,
  type BreakerReadout,
  type BreakerState,
  type ManualState,
  type Steering,
} from './breakers/dialect';

interface ParamsOf {
  resilience4j: Resilience4jParams;
  polly: PollyParams;
  hystrix: HystrixParams;
  pybreaker: PybreakerParams;
  opossum: OpossumParams;
  cockatiel: CockatielParams;
  gobreaker: GobreakerParams;
  sentinel: SentinelParams;
}

export type BreakerDialect = keyof ParamsOf;

/** A breaker as the library it is named after has it, in `breakers/`. State is per caller replica. */
export type BreakerParams<Like extends BreakerDialect = BreakerDialect> = {
  // With the name said once more, TypeScript knows that a breaker's parameters belong to its library's dialect.
  [Name in Like]: { readonly like: Name } & ParamsOf[Name];
}[Like];

const DIALECTS: { readonly [Name in BreakerDialect]: Dialect<ParamsOf[Name]> } = {
  resilience4j,
  polly,
  hystrix,
  pybreaker,
  opossum,
  cockatiel,
  gobreaker,
  sentinel,
};

/** Where an operator can hold a breaker of that library. */
export const steeringsOf = (like: BreakerDialect): readonly [Steering, ...Steering[]] => [
  'automatic',
  ...(DIALECTS[like].operator?.holds ?? []),
];

/** Numbers a breaker keeps in its block. */
export const breakerBlockSize = <Like extends BreakerDialect>(params: BreakerParams<Like>): number =>
  DIALECTS[params.like].blockSize(params);

/** Equal for two sets of parameters exactly when one's state can go on under the other. */
export const breakerLayout = <Like extends BreakerDialect>(params: BreakerParams<Like>): string =>
  `${params.like} with ${DIALECTS[params.like].layout(params)}`;

export function initBreaker<Like extends BreakerDialect>(
  block: Float64Array,
  at: number,
  params: BreakerParams<Like>,
  nowMs: number,
): void {
  block.fill(0, at, at + breakerBlockSize(params));
  DIALECTS[params.like].init(block, at, params, nowMs);
  adoptBreaker(block, at, params, nowMs);
}

/** The breaker is under these parameters from now on: where they say another state than the last ones said, it is put there. */
export function adoptBreaker(block: Float64Array, at: number, params: BreakerParams, nowMs: number): void {
  const steering = 'steering' in params ? params.steering : 'automatic';
  if (block[at + WRITTEN]! === steeringNumber(steering)) return;
  block[at + WRITTEN] = steeringNumber(steering);
  steerBreaker(block, at, params, steering, nowMs);
}

/** An operator holds the breaker in a state that its library knows (`steeringsOf`), or leaves it alone again. */
export function steerBreaker<Like extends BreakerDialect>(
  block: Float64Array,
  at: number,
  params: BreakerParams<Like>,
  steering: Steering,
  nowMs: number,
): void {
  DIALECTS[params.like].operator?.steer(block, at, params, steering, nowMs);
}

/** Whether it lets every call out and makes nothing of that: what `admitToBreaker` would find, for less. */
export const letsAllOut = (block: Float64Array, at: number, { like }: BreakerParams): boolean =>
  DIALECTS[like].calm?.letsAllOut(block, at) === true;

/** Within how long a call must end well for `reportToBreaker` to change nothing; -1: whatever ends may change something. */
export const calmWithinMs = <Like extends BreakerDialect>(
  block: Float64Array,
  at: number,
  params: BreakerParams<Like>,
): number => DIALECTS[params.like].calm?.withinMs(block, at, params) ?? -1;

/** What it says to a call that arrives. */
export const admitToBreaker = <Like extends BreakerDialect>(
  block: Float64Array,
  at: number,
  params: BreakerParams<Like>,
  nowMs: number,
): Admission => DIALECTS[params.like].admit(block, at, params, nowMs);

/** Whether it may have changed since something was reported to it what it says to a call that waits. */
export const mayLetOut = (block: Float64Array, at: number, { like }: BreakerParams): boolean =>
  DIALECTS[like].waiting?.mayLetOut(block, at) === true;

/** Whether a call that waits may ask again now, `token` being what it was given when it was told to wait. */
export const mayAskAgain = (block: Float64Array, at: number, { like }: BreakerParams, token: number): boolean =>
  DIALECTS[like].waiting?.mayAskAgain(block, at, token) === true;

/** What it says to a call that waits and may ask again. */
export function admitAgain<Like extends BreakerDialect>(
  block: Float64Array,
  at: number,
  params: BreakerParams<Like>,
  nowMs: number,
): Admission {
  const { admit, waiting } = DIALECTS[params.like];
  return (waiting?.admitAgain ?? admit)(block, at, params, nowMs);
}

export const breakerKeepsToken = ({ like }: BreakerParams): boolean => DIALECTS[like].token !== null;

/** What a call is to remember, read at once after it was let out or told to wait: when or as what it began. */
export const breakerToken = (block: Float64Array, at: number, { like }: BreakerParams): number =>
  DIALECTS[like].token?.(block, at) ?? 0;

/** How a call that it let out has ended. True: the caller is told that the breaker refused it, whatever the outcome was. */
export const reportToBreaker = <Like extends BreakerDialect>(
  block: Float64Array,
  at: number,
  params: BreakerParams<Like>,
  token: number,
  verdict: Verdict,
  durationMs: number,
  nowMs: number,
): boolean => DIALECTS[params.like].report(block, at, params, verdict, nowMs, durationMs, token) === true;

export const breakerHasAlarms = <Like extends BreakerDialect>(params: BreakerParams<Like>): boolean =>
  DIALECTS[params.like].alarms?.has(params) === true;

/** When it wants to be woken as it stands; NaN: not at all. */
export const breakerAlarmAt = <Like extends BreakerDialect>(
  block: Float64Array,
  at: number,
  params: BreakerParams<Like>,
): number => DIALECTS[params.like].alarms?.at(block, at, params) ?? NaN;

export function onBreakerAlarm<Like extends BreakerDialect>(
  block: Float64Array,
  at: number,
  params: BreakerParams<Like>,
  nowMs: number,
): void {
  DIALECTS[params.like].alarms?.ring(block, at, params, nowMs);
}

/** Whether it is told, each time it has opened, how long for: by `drawOpenTime`. */
export const drawsOpenTimes = <Like extends BreakerDialect>(params: BreakerParams<Like>): boolean =>
  DIALECTS[params.like].openTimes?.areDrawn(params) === true;

/** How often it was told so far. */
export const openTimesDrawn = (block: Float64Array, at: number): number => block[at + OPEN_TIMES_DRAWN]!;

/** It has just opened; `uniform` is a draw from [0, 1) for that. */
export function drawOpenTime<Like extends BreakerDialect>(
  block: Float64Array,
  at: number,
  params: BreakerParams<Like>,
  uniform: number,
): void {
  block[at + OPEN_TIMES_DRAWN]! += 1;
  DIALECTS[params.like].openTimes?.draw(block, at, params, uniform);
}

/** A number that differs between any two states of one breaker; what it is called is `breakerStateName`'s. */
export const breakerStateNumber = (block: Float64Array, at: number): number =>
  block[at + HELD]! * HELD_UNIT + block[at + STATE]!;

/** The state of that number in words. */
export const breakerStateName = ({ like }: BreakerParams, number: number): BreakerState =>
  number < HELD_UNIT ? DIALECTS[like].stateName(number) : MANUAL_STATES[Math.floor(number / HELD_UNIT) - 1]!;

/** How the breaker stands at `nowMs`; reading changes nothing. */
export function readBreaker<Like extends BreakerDialect>(
  block: Float64Array,
  at: number,
  params: BreakerParams<Like>,
  nowMs: number,
): BreakerReadout {
  const readout = DIALECTS[params.like].read(block, at, params, nowMs);
  if (block[at + HELD]! === 0) return readout;
  return { ...readout, state: MANUAL_STATES[block[at + HELD]! - 1]!, openUntilMs: NaN };
}

/** More than any machine has states. */
const HELD_UNIT = 16;
