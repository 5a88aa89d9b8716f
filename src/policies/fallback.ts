import { Outcome } from './outcome';

/** What to answer when the call failed; the answer counts as degraded and carries `message` to whoever reads the page. */
export interface FallbackParams {
  readonly use: FallbackUse;
  readonly message: string;
}

export type FallbackUse =
  | { readonly kind: 'default' }
  /** The last full answer this caller replica got, if it is at most `maxAgeMs` old. */
  | { readonly kind: 'cached'; readonly maxAgeMs: number; readonly otherwise: 'fail' | 'default' }
  /**
   * The last answer of any success, by the rules of RFC 5861: younger than `freshForMs` it is served in full and without
   * a call (RFC 9111, 4.2: fresh while its lifetime is greater than its age); after that it stands in for an error while
   * it has been stale for at most `staleForMs`.
   */
  | {
      readonly kind: 'stale-if-error';
      readonly freshForMs: number;
      readonly staleForMs: number;
      readonly otherwise: 'fail' | 'default';
    }
  /** A call to another endpoint, by its index in the model's routes, under that route's own policies. */
  | { readonly kind: 'endpoint'; readonly route: number }
  /** The part is left out of the page. Without calls it is off altogether: every answer lacks it, and nobody is called. */
  | { readonly kind: 'feature off'; readonly calls: boolean }
  /** The request is put on a queue, by the route to the queue's endpoint, and is answered as accepted. */
  | { readonly kind: 'queue for later'; readonly route: number };

/**
 * State: when the last full answer came; when the last answer of any success came, whether it was in full, and the number
 * of its words. NaN before the first.
 */
export const FALLBACK_BLOCK_SIZE = 4;
const FULL_AT = 0;
const ANY_AT = 1;
const ANY_OUTCOME = 2;
const ANY_WORDS = 3;

export function initFallback(block: Float64Array, at: number): void {
  block.fill(NaN, at, at + FALLBACK_BLOCK_SIZE);
}

/** A success came up through the layer; `words` is the number of what it says, if it is degraded. */
export function noteAnswer(block: Float64Array, at: number, outcome: Outcome, words: number, nowMs: number): void {
  if (outcome === Outcome.ok) block[at + FULL_AT] = nowMs;
  block[at + ANY_AT] = nowMs;
  block[at + ANY_OUTCOME] = outcome;
  block[at + ANY_WORDS] = words;
}

/** Whether the layer is the switch of a feature that is off. */
export const isOff = ({ use }: FallbackParams): boolean => use.kind === 'feature off' && !use.calls;

/** Whether the layer ever answers before anybody is called. */
export const mayAnswerAhead = (params: FallbackParams): boolean =>
  isOff(params) || (params.use.kind === 'stale-if-error' && params.use.freshForMs > 0);

/** Whether the layer answers before anybody is called: it holds a fresh answer, or its feature is off. */
export function answersAhead(block: Float64Array, at: number, params: FallbackParams, nowMs: number): boolean {
  const { use } = params;
  if (isOff(params)) return true;
  return use.kind === 'stale-if-error' && nowMs - block[at + ANY_AT]! < use.freshForMs;
}

/** How the fresh answer that is kept had ended: ok or degraded. */
export const keptOutcome = (block: Float64Array, at: number): Outcome => block[at + ANY_OUTCOME] as Outcome;

/** The number of the words of the fresh answer that is kept. */
export const keptWords = (block: Float64Array, at: number): number => block[at + ANY_WORDS]!;

/** Whether the layer has an answer of its own, degraded, for a failure. A fallback that asks somebody else has none. */
export function hasAnswer(
  block: Float64Array,
  at: number,
  { use }: FallbackParams,
  failure: Outcome,
  nowMs: number,
): boolean {
  switch (use.kind) {
    case 'default':
    case 'feature off':
      return true;
    case 'cached':
      return use.otherwise === 'default' || nowMs - block[at + FULL_AT]! <= use.maxAgeMs;
    case 'stale-if-error':
      // RFC 5861, 4: an error is what would be a 500, 502, 503 or 504. A conflict is a 409, the answer to what was asked.
      if (failure === Outcome.conflict) return false;
      return use.otherwise === 'default' || nowMs - block[at + ANY_AT]! - use.freshForMs <= use.staleForMs;
    case 'endpoint':
    case 'queue for later':
      return false;
  }
}

/** The route by which the layer asks somebody else; -1: it does not. */
export const routeAsked = ({ use }: FallbackParams): number =>
  use.kind === 'endpoint' || use.kind === 'queue for later' ? use.route : -1;

/** Whether the layer answers for every failure but those RFC 5861 leaves out, whatever it knows. */
export const alwaysAnswers = ({ use }: FallbackParams): boolean =>
  use.kind === 'default' ||
  use.kind === 'feature off' ||
  ((use.kind === 'cached' || use.kind === 'stale-if-error') && use.otherwise === 'default');
