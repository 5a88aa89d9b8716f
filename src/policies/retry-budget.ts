import { Outcome } from './outcome';

/**
 * How many of their calls the retries of one caller replica may be, over all of them together. State: see `budgetBlockSize`.
 *
 * - tokens: a bucket that begins full. A retry takes its cost, if the bucket holds at least that and more than `keeps`.
 * - window: calls of the newest slots earn a share of a retry each, a rate earns retries besides (Finagle's RetryBudget).
 * - concurrency: retries at once, as a share of the calls at once, but at least some (Envoy's retry budget).
 */
export type BudgetParams =
  | {
      readonly kind: 'tokens';
      readonly size: number;
      /** Put in with each call, and after each that succeeded. */
      readonly perCall: number;
      readonly perSuccess: number;
      /** Taken out after each try that failed in a way that may be retried, whether it is or not. */
      readonly perFailure: number;
      readonly retryCost: number;
      /** Of a retry after a timeout. */
      readonly timeoutCost: number;
      /** No retry unless the bucket holds more than this. */
      readonly keeps: number;
      /** A success gives back what its newest retry cost. */
      readonly refunds: boolean;
    }
  | {
      readonly kind: 'window';
      readonly share: number;
      readonly leastPerMs: number;
      readonly slots: number;
      readonly slotMs: number;
    }
  | { readonly kind: 'concurrency'; readonly share: number; readonly least: number };

export function budgetBlockSize(params: BudgetParams): number {
  switch (params.kind) {
    case 'tokens':
      return 1;
    case 'window':
      return RING + params.slots;
    case 'concurrency':
      return 2;
  }
}

/** Two budgets may hand their state over exactly when these are equal. */
export const budgetLayout = (params: BudgetParams): string =>
  params.kind === 'window' ? `window of ${params.slots} x ${params.slotMs}` : params.kind;

export function initBudget(block: Float64Array, at: number, params: BudgetParams, nowMs: number): void {
  block.fill(0, at, at + budgetBlockSize(params));
  if (params.kind === 'tokens') block[at] = params.size;
  if (params.kind === 'window') block[at + SLOT_SINCE] = nowMs;
}

/** What the bucket of a budget of tokens holds. */
export const tokensHeld = (block: Float64Array, at: number): number => block[at]!;

/** A call begins. */
export function noteCall(block: Float64Array, at: number, params: BudgetParams, nowMs: number): void {
  if (params.kind === 'tokens') addTokens(block, at, params.size, params.perCall);
  else if (params.kind === 'window') {
    turn(block, at, params.slots, params.slotMs, nowMs);
    block[at + RING + block[at + SLOT]!]! += params.share > 0 ? DEPOSIT : 0;
  } else block[at + CALLS]! += 1;
}

/** A try failed in a way that may be retried. */
export function noteFailure(block: Float64Array, at: number, params: BudgetParams): void {
  if (params.kind === 'tokens') addTokens(block, at, params.size, -params.perFailure);
}

/**
 * Asks for a retry after such a failure, and takes what it costs. Answers with the cost, or -1: there is too little.
 * `isRetry`: what failed was a retry itself.
 */
export function takeRetry(
  block: Float64Array,
  at: number,
  params: BudgetParams,
  outcome: Outcome,
  isRetry: boolean,
  nowMs: number,
): number {
  if (params.kind === 'tokens') {
    const isLate = outcome === Outcome.timeout || outcome === Outcome.connectTimeout;
    const cost = isLate ? params.timeoutCost : params.retryCost;
    if (block[at]! < cost || block[at]! <= params.keeps) return NO_RETRY;
    addTokens(block, at, params.size, -cost);
    return cost;
  }
  if (params.kind === 'window') {
    turn(block, at, params.slots, params.slotMs, nowMs);
    const cost = withdrawal(params.share);
    if (balance(block, at, params.slots) + reserve(params) < cost) return NO_RETRY;
    block[at + RING + block[at + SLOT]!]! -= cost;
    return 1;
  }
  // The retry that failed has ended, and what failed is still one of the calls at once.
  const others = block[at + RETRIES]! - (isRetry ? 1 : 0);
  if (others >= Math.max(Math.floor(params.share * block[at + CALLS]!), params.least)) return NO_RETRY;
  block[at + RETRIES] = others + 1;
  // While it waits to try again it is none of them.
  block[at + CALLS]! -= 1;
  return 1;
}

