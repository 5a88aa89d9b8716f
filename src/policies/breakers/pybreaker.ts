import { Admission } from '../admission';
import {
  OPEN_UNTIL,
  OWN,
  STATE,
  Verdict,
  type BreakerReadout,
  type BreakerState,
  type Dialect,
  type Judging,
} from './dialect';
import { pybreakerTable as table } from './pybreaker.machine';

/** Semantics: pybreaker 1.4.1. */
export interface PybreakerParams extends Judging {
  readonly like: 'pybreaker';
  readonly failMax: number;
  readonly resetMs: number;
  readonly successThreshold: number;
  /** The call that trips it ends as one refused by the breaker, whatever it failed of. */
  readonly throwsNewErrorOnTrip: boolean;
  /** call() holds a lock while the call is out, so that the next one waits; calling() and coroutines do not. */
  readonly isSerial: boolean;
  /** False of call() on an `async def`: it sees a coroutine being made, which never fails, and no more. */
  readonly hearsResults: boolean;
}

/** With call(), whoever finds another call out waits, and is judged when the lock is free. */
function admit(block: Float64Array, at: number, params: PybreakerParams, nowMs: number): Admission {
  if (block[at + LOCKED]! === 1 && params.isSerial) return Admission.waits;
  if (block[at + STATE]! === OPEN) {
    if (nowMs < block[at + OPEN_UNTIL]!) return Admission.refused;
    step(block, at, CALL_AFTER_TIMEOUT, NaN);
  }
  if (params.hearsResults) block[at + LOCKED] = params.isSerial ? 1 : 0;
  else succeed(block, at, params, block[at + STATE]!);
  return Admission.admitted;
}

/** Acts as the state in which the call began would. True: the caller gets the breaker's own error instead. */
function report(
  block: Float64Array,
  at: number,
  params: PybreakerParams,
  verdict: Verdict,
  nowMs: number,
  _durationMs: number,
  began: number,
): boolean {
  if (!params.hearsResults) return false;
  block[at + LOCKED] = 0;
  if (verdict === Verdict.success || verdict === Verdict.ignored) {
    succeed(block, at, params, began);
    return false;
  }
  block[at + FAILURES]! += 1;
  if (began !== HALF_OPEN && block[at + FAILURES]! < params.failMax) return false;
  step(block, at, ONE_FAILURE_TOO_MANY, nowMs + params.resetMs);
  return params.throwsNewErrorOnTrip;
}

function read(block: Float64Array, at: number, { failMax }: PybreakerParams): BreakerReadout {
  const state = block[at + STATE]!;
  return {
    state: table.states[state] as BreakerState,
    counts: 'failures in a row',
    seen: block[at + FAILURES]!,
    windowSize: failMax,
    failureRate: NaN,
    slowRate: NaN,
    openUntilMs: state === OPEN ? block[at + OPEN_UNTIL]! : NaN,
  };
}

const FAILURES = OWN;
/** Probes that passed, one after another. */
const PROBES = OWN + 1;
const LOCKED = OWN + 2;

const OPEN = table.stateOf('open');
const HALF_OPEN = table.stateOf('half-open');

const ONE_FAILURE_TOO_MANY = table.eventOf('one failure too many');
const CALL_AFTER_TIMEOUT = table.eventOf('call after the timeout');
const ENOUGH_PROBES_PASSED = table.eventOf('enough probes passed');

const START_TIMEOUT = table.effectOf('startTimeout');
const FORGET_FAILURES = table.effectOf('forgetFailures');
const FORGET_PROBES = table.effectOf('forgetProbes');

function succeed(block: Float64Array, at: number, { successThreshold }: PybreakerParams, began: number): void {
  block[at + FAILURES] = 0;
  if (began === HALF_OPEN && ++block[at + PROBES]! >= successThreshold) step(block, at, ENOUGH_PROBES_PASSED, NaN);
}

function step(block: Float64Array, at: number, event: number, openUntilMs: number): void {
  const from = block[at + STATE]!;
  const effects = table.effectsOf(from, event);
  block[at + STATE] = table.next(from, event);
  for (let index = 0; index < effects.length; index++) {
    const effect = effects[index]!;
    if (effect === START_TIMEOUT) block[at + OPEN_UNTIL] = openUntilMs;
    else if (effect === FORGET_FAILURES) block[at + FAILURES] = 0;
    else if (effect === FORGET_PROBES) block[at + PROBES] = 0;
  }
}

export const pybreaker: Dialect<PybreakerParams> = {
  blockSize: () => OWN + 3,
  layout: ({ isSerial }) => (isSerial ? 'one call at a time' : 'calls side by side'),
  init: () => {},
  admit,
  report,
  stateName: (state) => table.states[state] as BreakerState,
  read,
  token: (block, at) => block[at + STATE]!,
  // Whoever waits asks again once the lock is free.
  waiting: { mayLetOut: (block, at) => block[at + LOCKED]! === 0, mayAskAgain: () => true, admitAgain: admit },
  alarms: null,
  operator: null,
  openTimes: null,
  calm: null,
};
