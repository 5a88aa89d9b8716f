import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Row, Rows, Tape } from '../../../src/kernel/rows';

class Visit extends Row {
  count = 0;
  startedAt = NaN;
  next: Visit | null = null;
}

const visits = (): Rows<Visit> => new Rows((number) => new Visit(number));

const carry = (rows: Rows<Visit>, tape: Tape): Tape => {
  rows.carry(tape);
  for (const row of rows.all) {
    row.count = tape.number(row.count);
    row.startedAt = tape.number(row.startedAt);
    row.next = tape.row(rows, row.next);
  }
  return tape;
};

/** Other rows that hold the same, by way of a tape. */
const copyOf = (rows: Rows<Visit>): Rows<Visit> => {
  const copy = visits();
  carry(copy, Tape.of(carry(rows, Tape.blank()).written()));
  return copy;
};

describe('rows', () => {
  it('are never handed out while in use, and keep what was written', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 2000 }), (steps) => {
        const rows = visits();
        const held = new Map<Visit, number>();
        steps.forEach((isTaken, i) => {
          const oldest = held.keys().next().value;
          if (isTaken || oldest === undefined) {
            const row = rows.take();
            expect(held.has(row)).toBe(false);
            row.count = i;
            held.set(row, i);
          } else {
            rows.give(oldest);
            held.delete(oldest);
          }
        });
        expect(rows.live).toBe(held.size);
        for (const [row, i] of held) expect([row.count, rows.all[row.number]]).toEqual([i, row]);
      }),
    );
  });

  it('have another generation when used again, so that an old reference finds nobody', () => {
    const rows = visits();
    const row = rows.take();
    const { generation } = row;
    rows.give(row);
    expect(rows.take()).toBe(row);
    expect(row.generation).not.toBe(generation);
  });

  it('are all seen, in use or free, each once', () => {
    const rows = visits();
    const taken = Array.from({ length: 100 }, () => rows.take());
    rows.give(taken[7]!);
    expect(rows.all).toEqual(taken);
  });

  it('come from a tape as they went onto it, and are taken and given as before', () => {
    const rows = visits();
    const taken = Array.from({ length: 3000 }, () => rows.take());
    taken.forEach((row, i) => {
      row.count = i;
      row.startedAt = i % 2 === 0 ? NaN : i / 3;
      row.next = i % 7 === 0 ? null : taken[(i * 31) % taken.length]!;
    });
    taken.filter((_, i) => i % 3 === 0).forEach((row) => rows.give(row));
    const copy = copyOf(rows);
    expect(copy.live).toBe(rows.live);
    const seen = (visit: Visit) => [visit.generation, visit.count, visit.startedAt, visit.next?.number];
    expect(copy.all.map(seen)).toEqual(rows.all.map(seen));
    const takeSome = (from: Rows<Visit>) => Array.from({ length: 2000 }, () => from.take().number);
    expect(takeSome(copy)).toEqual(takeSome(rows));
  });

  it('that were made after a tape was written are gone after it was read', () => {
    const rows = visits();
    const first = rows.take();
    const numbers = carry(rows, Tape.blank()).written();
    rows.take();
    carry(rows, Tape.of(numbers));
    expect(rows.all).toEqual([first]);
    expect(rows.live).toBe(1);
  });
});

describe('a tape', () => {
  it('tells flags and references to nobody apart', () => {
    const rows = visits();
    const row = rows.take();
    const walk = (tape: Tape) => [tape.flag(true), tape.flag(false), tape.row<Visit>(rows, null), tape.row(rows, row)];
    const tape = Tape.blank();
    expect(walk(tape)).toEqual([true, false, null, row]);
    const read = Tape.of(tape.written());
    expect([read.flag(false), read.flag(true), read.row(rows, row), read.row<Visit>(rows, null)]).toEqual([
      true,
      false,
      null,
      row,
    ]);
  });
});
