import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isShed, PRIORITIES, priorityOf, type ShedParams } from '../../../src/policies/shedding';

const USUAL: ShedParams = { queue: [0.5, 0.75, 0.9, Infinity], workers: [Infinity, Infinity, Infinity, Infinity] };
const shed = (params: ShedParams, queued: number, held = 0): boolean[] =>
  PRIORITIES.map((name) => isShed(params, priorityOf(name), queued, 100, held, 10));

describe('shedding', () => {
  it('turns away who matters least first, exactly from the share of the queue on', () => {
    expect(shed(USUAL, 49)).toEqual([false, false, false, false]);
    expect(shed(USUAL, 50)).toEqual([true, false, false, false]);
    expect(shed(USUAL, 75)).toEqual([true, true, false, false]);
    expect(shed(USUAL, 90)).toEqual([true, true, true, false]);
    expect(shed(USUAL, 100)).toEqual([true, true, true, false]);
  });

  it('goes by held workers too', () => {
    const params = { queue: USUAL.queue, workers: [0.8, Infinity, Infinity, Infinity] };
    expect([shed(params, 0, 7)[0], shed(params, 0, 8)[0], shed(params, 0, 8)[1]]).toEqual([false, true, false]);
  });

  it('turns nobody away for a queue that there is not', () => {
    expect(isShed(USUAL, 0, 0, 0, 0, 10)).toBe(false);
  });

  it('never turns one away who matters more than one it lets in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
        fc.nat(100),
        (shares, queued) => {
          const queue = [...shares.sort((a, b) => a - b), Infinity];
          const [low, normal, high, critical] = shed({ queue, workers: USUAL.workers }, queued);
          expect([low, normal, high, critical].map(Number)).toEqual(
            [low, normal, high, critical].map(Number).sort((a, b) => b - a),
          );
        },
      ),
    );
  });
});
