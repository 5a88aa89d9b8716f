import { describe, expect, it } from 'vitest';
import { machineDiagram } from '../../../../src/kernel/machine';
import { resilience4jMachine } from '../../../../src/policies/breakers/resilience4j.machine';
import { replicaMachine } from '../../../../src/engine/replica.machine';
import { BREAKER_MACHINES } from '../../../../src/policies/breaker-machines';
import { POLICY_MACHINES } from '../../../../src/policies/machines';
import { drawMachine, STATE } from '../../../../src/ui/inspector/machine-geometry';
import { NUMBER, outside, row } from '../../../../src/ui/inspector/number-places';
import { meanTimes, tallyOf, visitCells } from '../../../../src/ui/inspector/tally';
import { breakCatalog, runShop } from '../run';

describe('a tally', () => {
  it('accounts for everything that came since the start', () => {
    const { layout, frame, model } = runShop(2000, [{ ...breakCatalog, atMs: 1000 }]);
    for (const endpoint of model.endpoints.keys()) {
      const tally = tallyOf(visitCells(layout, endpoint), frame);
      // The run is younger than the trailing window, so both speak of all of it.
      expect(tally.byOutcome.reduce((sum, number) => sum + number, 0) + tally.inFlight).toBe(tally.arrived);
    }
  });

  it('keeps queue wait and service apart', () => {
    const { layout, frame } = runShop(4000);
    const { queueWaitMs, serviceMs } = meanTimes(visitCells(layout, 0), frame);
    expect(queueWaitMs).toBeLessThan(5);
    expect(serviceMs).toBeGreaterThan(15);
    expect(serviceMs).toBeLessThan(40);
  });

  it('counts only what was served as served: requests that fail at the door take no time', () => {
    const errors = { node: 'catalog', does: 'errors', share: '50%', when: 'at once' } as const;
    const { layout, frame } = runShop(6000, [{ atMs: 1000, do: 'break', id: 'door', fault: errors }]);
    const { serviceMs } = meanTimes(visitCells(layout, 2), frame);
    // about 60 served in 2.5 s, work exponential with mean 20 ms: 99.9 % of samples lie within 9 ms
    expect(Math.abs(serviceMs - 20)).toBeLessThan(9);
  });
});

describe('the drawing of a machine', () => {
  it.each([
    ['breaker', resilience4jMachine],
    ['replica', replicaMachine],
  ])('has every state and every transition of the %s, once, and no state on another', (_, machine) => {
    const diagram = machineDiagram(machine);
    const { states, arrows } = drawMachine(diagram);
    expect(states.map(({ name }) => name)).toEqual(diagram.states.map(({ name }) => name));
    expect(arrows.flatMap(({ numbers }) => numbers).sort((a, b) => a - b)).toEqual(
      diagram.transitions.map((__, index) => index + 1),
    );
    states.forEach((a, index) =>
      states.slice(index + 1).forEach((b) => {
        const apart = Math.abs(a.x - b.x) >= STATE.width || Math.abs(a.y - b.y) >= STATE.height;
        expect(apart).toBe(true);
      }),
    );
  });

  const all = { ...BREAKER_MACHINES, ...POLICY_MACHINES, replica: replicaMachine };
  it.each(Object.entries(all))('cuts off no number of %s, hides none, and lets none touch a state', (_, machine) => {
    const { width, height, states, arrows } = drawMachine(machineDiagram(machine));
    const rows = arrows.map(({ labelX, labelY, numbers }) => row({ x: labelX, y: labelY }, numbers.length));
    for (const { x, y } of rows.flat()) {
      expect(Math.min(x, width - x, y, height - y)).toBeGreaterThanOrEqual(NUMBER);
      for (const state of states) expect(outside({ ...state, ...STATE }, { x, y })).toBeGreaterThan(NUMBER);
    }
    rows.forEach((its, index) => {
      for (const one of its)
        for (const other of rows.slice(index + 1).flat())
          // Or they would read as numbers of one arrow.
          expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(2 * NUMBER + 3);
    });
  });
});
