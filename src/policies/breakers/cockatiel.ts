import { Admission } from '../admission';
import { backoffMs, backoffState, type BackoffParams } from '../backoff';
import {
  countFailure,
  countsLayout,
  countsSize,
  countSuccess,
  initCounts,
  readCounts,
  type CockatielCounts,
} from './cockatiel-counts';
import { cockatielTable as table } from './cockatiel.machine';
import {
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

/** Semantics: cockatiel 3.2.1. */
export interface CockatielParams extends Judging {
  readonly like: 'cockatiel';
  readonly steering: Steering;
  readonly counts: CockatielCounts;
  /** How long it stays open the first time, the second time in a row, …; the last one stands for all further. */
  readonly openForMs: readonly number[];
  /** The rule that these follow, if they follow one; then `openForMs` is what it begins with. null: they are as listed. */
  readonly openBackoff: BackoffParams | null;
}

/** The call at or after the end of the wait is the probe; whoever comes while it is out waits for it. */
function admit(block: Float64Array, at: number, params: CockatielParams, nowMs: number): Admission {
  block[at + RETURNED] = 0;
  return decide(block, at, params, nowMs);
}

/** Whether the probe that a call waits for has returned: who waits for another one waits on, whatever else has been decided meanwhile. */
const mayAskAgain = (block: Float64Array, at: number, awaited: number): boolean => block[at + RETURNED]! === awaited;

/** Of a probe and of those who wait for it, its number; of a call let out while closed, 0. */
const token = (block: Float64Array, at: number): number => (block[at + STATE]! === HALF_OPEN ? block[at + PROBE]! : 0);

/** Whether a probe has just returned. */
const mayLetOut = (block: Float64Array, at: number): boolean => block[at + RETURNED]! !== 0;

/** Counts as the state in which the call began says. An ignored failure is not counted, and a probe's closes. */
function report(
  block: Float64Array,
  at: number,
  params: CockatielParams,
  verdict: Verdict,
  nowMs: number,
  _durationMs: number,
  probe: number,
): void {
  const { counts } = params;
  block[at + RETURNED] = probe;
  if (verdict === Verdict.success) countSuccess(block, at + COUNTS, counts, probe !== 0, nowMs);
  if (verdict === Verdict.success || verdict === Verdict.ignored) {
    if (probe !== 0) step(block, at, params, PROBE_PASSED, nowMs);
    return;
  }
  if (countFailure(block, at + COUNTS, counts, nowMs) || probe !== 0) step(block, at, params, TRIPS, nowMs);
}

function steer(block: Float64Array, at: number, params: CockatielParams, steering: Steering, nowMs: number): void {
  step(block, at, params, steering === 'isolated' ? ISOLATED_BY_HAND : RELEASED_BY_HAND, nowMs);
}

function read(block: Float64Array, at: number, { counts }: CockatielParams): BreakerReadout {
  const { seen, failed, minimum } = readCounts(block, at + COUNTS, counts);
  const state = block[at + STATE]!;
  const isRate = counts.kind !== 'consecutive';
  return {
    state: table.states[state] as BreakerState,
    counts: isRate ? 'calls' : 'failures in a row',
    seen,
    windowSize: counts.kind === 'sampling' ? 0 : counts.kind === 'count' ? counts.size : counts.failures,
    failureRate: isRate && seen > 0 && seen >= minimum ? failed / seen : NaN,
    slowRate: NaN,
    openUntilMs: state === OPEN ? block[at + OPEN_UNTIL]! : NaN,
  };
}

/** Counts the times it turned half-open. */
const PROBE = OWN;
/** The probe whose return was the newest that happened; 0: something else has happened since. */
const RETURNED = OWN + 1;
/** How often it opened before the newest time without closing between. */
const WAIT = OWN + 2;
/** What the next wait that is drawn goes on from. */
const WAIT_STATE = OWN + 3;
const COUNTS = OWN + 4;

const CLOSED = table.stateOf('closed');
const OPEN = table.stateOf('open');
const HALF_OPEN = table.stateOf('half-open');

const TRIPS = table.eventOf('breaker trips');
const CALL_AFTER_WAIT = table.eventOf('call after the wait');
const PROBE_PASSED = table.eventOf('probe passed');
const ISOLATED_BY_HAND = table.eventOf('isolated by hand');
const RELEASED_BY_HAND = table.eventOf('released by hand');

const START_WAIT = table.effectOf('startWait');
const START_PROBE = table.effectOf('startProbe');

function decide(block: Float64Array, at: number, params: CockatielParams, nowMs: number): Admission {
  switch (block[at + STATE]!) {
    case CLOSED:
      return Admission.admitted;
    case HALF_OPEN:
      return Admission.waits;
    case OPEN:
      if (nowMs < block[at + OPEN_UNTIL]!) return Admission.refused;
      step(block, at, params, CALL_AFTER_WAIT, nowMs);
      return Admission.admitted;
    default:
      return Admission.refused;
  }
}

function step(block: Float64Array, at: number, params: CockatielParams, event: number, nowMs: number): void {
  const from = block[at + STATE]!;
  const effects = table.effectsOf(from, event);
  block[at + STATE] = table.next(from, event);
  for (let index = 0; index < effects.length; index++) {
    if (effects[index]! === START_PROBE) block[at + PROBE]! += 1;
    else if (effects[index]! === START_WAIT) {
      const wait = from === HALF_OPEN ? block[at + WAIT]! + 1 : 0;
      const { openForMs, openBackoff } = params;
      block[at + WAIT] = wait;
      block[at + OPEN_UNTIL] = nowMs + (openBackoff === null ? openForMs[Math.min(wait, openForMs.length - 1)]! : 0);
    }
  }
}

/** It is open until now as yet. */
function drawWait(block: Float64Array, at: number, { openBackoff }: CockatielParams, uniform: number): void {
  if (openBackoff === null) return;
  const retry = block[at + WAIT]! + 1;
  const waitMs = backoffMs(openBackoff, retry, uniform, block[at + WAIT_STATE]!);
  block[at + WAIT_STATE] = backoffState(openBackoff, retry, uniform, waitMs);
  block[at + OPEN_UNTIL]! += waitMs;
}

export const cockatiel: Dialect<CockatielParams> = {
  blockSize: ({ counts }) => COUNTS + countsSize(counts),
  layout: ({ counts }) => countsLayout(counts),
  init: (block, at, { counts }) => initCounts(block, at + COUNTS, counts),
  admit,
  report,
  stateName: (state) => table.states[state] as BreakerState,
  read,
  token,
  waiting: { mayLetOut, mayAskAgain, admitAgain: decide },
  alarms: null,
  operator: { holds: ['isolated'], steer },
  openTimes: { areDrawn: ({ openBackoff }) => openBackoff !== null, draw: drawWait },
  calm: null,
};
