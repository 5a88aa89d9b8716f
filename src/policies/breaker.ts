import type { Admission } from './admission';
import * as cockatiel from './breakers/cockatiel';
import {
  HELD,
  MANUAL_STATES,
  STATE,
  steeringNumber,
  WRITTEN,
  type BreakerReadout,
  type BreakerState,
  type Steering,
  type Verdict,
} from './breakers/dialect';
import * as gobreaker from './breakers/gobreaker';
import * as hystrix from './breakers/hystrix';
import * as opossum from './breakers/opossum';
import * as polly from './breakers/polly';
import * as pybreaker from './breakers/pybreaker';
import * as resilience4j from './breakers/resilience4j';
import * as sentinel from './breakers/sentinel';

export {
  Verdict,
  verdictOf,
  type BreakerReadout,
  type BreakerState,
  type ManualState,
  type Steering,
} from './breakers/dialect';

/** A breaker as the library it is named after has it, in `breakers/`. State is per caller replica. */
export type BreakerParams =
  | resilience4j.Resilience4jParams
  | polly.PollyParams
  | hystrix.HystrixParams
  | pybreaker.PybreakerParams
  | opossum.OpossumParams
  | cockatiel.CockatielParams
  | gobreaker.GobreakerParams
  | sentinel.SentinelParams;

export type BreakerDialect = BreakerParams['like'];

/** Where an operator can hold a breaker of each library. */
export const STEERINGS: Readonly<Record<BreakerDialect, readonly Steering[]>> = {
  resilience4j: ['automatic', 'forced open', 'disabled', 'metrics only'],
  polly: ['automatic', 'isolated'],
  hystrix: ['automatic', 'forced open', 'forced closed'],
  pybreaker: ['automatic'],
  opossum: ['automatic', 'disabled'],
  cockatiel: ['automatic', 'isolated'],
  gobreaker: ['automatic'],
  sentinel: ['automatic'],
};

/** Numbers a breaker keeps in its block. */
export function breakerBlockSize(params: BreakerParams): number {
  switch (params.like) {
    case 'resilience4j':
      return resilience4j.blockSize(params);
    case 'polly':
      return polly.blockSize();
    case 'hystrix':
      return hystrix.blockSize(params);
    case 'pybreaker':
      return pybreaker.blockSize();
    case 'opossum':
      return opossum.blockSize(params);
    case 'cockatiel':
      return cockatiel.blockSize(params);
    case 'gobreaker':
      return gobreaker.blockSize(params);
    case 'sentinel':
      return sentinel.blockSize();
  }
}

/** Equal for two sets of parameters exactly when one's state can go on under the other. */
export function breakerLayout(params: BreakerParams): string {
  return `${params.like} with ${ownLayout(params)}`;
}

function ownLayout(params: BreakerParams): string {
  switch (params.like) {
    case 'resilience4j':
      return resilience4j.layout(params);
    case 'polly':
      return 'ten parts';
    case 'hystrix':
      return hystrix.layout(params);
    case 'pybreaker':
      return pybreaker.layout(params);
    case 'opossum':
      return opossum.layout(params);
    case 'cockatiel':
      return cockatiel.layout(params);
    case 'gobreaker':
      return gobreaker.layout(params);
    case 'sentinel':
      return sentinel.layout(params);
  }
}

export function initBreaker(block: Float64Array, at: number, params: BreakerParams, nowMs: number): void {
  block.fill(0, at, at + breakerBlockSize(params));
  switch (params.like) {
    case 'resilience4j':
      resilience4j.init(block, at, params, nowMs);
      break;
    case 'polly':
      polly.init(block, at);
      break;
    case 'hystrix':
      hystrix.init(block, at, params, nowMs);
      break;
    case 'opossum':
      opossum.init(block, at, params, nowMs);
      break;
    case 'cockatiel':
      cockatiel.init(block, at, params);
      break;
    case 'gobreaker':
      gobreaker.init(block, at, params, nowMs);
      break;
    case 'sentinel':
      sentinel.init(block, at, params, nowMs);
      break;
    case 'pybreaker':
  }
  adoptBreaker(block, at, params, nowMs);
}

