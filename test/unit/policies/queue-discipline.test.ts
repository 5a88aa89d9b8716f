import { describe, expect, it } from 'vitest';
import {
  codelDrops,
  DISCIPLINE_BLOCK_SIZE,
  initDiscipline,
  isHopeless,
  noteEmpty,
  noteFilled,
  takesNewest,
  type DisciplineParams,
} from '../../../src/policies/queue-discipline';

const CODEL: DisciplineParams = { discipline: 'codel', targetMs: 5, intervalMs: 100 };

const fresh = (): Float64Array => {
  const block = new Float64Array(DISCIPLINE_BLOCK_SIZE + 1).fill(42);
  initDiscipline(block, 0);
  return block;
};

/** Instants at which CoDel drops, where at every whole ms of a time one request is taken up that waited so long. */
const drops = (block: Float64Array, fromMs: number, toMs: number, sojournMs: number, behind = 10): number[] => {
  const found: number[] = [];
  for (let nowMs = fromMs; nowMs < toMs; nowMs++) {
    for (let again = false; codelDrops(block, 0, CODEL, sojournMs, behind, again, nowMs); again = true)
      found.push(nowMs);
  }
  return found;
};

describe('CoDel', () => {
  it('drops nothing that waited for less than the target, and nothing where nobody is behind', () => {
    expect(drops(fresh(), 0, 1_000, 4.999)).toEqual([]);
    expect(drops(fresh(), 0, 1_000, 50, 0)).toEqual([]);
  });

  it('drops when all waited for the target for an interval, and then after interval / √n', () => {
    const found = drops(fresh(), 0, 500, 5);
    // At 100 ms, then 100, 100 / √2, 100 / √3 … later, each at the first request from then on.
    expect(found).toEqual([100, 200, 271, 329, 379, 424, 464]);
  });

  it('ends when one waited for less, and needs a whole interval to begin again', () => {
    const block = fresh();
    drops(block, 0, 250, 5);
    expect(drops(block, 250, 251, 1)).toEqual([]);
    expect(drops(block, 251, 352, 5)).toEqual([351]);
  });

  it('begins again at the rate it had, if that was a short while ago', () => {
    const block = fresh();
    expect(drops(block, 0, 500, 5)).toHaveLength(7);
    drops(block, 500, 501, 1);
    // Six more than when it began: the second comes after 100 / √6 ms.
    expect(drops(block, 501, 650, 5).slice(0, 2)).toEqual([601, 642]);
    const late = fresh();
    drops(late, 0, 500, 5);
    drops(late, 500, 2_600, 1);
    expect(drops(late, 2_600, 2_805, 5)).toEqual([2_700, 2_800]);
  });

  it('catches up with what it should have dropped, one after another', () => {
    const block = fresh();
    drops(block, 0, 101, 5);
    // Nobody was taken up for 400 ms; the drops due until then come at once.
    expect(drops(block, 500, 501, 400)).toHaveLength(6);
  });

  it('touches no numbers but its own', () => {
    const block = fresh();
    drops(block, 0, 1_000, 5);
    noteEmpty(block, 0);
    expect(block.at(-1)).toBe(42);
  });
});

describe('adaptive LIFO', () => {
  const params: DisciplineParams = { ...CODEL, discipline: 'adaptive lifo' };

  it('takes the newest when there has been a queue for longer than an interval', () => {
    const block = fresh();
    noteFilled(block, 0, 1_000);
    expect([1_000, 1_100, 1_101].map((nowMs) => takesNewest(block, 0, params, nowMs))).toEqual([false, false, true]);
    noteFilled(block, 0, 1_200);
    expect(takesNewest(block, 0, params, 1_250)).toBe(false);
  });

  it('is LIFO always where that is said, and never where another order is', () => {
    const says = (discipline: DisciplineParams['discipline']) => takesNewest(fresh(), 0, { ...CODEL, discipline }, 1e6);
    expect([says('lifo'), says('fifo'), says('codel'), says('deadline')]).toEqual([true, false, false, false]);
  });
});

it('hopeless is who could not be done before the deadline, by the work that is expected', () => {
  expect([isHopeless(100, 10, 90), isHopeless(100, 10, 90.001), isHopeless(Infinity, 10, 1e9)]).toEqual([
    false,
    true,
    false,
  ]);
});
