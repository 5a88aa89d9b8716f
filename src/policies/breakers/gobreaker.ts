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
import {
  CONSECUTIVE_FAILURES,
  CONSECUTIVE_SUCCESSES,
  clearCounts,
  countEnd,
  countRequest,
  countsSize,
  EXCLUSIONS,
  FAILURES,
  growTo,
  newestBucket,
  REQUESTS,
} from './gobreaker-counts';
import { gobreakerTable as table } from './gobreaker.machine';

/** Semantics: gobreaker 2.4. */
export interface GobreakerParams extends Judging {
  readonly like: 'gobreaker';
  readonly maxRequests: number;
  /** How long a generation lasts while closed; 0: until the state changes. With several buckets, their time in all. */
  readonly intervalMs: number;
  /** 1: the counts are cleared at the end of the interval; more: they roll. */
  readonly buckets: number;
  readonly timeoutMs: number;
  /** What a failure is to meet for the breaker to trip. */
  readonly trips:
    | { readonly kind: 'in a row'; readonly moreThan: number }
    | { readonly kind: 'ratio'; readonly requests: number; readonly ratio: number };
}

function admit(block: Float64Array, at: number, params: GobreakerParams, nowMs: number): Admission {
  notice(block, at, params, nowMs);
  const counts = at + COUNTS;
  const state = block[at + STATE]!;
  if (state === OPEN) return Admission.refused;
  // An excluded request gives its place back.
  if (state === HALF_OPEN && block[counts + REQUESTS]! - block[counts + EXCLUSIONS]! >= params.maxRequests) {
    return Admission.refused;
  }
  countRequest(block, counts, params.buckets);
  return Admission.admitted;
}

/** The generation and the bucket in which a call began, as one number. */
const token = (block: Float64Array, at: number): number =>
  block[at + GENERATION]! * BUCKETS_AT_MOST + newestBucket(block, at + COUNTS);

/** Drops the result of a call of an earlier generation; even that may move it from open to half-open. */
function report(
  block: Float64Array,
  at: number,
  params: GobreakerParams,
  verdict: Verdict,
  nowMs: number,
  _durationMs: number,
  began: number,
): void {
  notice(block, at, params, nowMs);
  if (Math.floor(began / BUCKETS_AT_MOST) !== block[at + GENERATION]!) return;
  const counts = at + COUNTS;
  const state = block[at + STATE]!;
  if (state === HALF_OPEN && (verdict === Verdict.failure || verdict === Verdict.dropped)) {
    return step(block, at, params, A_FAILURE, nowMs);
  }
  countEnd(block, counts, params.buckets, began % BUCKETS_AT_MOST, verdict);
  if (state === HALF_OPEN) {
    if (verdict === Verdict.success && block[counts + CONSECUTIVE_SUCCESSES]! >= params.maxRequests) {
      step(block, at, params, ENOUGH_SUCCESSES, nowMs);
    }
  } else if (verdict !== Verdict.success && verdict !== Verdict.ignored && isReadyToTrip(block, counts, params)) {
    step(block, at, params, READY_TO_TRIP, nowMs);
  }
}

function read(block: Float64Array, at: number, { trips }: GobreakerParams): BreakerReadout {
  const counts = at + COUNTS;
  const state = block[at + STATE]!;
  const inARow = trips.kind === 'in a row';
  const requests = block[counts + REQUESTS]!;
  return {
    state: table.states[state] as BreakerState,
    counts: inARow ? 'failures in a row' : 'calls',
    seen: inARow ? block[counts + CONSECUTIVE_FAILURES]! : requests,
    windowSize: inARow ? trips.moreThan + 1 : 0,
    failureRate: !inARow && requests > 0 && requests >= trips.requests ? block[counts + FAILURES]! / requests : NaN,
    slowRate: NaN,
    openUntilMs: state === OPEN ? block[at + OPEN_UNTIL]! : NaN,
  };
}

const GENERATION = OWN;
const SINCE = OWN + 1;
const COUNTS = OWN + 2;

/** A bucket's number fits below the generation in one double. */
const BUCKETS_AT_MOST = 4_294_967_296;

const CLOSED = table.stateOf('closed');
const OPEN = table.stateOf('open');
const HALF_OPEN = table.stateOf('half-open');

const READY_TO_TRIP = table.eventOf('ready to trip');
const NOTICED = table.eventOf('noticed after the timeout');
const ENOUGH_SUCCESSES = table.eventOf('enough successes in a row');
const A_FAILURE = table.eventOf('a failure');

const START_TIMEOUT = table.effectOf('startTimeout');
const NEW_GENERATION = table.effectOf('newGeneration');

/** Every call and every result looks at the clock first; what has passed takes effect then and not before. */
function notice(block: Float64Array, at: number, params: GobreakerParams, nowMs: number): void {
  const state = block[at + STATE]!;
  if (state === OPEN) {
    if (nowMs > block[at + OPEN_UNTIL]!) step(block, at, params, NOTICED, nowMs);
  } else if (state === CLOSED && params.intervalMs > 0) {
    const since = block[at + SINCE]!;
    if (params.buckets === 1) {
      if (nowMs > since + params.intervalMs) newGeneration(block, at, params, nowMs);
    } else {
      const bucket = Math.floor(((nowMs - since) * params.buckets) / params.intervalMs);
      growTo(block, at + COUNTS, params.buckets, bucket);
    }
  }
}

function isReadyToTrip(block: Float64Array, counts: number, { trips }: GobreakerParams): boolean {
  if (trips.kind === 'in a row') return block[counts + CONSECUTIVE_FAILURES]! > trips.moreThan;
  const requests = block[counts + REQUESTS]!;
  return requests >= trips.requests && block[counts + FAILURES]! / requests >= trips.ratio;
}

function newGeneration(block: Float64Array, at: number, { buckets }: GobreakerParams, nowMs: number): void {
  block[at + GENERATION]! += 1;
  block[at + SINCE] = nowMs;
  clearCounts(block, at + COUNTS, buckets);
}

function step(block: Float64Array, at: number, params: GobreakerParams, event: number, nowMs: number): void {
  const from = block[at + STATE]!;
  const effects = table.effectsOf(from, event);
  block[at + STATE] = table.next(from, event);
  for (let index = 0; index < effects.length; index++) {
    if (effects[index]! === NEW_GENERATION) newGeneration(block, at, params, nowMs);
    else if (effects[index]! === START_TIMEOUT) block[at + OPEN_UNTIL] = nowMs + params.timeoutMs;
  }
}

export const gobreaker: Dialect<GobreakerParams> = {
  blockSize: ({ buckets }) => COUNTS + countsSize(buckets),
  layout: ({ buckets, intervalMs }) => (buckets === 1 ? 'counts' : `${buckets} buckets in ${intervalMs} ms`),
  init: newGeneration,
  admit,
  report,
  stateName: (state) => table.states[state] as BreakerState,
  read,
  token,
  waiting: null,
  alarms: null,
  operator: null,
  openTimes: null,
  calm: null,
};
