import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Memory } from '../../../src/kernel/memory';
import { GENERATION, Rows } from '../../../src/kernel/rows';

/** Words of a row beside those that every row has: an integer and a double. */
const COUNT = 2;
const AT_MS = 4;
const STRIDE = 6;

class Table {
  readonly memory = new Memory();
  readonly rows = new Rows(this.memory, STRIDE);
  readonly others = new Rows(this.memory, STRIDE);

  write(row: number, value: number): void {
    this.memory.words[row + COUNT] = value;
    this.memory.numbers[(row + AT_MS) >> 1] = value / 2;
  }

  read(row: number): number[] {
    return [this.memory.words[row + COUNT]!, this.memory.numbers[(row + AT_MS) >> 1]!];
  }

  generation(row: number): number {
    return this.memory.words[row + GENERATION]!;
  }
}

describe('rows of a memory', () => {
  it('are never handed out while in use, and keep what was written beside rows of another kind as the memory grows', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2), { maxLength: 2000 }), (steps) => {
        const table = new Table();
        const held = new Map<number, number>();
        steps.forEach((step, i) => {
          const oldest = held.keys().next().value;
          if (step > 0 || oldest === undefined) {
            const row = (step === 1 ? table.rows : table.others).take();
            expect(held.has(row)).toBe(false);
            table.write(row, i);
            held.set(row, i);
          } else if (step === 0 && table.rows.live > 0) {
            table.rows.forEach((row) => {
              if (row !== oldest) return;
              table.rows.give(row);
              held.delete(row);
            });
          }
        });
        expect(table.rows.live + table.others.live).toBe(held.size);
        for (const [row, i] of held) expect(table.read(row)).toEqual([i, i / 2]);
      }),
    );
  });

  it('have another generation when used again, so that an old reference finds nobody', () => {
    const table = new Table();
    const row = table.rows.take();
    const generation = table.generation(row);
    table.rows.give(row);
    expect(table.rows.take()).toBe(row);
    expect(table.generation(row)).not.toBe(generation);
  });

  it('are all seen, in use or free, each once', () => {
    const table = new Table();
    const taken = Array.from({ length: 100 }, () => table.rows.take());
    table.rows.give(taken[7]!);
    const seen: number[] = [];
    table.rows.forEach((row) => seen.push(row));
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(taken));
  });

  it('are taken and given as before after a copy was loaded into another memory', () => {
    const table = new Table();
    const taken = Array.from({ length: 100 }, () => table.rows.take());
    taken.filter((_, i) => i % 3 === 0).forEach((row) => table.rows.give(row));
    const copy = new Table();
    copy.memory.load(table.memory.save());
    copy.rows.load(table.rows.save());
    expect(taken.map((row) => copy.generation(row))).toEqual(taken.map((row) => table.generation(row)));
    expect(Array.from({ length: 50 }, () => copy.rows.take())).toEqual(
      Array.from({ length: 50 }, () => table.rows.take()),
    );
  });
});
