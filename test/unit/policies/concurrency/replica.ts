import { Draws } from '../../../../src/kernel/draws';
import {
  drawsNext,
  initAdaptive,
  limit,
  onSample,
  ADAPTIVE_BLOCK_SIZE,
  type AdaptiveParams,
} from '../../../../src/policies/concurrency/adaptive';

/** What came of many calls to one replica behind a limit. */
export interface Found {
  /** The mean of the limit over the calls after the warm-up. */
  limit: number;
  /** Answered calls per millisecond over what the workers could do, after the warm-up. */
  share: number;
  /** The mean time of a call, in mean service times, after the warm-up. */
  time: number;
}

/**
 * A replica with so many workers and exponential work of mean 10 ms, asked twice as often as it can answer (Poisson). It
 * keeps at most `queue` calls waiting and refuses the next, which the limit learns of as a loss.
 */
export function findCapacity(adaptive: AdaptiveParams, workers: number, queue: number, seed: number): Found {
  const draws = new Draws();
  let drawn = 0;
  const uniform = (): number => draws.of(seed, drawn++, 1).uniform();
  const exponential = (mean: number): number => -Math.log(1 - uniform()) * mean;

  const block = new Float64Array(ADAPTIVE_BLOCK_SIZE);
  initAdaptive(block, 0, adaptive);
  const meanMs = 10;
  const arrivals = 160_000;
  const warm = arrivals / 4;
  const freeAt = new Float64Array(workers);
  const flying: { ends: number; began: number; inFlight: number }[] = [];
  let [now, out, warmAt, sumLimit, answered, sumMs] = [0, 0, 0, 0, 0, 0];

  for (let arrival = 0; arrival < arrivals; arrival++) {
    now += exponential(meanMs / workers / 2);
    while (flying.length > 0 && flying[0]!.ends <= now) {
      const { ends, began, inFlight } = flying.shift()!;
      out--;
      if (arrival >= warm) {
        answered++;
        sumMs += ends - began;
      }
      learn(ends - began, inFlight, false, ends);
    }
    if (arrival === warm) warmAt = now;
    if (arrival >= warm) sumLimit += limit(block, 0);
    if (out >= limit(block, 0)) continue;
    if (out >= workers + queue) {
      learn(0.1, out + 1, true, now);
      continue;
    }
    let first = 0;
    for (let worker = 1; worker < workers; worker++) if (freeAt[worker]! < freeAt[first]!) first = worker;
    freeAt[first] = Math.max(now, freeAt[first]!) + exponential(meanMs);
    out++;
    const ends = freeAt[first]!;
    const later = flying.findIndex((other) => other.ends > ends);
    flying.splice(later < 0 ? flying.length : later, 0, { ends, began: now, inFlight: out });
  }
  const capacity = workers / meanMs;
  return {
    limit: sumLimit / (arrivals - warm),
    share: answered / (now - warmAt) / capacity,
    time: sumMs / answered / meanMs,
  };

  function learn(rttMs: number, inFlight: number, dropped: boolean, nowMs: number): void {
    onSample(block, 0, adaptive, rttMs, inFlight, dropped, nowMs, drawsNext(block, 0, adaptive) ? uniform() : 0);
  }
}
