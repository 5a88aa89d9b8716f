/**
 * The sliding windows of circuit breakers: the newest calls, or those of the newest slots of time. Both keep running totals
 * at the front, so that a rate costs one division. All of it lies in the policy's own block, from `at`.
 */
const SEEN = 0;
const FAILED = 1;
const SLOW = 2;
/** Window of calls: the place the next result goes. Window of time: the number, since its time 0, of the newest slot that has a bucket. */
const HEAD = 3;
const RING = 4;

/** A slot's bucket: results, failures, slow ones. */
const BUCKET = 3;

/** A window of time: its newest `count` slots, each of `slotMs`, of which the last is still filling. */
export interface Slots {
  readonly count: number;
  readonly slotMs: number;
}

/** What a window holds. */
export interface Totals {
  readonly seen: number;
  readonly failed: number;
  readonly slow: number;
}

export const callWindowSize = (calls: number): number => RING + calls;
export const timeWindowSize = (count: number): number => RING + BUCKET * count;

export const seenIn = (block: Float64Array, at: number): number => block[at + SEEN]!;
export const failedIn = (block: Float64Array, at: number): number => block[at + FAILED]!;
export const slowIn = (block: Float64Array, at: number): number => block[at + SLOW]!;
/** The newest slot of a window of time that something was put in. */
export const newestSlotIn = (block: Float64Array, at: number): number => block[at + HEAD]!;

/** The slot of an instant, in a window whose time 0 is `fromMs`. */
export const slotOf = (slotMs: number, nowMs: number, fromMs = 0): number => Math.floor((nowMs - fromMs) / slotMs);

export function clearCallWindow(block: Float64Array, at: number, calls: number): void {
  block.fill(0, at, at + callWindowSize(calls));
}

export function clearTimeWindow(block: Float64Array, at: number, count: number, slot: number): void {
  block.fill(0, at, at + timeWindowSize(count));
  block[at + HEAD] = slot;
}

/** The result takes the place of the oldest one when the ring is full. */
export function addToCallWindow(block: Float64Array, at: number, calls: number, failed: number, slow: number): void {
  const head = block[at + HEAD]!;
  const place = at + RING + head;
  if (block[at + SEEN]! === calls) {
    const oldest = block[place]!;
    block[at + FAILED]! -= oldest & 1;
    block[at + SLOW]! -= oldest >> 1;
  } else {
    block[at + SEEN]! += 1;
  }
  block[place] = failed + 2 * slow;
  block[at + HEAD] = head + 1 === calls ? 0 : head + 1;
  block[at + FAILED]! += failed;
  block[at + SLOW]! += slow;
}

/** Adds to the bucket of the present slot; buckets older than the window leave first. */
export function addToTimeWindow(
  block: Float64Array,
  at: number,
  count: number,
  slot: number,
  seen: number,
  failed: number,
  slow: number,
): void {
  turnTimeWindow(block, at, count, slot);
  const bucket = bucketOf(at, count, block[at + HEAD]!);
  block[bucket]! += seen;
  block[bucket + 1]! += failed;
  block[bucket + 2]! += slow;
  block[at + SEEN]! += seen;
  block[at + FAILED]! += failed;
  block[at + SLOW]! += slow;
}

/** Buckets older than the window leave; a window never turns back. */
export function turnTimeWindow(block: Float64Array, at: number, count: number, slot: number): void {
  const newest = block[at + HEAD]!;
  if (slot <= newest) return;
  const last = Math.min(slot, newest + count);
  for (let passed = newest + 1; passed <= last; passed++) dropBucket(block, at, bucketOf(at, count, passed));
  block[at + HEAD] = slot;
}

/** What the time window holds as seen at `slot`, without moving it. */
export function readTimeWindow(block: Float64Array, at: number, count: number, slot: number): Totals {
  let [seen, failed, slow] = [0, 0, 0];
  const newest = block[at + HEAD]!;
  for (let passed = Math.max(0, Math.max(slot, newest) - count + 1); passed <= newest; passed++) {
    const bucket = bucketOf(at, count, passed);
    seen += block[bucket]!;
    failed += block[bucket + 1]!;
    slow += block[bucket + 2]!;
  }
  return { seen, failed, slow };
}

/** Results of the slot that is still filling. */
export const seenInNewest = (block: Float64Array, at: number, count: number): number =>
  block[bucketOf(at, count, block[at + HEAD]!)]!;
export const failedInNewest = (block: Float64Array, at: number, count: number): number =>
  block[bucketOf(at, count, block[at + HEAD]!) + 1]!;

const bucketOf = (at: number, count: number, slot: number): number => at + RING + BUCKET * (slot % count);

function dropBucket(block: Float64Array, at: number, bucket: number): void {
  block[at + SEEN]! -= block[bucket]!;
  block[at + FAILED]! -= block[bucket + 1]!;
  block[at + SLOW]! -= block[bucket + 2]!;
  block[bucket] = 0;
  block[bucket + 1] = 0;
  block[bucket + 2] = 0;
}