export const NO_RETRY = -1;

/** The wait before a retry is over, and the retry goes out. */
export function noteRetry(block: Float64Array, at: number, params: BudgetParams): void {
  if (params.kind === 'concurrency') block[at + CALLS]! += 1;
}

/**
 * A call has ended: well or not, after `retries` of which the newest cost so much (no matter if there were none), and
 * perhaps while it waited to try again.
 */
export function noteEnd(
  block: Float64Array,
  at: number,
  params: BudgetParams,
  isGood: boolean,
  retries: number,
  cost: number,
  isWaiting: boolean,
): void {
  if (params.kind === 'tokens') {
    if (isGood) addTokens(block, at, params.size, params.refunds && retries > 0 ? cost : params.perSuccess);
  } else if (params.kind === 'concurrency') {
    if (!isWaiting) block[at + CALLS]! -= 1;
    if (retries > 0) block[at + RETRIES]! -= 1;
  }
}

/** How many retries could begin now, one right after another; as it is seen at `nowMs`, without moving it. */
export function retriesLeft(block: Float64Array, at: number, params: BudgetParams, nowMs: number): number {
  if (params.kind === 'tokens') {
    const { retryCost, keeps } = params;
    const tokens = Math.min(block[at]!, params.size);
    if (tokens <= keeps || tokens < retryCost) return 0;
    return retryCost === 0 ? Infinity : Math.floor(Math.min(tokens, tokens - keeps + retryCost) / retryCost);
  }
  if (params.kind === 'window') {
    const gone = Math.floor((nowMs - block[at + SLOT_SINCE]!) / params.slotMs);
    let sum = 0;
    for (let age = 0; age < params.slots - gone; age++) {
      sum += block[at + RING + ((block[at + SLOT]! - age + params.slots) % params.slots)]!;
    }
    return Math.max(0, Math.floor((sum + reserve(params)) / withdrawal(params.share)));
  }
  const most = Math.max(Math.floor(params.share * block[at + CALLS]!), params.least);
  return Math.max(0, most - block[at + RETRIES]!);
}

/* Concurrency. */
const CALLS = 0;
const RETRIES = 1;

/** Whole thousandths, so that ten times a tenth is one. */
function addTokens(block: Float64Array, at: number, size: number, tokens: number): void {
  const sum = Math.floor((block[at]! + tokens) * 1000 + 0.5) / 1000;
  block[at] = sum > size ? size : sum < 0 ? 0 : sum;
}

/*
 * Window, as Finagle keeps it: a call puts 1000 in, a retry takes 1000 / share out, cut to a whole number. A slot ends
 * with the first call or retry after its time, and the next begins there and then.
 */
const SLOT_SINCE = 0;
const SLOT = 1;
const RING = 2;
const DEPOSIT = 1000;

type WindowParams = Extract<BudgetParams, { kind: 'window' }>;

const withdrawal = (share: number): number => (share > 0 ? Math.floor(DEPOSIT / share) : 1);

const reserve = ({ leastPerMs, slots, slotMs, share }: WindowParams): number =>
  Math.floor(leastPerMs * slots * slotMs * withdrawal(share) + 0.5);

function balance(block: Float64Array, at: number, slots: number): number {
  let sum = 0;
  for (let slot = 0; slot < slots; slot++) sum += block[at + RING + slot]!;
  return sum;
}

function turn(block: Float64Array, at: number, slots: number, slotMs: number, nowMs: number): void {
  const gone = Math.min(slots, Math.floor((nowMs - block[at + SLOT_SINCE]!) / slotMs));
  if (gone === 0) return;
  let slot = block[at + SLOT]!;
  for (let n = 0; n < gone; n++) {
    slot = slot + 1 === slots ? 0 : slot + 1;
    block[at + RING + slot] = 0;
  }
  block[at + SLOT] = slot;
  block[at + SLOT_SINCE] = nowMs;
}
