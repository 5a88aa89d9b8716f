import { describe, expect, it } from 'vitest';
import { TRACES_HELD, type Trace } from '../../../src/engine/observation/trace';
import { keepTraces } from '../../../src/lab/page-state';

const trace = (id: number, outcome: number): Trace => ({
  id,
  journey: 0,
  truncated: false,
  spans: [
    {
      parent: -1,
      kind: 0,
      subject: 0,
      replica: 0,
      startMs: id,
      workFromMs: NaN,
      workToMs: NaN,
      endMs: NaN,
      outcome,
      covered: -1,
      message: '',
    },
  ],
});

describe('the traces on the page', () => {
  it('takes the newest version of each, in order', () => {
    const kept = keepTraces([trace(1, -1), trace(2, -1)], [trace(3, -1), trace(1, 0)]);
    expect(kept).toEqual([trace(1, 0), trace(2, -1), trace(3, -1)]);
  });

  it('lets go of an unfinished one that the engine holds no longer, and keeps the finished', () => {
    const kept = keepTraces([trace(1, -1), trace(2, 0), trace(3, -1)], [trace(2 + TRACES_HELD, -1)]);
    expect(kept.map(({ id }) => id)).toEqual([2, 3, 2 + TRACES_HELD]);
  });

  it('keeps no more than two thousand', () => {
    const many = Array.from({ length: 2500 }, (_, id) => trace(id, 0));
    const kept = keepTraces(many, [trace(2500, 0)]);
    expect(kept).toHaveLength(2000);
    expect(kept.at(-1)!.id).toBe(2500);
  });
});
