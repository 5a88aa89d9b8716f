import { Verdict } from './dialect';

/*
 * gobreaker's counts: in all, and in each bucket of a rolling window. A result goes into the bucket in which its request
 * began. One bucket: they are cleared as a whole and never roll.
 */

export const REQUESTS = 0;
const SUCCESSES = 1;
export const FAILURES = 2;
export const EXCLUSIONS = 3;
export const CONSECUTIVE_SUCCESSES = 4;
export const CONSECUTIVE_FAILURES = 5;
const FIELDS = 6;
/** The number of the newest bucket since the counts were cleared. */
const NEWEST = FIELDS;
const BUCKETS = FIELDS + 1;

export const countsSize = (buckets: number): number => BUCKETS + FIELDS * buckets;

export const newestBucket = (block: Float64Array, at: number): number => block[at + NEWEST]!;

export function clearCounts(block: Float64Array, at: number, buckets: number): void {
  block.fill(0, at, at + countsSize(buckets));
}

export function countRequest(block: Float64Array, at: number, buckets: number): void {
  block[at + REQUESTS]! += 1;
  block[bucketAt(at, buckets, block[at + NEWEST]!) + REQUESTS]! += 1;
}

/** Nothing, if the bucket has left the window since. */
export function countEnd(block: Float64Array, at: number, buckets: number, bucket: number, verdict: Verdict): void {
  if (block[at + NEWEST]! - bucket >= buckets) return;
  addEnd(block, at, verdict);
  addEnd(block, bucketAt(at, buckets, bucket), verdict);
}

/** Buckets up to this one begin, and as many old ones leave. */
export function growTo(block: Float64Array, at: number, buckets: number, bucket: number): void {
  if (bucket - block[at + NEWEST]! >= buckets) {
    clearCounts(block, at, buckets);
    block[at + NEWEST] = bucket;
  }
  while (block[at + NEWEST]! < bucket) {
    block[at + NEWEST]! += 1;
    dropBucket(block, at, buckets, block[at + NEWEST]!);
  }
}

const bucketAt = (at: number, buckets: number, bucket: number): number => at + BUCKETS + FIELDS * (bucket % buckets);

function addEnd(block: Float64Array, at: number, verdict: Verdict): void {
  if (verdict === Verdict.ignored) {
    block[at + EXCLUSIONS]! += 1;
  } else if (verdict === Verdict.success) {
    block[at + SUCCESSES]! += 1;
    block[at + CONSECUTIVE_SUCCESSES]! += 1;
    block[at + CONSECUTIVE_FAILURES] = 0;
  } else {
    block[at + FAILURES]! += 1;
    block[at + CONSECUTIVE_FAILURES]! += 1;
    block[at + CONSECUTIVE_SUCCESSES] = 0;
  }
}

/** The oldest bucket, whose place the new one takes, leaves. A run that reaches back into it loses what lay there. */
function dropBucket(block: Float64Array, at: number, buckets: number, bucket: number): void {
  const oldest = bucketAt(at, buckets, bucket);
  shortenRun(block, at, buckets, oldest, SUCCESSES, CONSECUTIVE_SUCCESSES);
  shortenRun(block, at, buckets, oldest, FAILURES, CONSECUTIVE_FAILURES);
  for (let field = REQUESTS; field <= EXCLUSIONS; field++) {
    block[at + field] = Math.max(0, block[at + field]! - block[oldest + field]!);
  }
  block.fill(0, oldest, oldest + FIELDS);
}

function shortenRun(
  block: Float64Array,
  at: number,
  buckets: number,
  oldest: number,
  total: number,
  consecutive: number,
): void {
  let whole = block[oldest + consecutive]!;
  for (let place = 0; place < buckets; place++) {
    const bucket = bucketAt(at, buckets, place);
    if (bucket !== oldest) whole += block[bucket + total]!;
  }
  if (block[at + consecutive]! !== whole) return;
  block[at + consecutive] = Math.max(0, whole - block[oldest + consecutive]!);
}
