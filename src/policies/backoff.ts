import { exp, pow } from '../kernel/maths';

/** How long to wait before each retry of a call. Every rule of every library in one shape. */
export interface BackoffParams {
  /** Linear: the n-th wait is n times the first. Exponential: each is `factor` times the one before. Listed: as the list says. */
  readonly kind: 'none' | 'constant' | 'linear' | 'exponential' | 'listed';
  /** The wait before the first retry, without jitter. */
  readonly baseMs: number;
  readonly factor: number;
  /** Listed: the wait before the first retry, the second …; the last one stands for all further. */
  readonly listMs: readonly number[];
  /** A wait is at least this, even where the cap is less; full jitter begins here. */
  readonly leastMs: number;
  readonly capMs: number;
  /** Whether the cap bounds what the jitter made of a wait, or the wait from which the jitter is drawn. */
  readonly capsJitter: boolean;
  readonly jitter: Jitter;
  /** Of proportional jitter: p, so that a wait is drawn from 1 - p to 1 + p times itself. */
  readonly jitterShare: number;
  /** Of added jitter: the most that is added. */
  readonly jitterMs: number;
  /** A wait is cut to a whole multiple of this after its jitter; 0: it is not. */
  readonly stepMs: number;
  /** So is each wait without jitter before the next grows from it. */
  readonly stepsGrowth: boolean;
}

/** By how waits are drawn. `smooth` is Polly’s and cockatiel’s, called decorrelated there (DecorrelatedJitterBackoffV2). */
export type Jitter = 'none' | 'equal' | 'full' | 'decorrelated' | 'proportional' | 'added' | 'smooth';

/** Waits as most would write them: no jitter, capped before it, not cut. */
export const PLAIN_BACKOFF: BackoffParams = {
  kind: 'none',
  baseMs: 0,
  factor: 1,
  listMs: [],
  leastMs: 0,
  capMs: Infinity,
  capsJitter: false,
  jitter: 'none',
  jitterShare: 0,
  jitterMs: 0,
  stepMs: 0,
  stepsGrowth: false,
};

/**
 * The wait before retry number `retry` (1: after the first try failed), in ms. `uniform` is a draw from [0, 1), `state`
 * what `backoffState` made of the retry before (of no meaning for the first). With w the wait without jitter:
 *
 *     none w      equal w/2 + U(0, w/2)      full U(least, w)      proportional U((1 - p) w, (1 + p) w)
 *     added w + U(0, a)                      decorrelated U(base, 3 last), with the base for the first one's last
 *     smooth (f(n) - f(n - 1)) base / 1.4,   f(n) = factor^t tanh sqrt(4 t), t = n - 1 + U(0, 1), f(0) = 0
 *
 * Sources: M. Brooker, "Exponential Backoff and Jitter" (equal, full, decorrelated); resilience4j and gRPC A6
 * (proportional); tenacity (added, and full with a least wait); G. Polevoy in Polly's issue 530 (smooth).
 */
export function backoffMs(params: BackoffParams, retry: number, uniform: number, state: number): number {
  const waitMs = jittered(params, retry, uniform, state);
  const cutMs = params.stepMs > 0 && params.jitter !== 'none' ? cut(waitMs, params.stepMs) : waitMs;
  return params.capsJitter && cutMs > params.capMs ? params.capMs : cutMs;
}

/** What the wait before the next retry depends on, given this one's number, draw and length. */
export function backoffState(params: BackoffParams, retry: number, uniform: number, waitMs: number): number {
  return params.jitter === 'smooth' ? smoothGrowth(params.factor, retry, uniform) : waitMs;
}

/** The longest that the waits before this many retries can be together. */
export function longestWaitsMs(params: BackoffParams, retries: number): number {
  if (retries < 1) return 0;
  const { kind, jitter, factor, baseMs, capMs, listMs } = params;
  if (jitter === 'smooth') {
    const grown = retries > MOST_GROWTHS ? Infinity : smoothGrowth(factor, retries, 1) * baseMs * SMOOTH_SCALE;
    return Math.min(grown, capMs * retries);
  }
  let sum = 0;
  let state = 0;
  for (let retry = 1; retry <= retries && sum < Infinity; retry++) {
    const waitMs = backoffMs(params, retry, 1, state);
    sum += waitMs;
    const steady = kind !== 'linear' && retry > Math.max(1, listMs.length) && waitMs === state;
    if (steady) return sum + (retries - retry) * waitMs;
    state = waitMs;
  }
  return sum;
}

/** Beyond, any growth is past all bounds. */
const MOST_GROWTHS = 1000;
/** Makes the medians of smooth waits fall near base, 2 base, 4 base. */
const SMOOTH_SCALE = 1 / 1.4;

function jittered(params: BackoffParams, retry: number, uniform: number, state: number): number {
  const { jitter, baseMs, capMs, factor, leastMs } = params;
  if (jitter === 'decorrelated') {
    const last = retry === 1 ? baseMs : state;
    return Math.min(capMs, baseMs + uniform * Math.max(0, 3 * last - baseMs));
  }
  if (jitter === 'smooth') {
    const before = retry === 1 ? 0 : state;
    const grown = smoothGrowth(factor, retry, uniform);
    const waitMs = grown < MOST_MS ? Math.max(0, grown - before) * SMOOTH_SCALE * baseMs : MOST_MS;
    return Math.min(capMs, waitMs);
  }
  const waitMs = steadyMs(params, retry);
  switch (jitter) {
    case 'none':
      return waitMs;
    case 'equal':
      return waitMs / 2 + (uniform * waitMs) / 2;
    case 'full':
      return leastMs + uniform * (waitMs - leastMs);
    case 'proportional': {
      const delta = params.jitterShare * waitMs;
      return waitMs - delta + uniform * (2 * delta);
    }
    case 'added':
      return waitMs + uniform * params.jitterMs;
  }
}

/** Repeated multiplication and not a power, whose last bit is not the same everywhere; it stops at the cap. */
function steadyMs(params: BackoffParams, retry: number): number {
  const { kind, baseMs, factor, capMs, leastMs, capsJitter, stepMs, stepsGrowth, listMs } = params;
  if (kind === 'none') return 0;
  if (kind === 'listed') return listMs[Math.min(retry, listMs.length) - 1]!;
  const growthStepMs = stepsGrowth ? stepMs : 0;
  let waitMs = growthStepMs > 0 ? cut(baseMs, growthStepMs) : baseMs;
  if (kind === 'linear') waitMs *= retry;
  if (kind === 'exponential' && factor > 1) {
    // Where the cap comes after the jitter, the wait from which it draws goes on growing.
    const enoughMs = capsJitter ? MOST_MS : Math.min(capMs, MOST_MS);
    for (let grown = 1; grown < retry && waitMs < enoughMs; grown++) {
      const nextMs = growthStepMs > 0 ? cut(waitMs * factor, growthStepMs) : waitMs * factor;
      if (nextMs === waitMs) break;
      waitMs = nextMs;
    }
  }
  return Math.max(leastMs, Math.min(waitMs, capsJitter ? MOST_MS : capMs, MOST_MS));
}

/** Longer than any run, and short enough to be drawn from. */
const MOST_MS = 1e18;

const cut = (waitMs: number, stepMs: number): number => Math.floor(waitMs / stepMs) * stepMs;

function smoothGrowth(factor: number, retry: number, uniform: number): number {
  const t = retry - 1 + uniform;
  return pow(factor, t) * tanh(Math.sqrt(4 * t));
}

const tanh = (x: number): number => 1 - 2 / (exp(2 * x) + 1);
