import { Admission } from '../admission';
import {
  addToTimeWindow,
  clearTimeWindow,
  failedIn,
  readTimeWindow,
  seenIn,
  slotOf,
  slowIn,
  timeWindowSize,
} from '../breaker-window';
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
import { sentinelTable as table } from './sentinel.machine';

/** Semantics: Sentinel 1.8. Ratios are shares in [0, 1]. */
export interface SentinelParams extends Judging {
  readonly like: 'sentinel';
  readonly rule:
    | { readonly kind: 'slow ratio'; readonly slowMs: number; readonly ratio: number }
    | { readonly kind: 'error ratio'; readonly ratio: number }
    | { readonly kind: 'error count'; readonly count: number };
  readonly recoveryMs: number;
  readonly minimumRequests: number;
  /** One window, which begins anew at whole multiples of this. */
  readonly intervalMs: number;
}

function init(block: Float64Array, at: number, { intervalMs }: SentinelParams, nowMs: number): void {
  clearTimeWindow(block, at + WINDOW, ONE, slotOf(intervalMs, nowMs));
}

/** The call at or after the end of the time window is the one probe. */
function admit(block: Float64Array, at: number, params: SentinelParams, nowMs: number): Admission {
  const state = block[at + STATE]!;
  if (state === CLOSED) return Admission.admitted;
  if (state !== OPEN || nowMs < block[at + OPEN_UNTIL]!) return Admission.refused;
  step(block, at, params, CALL_AFTER_TIME_WINDOW, nowMs);
  return Admission.admitted;
}

/** The rule about slow calls heeds no errors, and the others no slowness. */
function report(
  block: Float64Array,
  at: number,
  params: SentinelParams,
  verdict: Verdict,
  nowMs: number,
  durationMs: number,
): void {
  const { rule } = params;
  const failed = verdict === Verdict.failure || verdict === Verdict.dropped ? 1 : 0;
  const slow = rule.kind === 'slow ratio' && durationMs > rule.slowMs ? 1 : 0;
  const window = at + WINDOW;
  addToTimeWindow(block, window, ONE, slotOf(params.intervalMs, nowMs), 1, failed, slow);

  const state = block[at + STATE]!;
  if (state === HALF_OPEN) {
    const bad = rule.kind === 'slow ratio' ? slow : failed;
    return step(block, at, params, bad === 1 ? BAD_COMPLETION : GOOD_COMPLETION, nowMs);
  }
  const seen = seenIn(block, window);
  if (
    state === CLOSED &&
    seen >= params.minimumRequests &&
    isPassed(rule, failedIn(block, window), slowIn(block, window), seen)
  ) {
    step(block, at, params, THRESHOLD_PASSED, nowMs);
  }
}

function read(block: Float64Array, at: number, params: SentinelParams, nowMs: number): BreakerReadout {
  const { seen, failed, slow } = readTimeWindow(block, at + WINDOW, ONE, slotOf(params.intervalMs, nowMs));
  const enough = seen > 0 && seen >= params.minimumRequests;
  const state = block[at + STATE]!;
  return {
    state: table.states[state] as BreakerState,
    counts: 'calls',
    seen,
    windowSize: 0,
    failureRate: enough && params.rule.kind !== 'slow ratio' ? failed / seen : NaN,
    slowRate: enough && params.rule.kind === 'slow ratio' ? slow / seen : NaN,
    openUntilMs: state === OPEN ? block[at + OPEN_UNTIL]! : NaN,
  };
}

const WINDOW = OWN;
const ONE = 1;

const CLOSED = table.stateOf('closed');
const OPEN = table.stateOf('open');
const HALF_OPEN = table.stateOf('half-open');

const THRESHOLD_PASSED = table.eventOf('threshold passed');
const CALL_AFTER_TIME_WINDOW = table.eventOf('call after the time window');
const GOOD_COMPLETION = table.eventOf('good completion');
const BAD_COMPLETION = table.eventOf('bad completion');

const START_RECOVERY = table.effectOf('startRecovery');
const CLEAR_WINDOW = table.effectOf('clearWindow');

/** Above the threshold; only a slow ratio of 1 is reached by equality, so that an error ratio of 1 never is. */
function isPassed(rule: SentinelParams['rule'], failed: number, slow: number, seen: number): boolean {
  switch (rule.kind) {
    case 'slow ratio':
      return slow / seen > rule.ratio || (rule.ratio === 1 && slow === seen);
    case 'error ratio':
      return failed / seen > rule.ratio;
    case 'error count':
      return failed > rule.count;
  }
}

function step(block: Float64Array, at: number, params: SentinelParams, event: number, nowMs: number): void {
  const from = block[at + STATE]!;
  const effects = table.effectsOf(from, event);
  block[at + STATE] = table.next(from, event);
  for (let index = 0; index < effects.length; index++) {
    if (effects[index]! === START_RECOVERY) block[at + OPEN_UNTIL] = nowMs + params.recoveryMs;
    else if (effects[index]! === CLEAR_WINDOW) {
      clearTimeWindow(block, at + WINDOW, ONE, slotOf(params.intervalMs, nowMs));
    }
  }
}

export const sentinel: Dialect<SentinelParams> = {
  blockSize: () => WINDOW + timeWindowSize(ONE),
  layout: ({ intervalMs }) => `intervals of ${intervalMs} ms`,
  init,
  admit,
  report,
  stateName: (state) => table.states[state] as BreakerState,
  read,
  token: null,
  waiting: null,
  alarms: null,
  operator: null,
  openTimes: null,
  calm: null,
};