/** The breaker is under these parameters from now on: where they say another state than the last ones said, it is put there. */
export function adoptBreaker(block: Float64Array, at: number, params: BreakerParams, nowMs: number): void {
  const steering = 'steering' in params ? params.steering : 'automatic';
  if (block[at + WRITTEN]! === steeringNumber(steering)) return;
  block[at + WRITTEN] = steeringNumber(steering);
  steerBreaker(block, at, params, steering, nowMs);
}

/** An operator holds the breaker in a state that its library knows (STEERINGS), or leaves it alone again. */
export function steerBreaker(
  block: Float64Array,
  at: number,
  params: BreakerParams,
  steering: Steering,
  nowMs: number,
): void {
  switch (params.like) {
    case 'resilience4j':
      return resilience4j.steer(block, at, params, steering, nowMs);
    case 'polly':
      return polly.steer(block, at, params, steering, nowMs);
    case 'cockatiel':
      return cockatiel.steer(block, at, params, steering, nowMs);
    case 'hystrix':
    case 'opossum':
      block[at + HELD] = steeringNumber(steering);
  }
}

/** Whether it lets every call out and makes nothing of it: what `admitToBreaker` would find, for less. */
export const isOpenDoor = ({ like }: BreakerParams, block: Float64Array, at: number): boolean =>
  like === 'resilience4j' && block[at + STATE] === resilience4j.CLOSED && block[at + HELD] === 0;

/** What it says to a call that arrives. */
export function admitToBreaker(block: Float64Array, at: number, params: BreakerParams, nowMs: number): Admission {
  switch (params.like) {
    case 'resilience4j':
      return resilience4j.admit(block, at, params, nowMs);
    case 'polly':
      return polly.admit(block, at, params, nowMs);
    case 'hystrix':
      return hystrix.admit(block, at, params, nowMs);
    case 'pybreaker':
      return pybreaker.admit(block, at, params, nowMs);
    case 'opossum':
      return opossum.admit(block, at, params, nowMs);
    case 'cockatiel':
      return cockatiel.admit(block, at, params, nowMs);
    case 'gobreaker':
      return gobreaker.admit(block, at, params, nowMs);
    case 'sentinel':
      return sentinel.admit(block, at, params, nowMs);
  }
}

/** Whether it may have changed since something was reported to it what it says to a call that waits. */
export function mayLetOut(block: Float64Array, at: number, params: BreakerParams): boolean {
  if (params.like === 'pybreaker') return pybreaker.mayLetOut(block, at);
  return params.like === 'cockatiel' && cockatiel.mayLetOut(block, at);
}

/** Whether a call that waits may ask again now, `token` being what it was given when it was told to wait. */
export function mayAskAgain(block: Float64Array, at: number, { like }: BreakerParams, token: number): boolean {
  return like !== 'cockatiel' || cockatiel.mayAskAgain(block, at, token);
}

/** What it says to a call that waits and may ask again. */
export function admitAgain(block: Float64Array, at: number, params: BreakerParams, nowMs: number): Admission {
  if (params.like === 'cockatiel') return cockatiel.admitAgain(block, at, params, nowMs);
  return admitToBreaker(block, at, params, nowMs);
}

export const breakerKeepsToken = ({ like }: BreakerParams): boolean =>
  like === 'pybreaker' || like === 'opossum' || like === 'cockatiel' || like === 'gobreaker';

/** What a call is to remember, read at once after it was let out or told to wait: when or as what it began. */
export function breakerToken(block: Float64Array, at: number, params: BreakerParams): number {
  switch (params.like) {
    case 'pybreaker':
      return pybreaker.token(block, at);
    case 'opossum':
      return opossum.token(block, at);
    case 'cockatiel':
      return cockatiel.token(block, at);
    case 'gobreaker':
      return gobreaker.token(block, at);
    default:
      return 0;
  }
}

