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
  type Steering,
} from './dialect';
import { pollyTable as table } from './polly.machine';

/** Semantics: Polly 8. The share in [0, 1]; the window is ten parts of a tenth of it, each begun by the result that first needs it. */
export interface PollyParams extends Judging {
  readonly like: 'polly';
  readonly steering: Steering;
  readonly failureRatio: number;
  readonly samplingMs: number;
  readonly minimumThroughput: number;
  /** By how often it was half-open since it closed; the last one stands for all further. */
  readonly breaksMs: readonly number[];
}

/** The call at or after the end of the break is the one probe. */
function admit(block: Float64Array, at: number, params: PollyParams, nowMs: number): Admission {
  const state = block[at + STATE]!;
  if (state === CLOSED) return Admission.admitted;
  if (state !== OPEN || nowMs < block[at + OPEN_UNTIL]!) return Admission.refused;
  step(block, at, params, CALL_AFTER_BREAK, nowMs);
  block[at + HALF_OPENS]! += 1;
  return Admission.admitted;
}

/** Only a failure can trip it; what is ignored, and what was called off, is as good as a success. */
function report(block: Float64Array, at: number, params: PollyParams, verdict: Verdict, nowMs: number): void {
  const state = block[at + STATE]!;
  if (verdict !== Verdict.failure) {
    count(block, at, params, 0, nowMs);
    if (state === HALF_OPEN) step(block, at, params, PROBE_PASSED, nowMs);
    return;
  }
  if (state === HALF_OPEN) return step(block, at, params, PROBE_FAILED, nowMs);
  count(block, at, params, 1, nowMs);
  if (state !== CLOSED || block[at + SEEN]! < params.minimumThroughput) return;
  if (block[at + FAILED]! / block[at + SEEN]! >= params.failureRatio) {
    step(block, at, params, FAILURE_RATIO_REACHED, nowMs);
  }
}

function steer(block: Float64Array, at: number, params: PollyParams, steering: Steering, nowMs: number): void {
  step(block, at, params, steering === 'isolated' ? ISOLATED_BY_HAND : CLOSED_BY_HAND, nowMs);
}

function read(block: Float64Array, at: number, params: PollyParams, nowMs: number): BreakerReadout {
  let [seen, failed] = [0, 0];
  for (let part = block[at + OLDEST]!; part <= block[at + NEWEST]!; part++) {
    const place = partAt(at, part);
    if (nowMs - block[place]! >= params.samplingMs) continue;
    seen += block[place + 1]!;
    failed += block[place + 2]!;
  }
  const state = block[at + STATE]!;
  return {
    state: table.states[state] as BreakerState,
    counts: 'calls',
    seen,
    windowSize: 0,
    failureRate: seen > 0 && seen >= params.minimumThroughput ? failed / seen : NaN,
    slowRate: NaN,
    openUntilMs: state === OPEN ? block[at + OPEN_UNTIL]! : NaN,
  };
}

const SEEN = OWN;
const FAILED = OWN + 1;
/** Numbers of the oldest and the newest part, counted from the last clearing; the newest is below the oldest where there is none. */
const OLDEST = OWN + 2;
const NEWEST = OWN + 3;
/** How often it was half-open since it closed. */
const HALF_OPENS = OWN + 4;
/** Each part: when it began, its results, its failures. */
const PARTS = OWN + 5;
const PARTS_IN_ALL = 10;
/** One more than can be in the window, for the one that is about to leave. */
const PART_PLACES = PARTS_IN_ALL + 1;

const CLOSED = table.stateOf('closed');
const OPEN = table.stateOf('open');
const HALF_OPEN = table.stateOf('half-open');

const FAILURE_RATIO_REACHED = table.eventOf('failure ratio reached');
const CALL_AFTER_BREAK = table.eventOf('call after the break');
const PROBE_FAILED = table.eventOf('probe failed');
const PROBE_PASSED = table.eventOf('probe passed');
const ISOLATED_BY_HAND = table.eventOf('isolated by hand');
const CLOSED_BY_HAND = table.eventOf('closed by hand');

const START_BREAK = table.effectOf('startBreak');
const CLEAR_WINDOW = table.effectOf('clearWindow');

function step(block: Float64Array, at: number, params: PollyParams, event: number, nowMs: number): void {
  const from = block[at + STATE]!;
  const effects = table.effectsOf(from, event);
  block[at + STATE] = table.next(from, event);
  for (let index = 0; index < effects.length; index++) {
    if (effects[index]! === START_BREAK) {
      const place = Math.min(block[at + HALF_OPENS]!, params.breaksMs.length - 1);
      block[at + OPEN_UNTIL] = nowMs + params.breaksMs[place]!;
    } else if (effects[index]! === CLEAR_WINDOW) clearWindow(block, at);
  }
}

const partAt = (at: number, part: number): number => at + PARTS + 3 * (part % PART_PLACES);

/** Of a breaker that closes. */
function clearWindow(block: Float64Array, at: number): void {
  block.fill(0, at + OWN, at + PARTS + 3 * PART_PLACES);
  block[at + NEWEST] = -1;
}

function count(block: Float64Array, at: number, params: PollyParams, failed: number, nowMs: number): void {
  const newest = block[at + NEWEST]!;
  if (newest < block[at + OLDEST]! || nowMs - block[partAt(at, newest)]! >= params.samplingMs / PARTS_IN_ALL) {
    const place = partAt(at, newest + 1);
    block[place] = nowMs;
    block[place + 1] = 0;
    block[place + 2] = 0;
    block[at + NEWEST] = newest + 1;
  }
  while (nowMs - block[partAt(at, block[at + OLDEST]!)]! >= params.samplingMs) {
    const place = partAt(at, block[at + OLDEST]!);
    block[at + SEEN]! -= block[place + 1]!;
    block[at + FAILED]! -= block[place + 2]!;
    block[at + OLDEST]! += 1;
  }
  const place = partAt(at, block[at + NEWEST]!);
  block[place + 1]! += 1;
  block[place + 2]! += failed;
  block[at + SEEN]! += 1;
  block[at + FAILED]! += failed;
}

export const polly: Dialect<PollyParams> = {
  blockSize: () => PARTS + 3 * PART_PLACES,
  layout: () => 'ten parts',
  init: clearWindow,
  admit,
  report,
  stateName: (state) => table.states[state] as BreakerState,
  read,
  token: null,
  waiting: null,
  alarms: null,
  operator: { holds: ['isolated'], steer },
  openTimes: null,
  calm: null,
};
