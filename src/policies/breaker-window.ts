/**
 * The sliding windows of a circuit breaker: the newest calls, or those of the newest slots of time. Both keep running totals
 * at the front, so that a rate costs one division. All of it lies in the policy's own block, from `at`.
 */
const SEEN = 0;
const FAILED = 1;
const SLOW = 2;
/** Window of calls: the place the next result goes. Window of time: the number, since time 0, of the newest slot that has a bucket. */
const HEAD = 3;
const RING = 4;

/** A slot's bucket: results, failures, slow ones. */
const BUCKET = 3;

/** A window of time: its newest `count` slots, each of `slotMs`, of which the last is still filling. */
export interface Slots {
  readonly count: number;
  readonly slotMs: number;
}

export const callWindowSize = (calls: number): number => RING + calls;
export const timeWindowSize = ({ count }: Slots): number => RING + BUCKET * count;

export const seenIn = (block: Float64Array, at: number): number => block[at + SEEN]!;
export const failedIn = (block: Float64Array, at: number): number => block[at + FAILED]!;
export const slowIn = (block: Float64Array, at: number): number => block[at + SLOW]!;

export function clearCallWindow(block: Float64Array, at: number, calls: number): void {
  block.fill(0, at, at + callWindowSize(calls));
}

export function clearTimeWindow(block: Float64Array, at: number, slots: Slots, nowMs: number): void {
  block.fill(0, at, at + timeWindowSize(slots));
  block[at + HEAD] = slotOf(slots, nowMs);
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

/** The result goes into the bucket of the present slot; buckets older than the window leave first. */
export function addToTimeWindow(
  block: Float64Array,
  at: number,
  slots: Slots,
  failed: number,
  slow: number,
  nowMs: number,
): void {
  const now = slotOf(slots, nowMs);
  const last = Math.min(now, block[at + HEAD]! + slots.count);
  for (let slot = block[at + HEAD]! + 1; slot <= last; slot++) dropBucket(block, at, bucketOf(at, slots, slot));
  block[at + HEAD] = now;

  const bucket = bucketOf(at, slots, now);
  block[bucket]! += 1;
  block[bucket + 1]! += failed;
  block[bucket + 2]! += slow;
  block[at + SEEN]! += 1;
  block[at + FAILED]! += failed;
  block[at + SLOW]! += slow;
}

/** What the time window holds as seen at `nowMs`, without moving it. */
export function readTimeWindow(
  block: Float64Array,
  at: number,
  slots: Slots,
  nowMs: number,
): { readonly seen: number; readonly failed: number; readonly slow: number } {
  let [seen, failed, slow] = [0, 0, 0];
  const newest = block[at + HEAD]!;
  for (let slot = Math.max(0, slotOf(slots, nowMs) - slots.count + 1); slot <= newest; slot++) {
    const bucket = bucketOf(at, slots, slot);
    seen += block[bucket]!;
    failed += block[bucket + 1]!;
    slow += block[bucket + 2]!;
  }
  return { seen, failed, slow };
}

const slotOf = ({ slotMs }: Slots, nowMs: number): number => Math.floor(nowMs / slotMs);

const bucketOf = (at: number, { count }: Slots, slot: number): number => at + RING + BUCKET * (slot % count);

function dropBucket(block: Float64Array, at: number, bucket: number): void {
  block[at + SEEN]! -= block[bucket]!;
  block[at + FAILED]! -= block[bucket + 1]!;
  block[at + SLOW]! -= block[bucket + 2]!;
  block[bucket] = 0;
  block[bucket + 1] = 0;
  block[bucket + 2] = 0;
}