/** How a call that it let out has ended. True: the caller is told that the breaker refused it, whatever the outcome was. */
export function reportToBreaker(
  block: Float64Array,
  at: number,
  params: BreakerParams,
  token: number,
  verdict: Verdict,
  durationMs: number,
  nowMs: number,
): boolean {
  switch (params.like) {
    case 'resilience4j':
      resilience4j.report(block, at, params, verdict, durationMs, nowMs);
      return false;
    case 'polly':
      polly.report(block, at, params, verdict, nowMs);
      return false;
    case 'hystrix':
      hystrix.report(block, at, params, verdict, nowMs);
      return false;
    case 'pybreaker':
      return pybreaker.report(block, at, params, token, verdict, nowMs);
    case 'opossum':
      opossum.report(block, at, params, token, verdict, nowMs);
      return false;
    case 'cockatiel':
      cockatiel.report(block, at, params, token, verdict, nowMs);
      return false;
    case 'gobreaker':
      gobreaker.report(block, at, params, token, verdict, nowMs);
      return false;
    case 'sentinel':
      sentinel.report(block, at, params, verdict, durationMs, nowMs);
      return false;
  }
}

export function breakerHasAlarms(params: BreakerParams): boolean {
  if (params.like === 'resilience4j') return resilience4j.hasAlarms(params);
  return params.like === 'hystrix' || params.like === 'opossum';
}

/** When it wants to be woken as it stands; NaN: not at all. */
export function breakerAlarmAt(block: Float64Array, at: number, params: BreakerParams): number {
  switch (params.like) {
    case 'resilience4j':
      return resilience4j.alarmAt(block, at, params);
    case 'hystrix':
      return hystrix.alarmAt(block, at, params);
    case 'opossum':
      return opossum.alarmAt(block, at);
    default:
      return NaN;
  }
}

export function onBreakerAlarm(block: Float64Array, at: number, params: BreakerParams, nowMs: number): void {
  switch (params.like) {
    case 'resilience4j':
      return resilience4j.onAlarm(block, at, params, nowMs);
    case 'hystrix':
      return hystrix.onAlarm(block, at, params, nowMs);
    case 'opossum':
      return opossum.onAlarm(block, at, params, nowMs);
  }
}

/** A number that differs between any two states of one breaker; what it is called is `breakerStateName`'s. */
export const breakerStateNumber = (block: Float64Array, at: number): number =>
  block[at + HELD]! * HELD_UNIT + block[at + STATE]!;

/** The state of that number in words. */
export function breakerStateName({ like }: BreakerParams, number: number): BreakerState {
  return number < HELD_UNIT ? STATE_NAMES[like](number) : MANUAL_STATES[Math.floor(number / HELD_UNIT) - 1]!;
}

/** How the breaker stands at `nowMs`; reading changes nothing. */
export function readBreaker(block: Float64Array, at: number, params: BreakerParams, nowMs: number): BreakerReadout {
  const readout = readOwn(block, at, params, nowMs);
  if (block[at + HELD]! === 0) return readout;
  return { ...readout, state: breakerStateName(params, breakerStateNumber(block, at)), openUntilMs: NaN };
}

function readOwn(block: Float64Array, at: number, params: BreakerParams, nowMs: number): BreakerReadout {
  switch (params.like) {
    case 'resilience4j':
      return resilience4j.read(block, at, params, nowMs);
    case 'polly':
      return polly.read(block, at, params, nowMs);
    case 'hystrix':
      return hystrix.read(block, at, params, nowMs);
    case 'pybreaker':
      return pybreaker.read(block, at, params);
    case 'opossum':
      return opossum.read(block, at, params, nowMs);
    case 'cockatiel':
      return cockatiel.read(block, at, params);
    case 'gobreaker':
      return gobreaker.read(block, at, params);
    case 'sentinel':
      return sentinel.read(block, at, params, nowMs);
  }
}

/** More than any machine has states. */
const HELD_UNIT = 16;

const STATE_NAMES: Readonly<Record<BreakerDialect, (state: number) => BreakerState>> = {
  resilience4j: resilience4j.stateName,
  polly: polly.stateName,
  hystrix: hystrix.stateName,
  pybreaker: pybreaker.stateName,
  opossum: opossum.stateName,
  cockatiel: cockatiel.stateName,
  gobreaker: gobreaker.stateName,
  sentinel: sentinel.stateName,
};
