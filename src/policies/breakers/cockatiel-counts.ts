import { addToCallWindow, callWindowSize, clearCallWindow, failedIn, seenIn, type Totals } from '../breaker-window';

/*
 * The three breakers that cockatiel's circuit breaker may have inside: they count, and say of a failure whether it was one
 * too many. Formulas and order of the steps as in cockatiel 3.2.1, so that the same doubles are compared.
 */

export type CockatielCounts =
  | { readonly kind: 'consecutive'; readonly failures: number }
  | { readonly kind: 'count'; readonly size: number; readonly threshold: number; readonly minimumCalls: number }
  | {
      readonly kind: 'sampling';
      readonly threshold: number;
      readonly parts: number;
      readonly partMs: number;
      readonly minimumPerMs: number;
    };

export function countsSize(counts: CockatielCounts): number {
  switch (counts.kind) {
    case 'consecutive':
      return 1;
    case 'count':
      return callWindowSize(counts.size);
    case 'sampling':
      return PARTS + PART * counts.parts;
  }
}

export function countsLayout(counts: CockatielCounts): string {
  switch (counts.kind) {
    case 'consecutive':
      return 'failures in a row';
    case 'count':
      return `${counts.size} calls`;
    case 'sampling':
      return `${counts.parts} parts of ${counts.partMs} ms`;
  }
}

export function initCounts(block: Float64Array, at: number, counts: CockatielCounts): void {
  if (counts.kind === 'sampling') clearParts(block, at, counts.parts);
}

/** The success of a probe clears a window first, and then stands in it. */
export function countSuccess(
  block: Float64Array,
  at: number,
  counts: CockatielCounts,
  isProbe: boolean,
  nowMs: number,
): void {
  switch (counts.kind) {
    case 'consecutive':
      block[at] = 0;
      return;
    case 'count':
      if (isProbe) clearCallWindow(block, at, counts.size);
      return addToCallWindow(block, at, counts.size, 0, 0);
    case 'sampling':
      if (isProbe) clearParts(block, at, counts.parts);
      addToParts(block, at, counts, 0, nowMs);
  }
}

/** Whether it is to open, as far as the counts go: a failed probe opens it in any case. */
export function countFailure(block: Float64Array, at: number, counts: CockatielCounts, nowMs: number): boolean {
  switch (counts.kind) {
    case 'consecutive':
      return ++block[at]! >= counts.failures;
    case 'count': {
      addToCallWindow(block, at, counts.size, 1, 0);
      const total = seenIn(block, at);
      return total >= counts.minimumCalls && failedIn(block, at) > counts.threshold * total;
    }
    case 'sampling': {
      addToParts(block, at, counts, 1, nowMs);
      const total = block[at + SEEN]!;
      const enough = counts.partMs * counts.parts * counts.minimumPerMs;
      return total >= enough && block[at + FAILED]! > counts.threshold * total;
    }
  }
}

/** What it holds, and from how many results on it judges. */
export function readCounts(block: Float64Array, at: number, counts: CockatielCounts): Totals & { minimum: number } {
  switch (counts.kind) {
    case 'consecutive':
      return { seen: block[at]!, failed: block[at]!, slow: 0, minimum: counts.failures };
    case 'count':
      return { seen: seenIn(block, at), failed: failedIn(block, at), slow: 0, minimum: counts.minimumCalls };
    case 'sampling': {
      const minimum = counts.partMs * counts.parts * counts.minimumPerMs;
      return { seen: block[at + SEEN]!, failed: block[at + FAILED]!, slow: 0, minimum };
    }
  }
}

const SEEN = 0;
const FAILED = 1;
/** The part that is filling. */
const FILLING = 2;
const PARTS = 3;
/** Each part: when it began, its results, its failures. */
const PART = 3;

/** A part that never began is older than any. */
function clearParts(block: Float64Array, at: number, parts: number): void {
  block[at + SEEN] = 0;
  block[at + FAILED] = 0;
  for (let part = 0; part < parts; part++) {
    const place = at + PARTS + PART * part;
    block[place] = -Infinity;
    block[place + 1] = 0;
    block[place + 2] = 0;
  }
}

/** A result turns at most one part, however long nothing came: what is hours old still counts until its part is reused. */
function addToParts(
  block: Float64Array,
  at: number,
  { parts, partMs }: CockatielCounts & { kind: 'sampling' },
  failed: number,
  nowMs: number,
): void {
  let place = at + PARTS + PART * block[at + FILLING]!;
  if (nowMs - block[place]! >= partMs) {
    const next = (block[at + FILLING]! + 1) % parts;
    place = at + PARTS + PART * next;
    block[at + SEEN]! -= block[place + 1]!;
    block[at + FAILED]! -= block[place + 2]!;
    block[at + FILLING] = next;
    block[place] = nowMs;
    block[place + 1] = 0;
    block[place + 2] = 0;
  }
  block[place + 1]! += 1;
  block[place + 2]! += failed;
  block[at + SEEN]! += 1;
  block[at + FAILED]! += failed;
}
