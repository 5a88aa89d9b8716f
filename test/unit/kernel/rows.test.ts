import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeRows } from '../../../src/kernel/rows';

const makeTable = () => makeRows(['count'], ['atMs']);

describe('makeRows', () => {
  it('never hands out a row that is in use, and keeps what was written as it grows', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 2000 }), (takes) => {
        const table = makeTable();
        const held = new Map<number, number>();
        takes.forEach((take, i) => {
          const oldest = held.keys().next().value;
          if (take || oldest === undefined) {
            const row = table.take();
            expect(held.has(row)).toBe(false);
            table.count[row] = i;
            table.atMs[row] = i / 2;
            held.set(row, i);
          } else {
            table.give(oldest);
            held.delete(oldest);
          }
        });
        expect(table.live).toBe(held.size);
        for (const [row, i] of held) expect([table.count[row], table.atMs[row]]).toEqual([i, i / 2]);
      }),
    );
  });

  it('gives a row used again another generation, so that an old reference finds nobody', () => {
    const table = makeTable();
    const row = table.take();
    const generation = table.generation[row];
    table.give(row);
    expect(table.take()).toBe(row);
    expect(table.generation[row]).not.toBe(generation);
  });

  it('takes and gives the same rows after a copy was loaded into another table', () => {
    const table = makeTable();
    const rows = Array.from({ length: 100 }, () => table.take());
    rows.filter((row) => row % 3 === 0).forEach((row) => table.give(row));
    const copy = makeTable();
    copy.load(table.save());
    expect(Array.from({ length: 50 }, () => copy.take())).toEqual(Array.from({ length: 50 }, () => table.take()));
    expect([...copy.generation.slice(0, 100)]).toEqual([...table.generation.slice(0, 100)]);
  });
});
