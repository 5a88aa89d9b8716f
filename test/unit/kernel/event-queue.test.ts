import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventCode, EventQueue, kindOf, rowOf } from '../../../src/kernel/event-queue';

const everybody = (code: number) => code >= 0;

const drain = (queue: EventQueue, isAlive = everybody): { time: number; row: number }[] => {
  const taken: { time: number; row: number }[] = [];
  while (queue.nextTime < Infinity) {
    queue.take();
    if (isAlive(queue.code)) taken.push({ time: queue.time, row: rowOf(queue.code) });
  }
  return taken;
};

describe('event codes', () => {
  it('hold a kind and a row apart', () => {
    fc.assert(
      fc.property(fc.nat(14), fc.nat(2 ** 27 - 1), (kind, row) => {
        const code = eventCode(kind, row);
        expect([kindOf(code), rowOf(code)]).toEqual([kind, row]);
      }),
    );
  });
});

describe('EventQueue', () => {
  const entries = fc.array(fc.record({ at: fc.nat(20), timer: fc.constantFrom(0, 3, 7) }), { maxLength: 600 });

  it('gives events in order of time and, at one instant, of scheduling, whether they wait in the heap or in a lane', () => {
    fc.assert(
      fc.property(entries, (wanted) => {
        const queue = new EventQueue(everybody);
        const due: { time: number; row: number }[] = [];
        // Timers are set at instants that never go back, as in a run.
        [...wanted]
          .sort((a, b) => a.at - b.at)
          .forEach(({ at, timer }, row) => {
            if (timer === 0) queue.push(at + (row % 5), eventCode(1, row), 0);
            else queue.pushTimer(queue.lane(timer), at, eventCode(1, row), 0);
            due.push({ time: timer === 0 ? at + (row % 5) : at + timer, row });
          });
        due.sort((a, b) => a.time - b.time || a.row - b.row);
        expect(drain(queue)).toEqual(due);
      }),
    );
  });

  it('passes over what has nobody left to happen to', () => {
    fc.assert(
      fc.property(entries, fc.nat(4), (wanted, dead) => {
        const isAlive = (code: number) => rowOf(code) % 5 !== dead;
        const queue = new EventQueue(isAlive);
        [...wanted]
          .sort((a, b) => a.at - b.at)
          .forEach(({ at, timer }, row) => {
            if (timer === 0) queue.push(at, eventCode(1, row), 0);
            else queue.pushTimer(queue.lane(timer), at, eventCode(1, row), 0);
          });
        const alive = wanted.map((_, row) => row).filter((row) => row % 5 !== dead);
        expect(
          drain(queue, isAlive)
            .map(({ row }) => row)
            .sort((a, b) => a - b),
        ).toEqual(alive);
      }),
    );
  });

  it('goes on from a saved copy as it would have gone on itself', () => {
    fc.assert(
      fc.property(entries, fc.nat(600), (wanted, until) => {
        const queue = new EventQueue(everybody);
        [...wanted]
          .sort((a, b) => a.at - b.at)
          .forEach(({ at, timer }, row) => {
            if (timer === 0) queue.push(at, eventCode(1, row), 0);
            else queue.pushTimer(queue.lane(timer), at, eventCode(1, row), 0);
          });
        for (let i = 0; i < Math.min(until, wanted.length); i++) queue.take();
        const copy = new EventQueue(everybody);
        copy.load(queue.save());
        for (const each of [queue, copy]) {
          each.push(30, eventCode(2, 1), 0);
          each.pushTimer(each.lane(3), 27, eventCode(2, 2), 0);
          each.pushTimer(each.lane(4), 27, eventCode(2, 3), 0);
        }
        expect(drain(copy)).toEqual(drain(queue));
      }),
    );
  });
});
