import { describe, expect, it } from 'vitest';
import { machineDiagram } from '../../../../src/kernel/machine';
import { resilience4jMachine } from '../../../../src/policies/breakers/resilience4j.machine';
import { replicaMachine } from '../../../../src/engine/replica.machine';
import { BREAKER_MACHINES } from '../../../../src/policies/breaker-machines';
import { drawMachine, NUMBER, STATE } from '../../../../src/ui/inspector/machine-geometry';
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
    const { states, arrows } = drawMachine(diagram, 348, 200);
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

  it.each([...Object.entries(BREAKER_MACHINES), ['replica', replicaMachine] as const])(
    'cuts off no number of %s',
    (_, machine) => {
      const [width, height] = [348, 200];
      for (const { labelX, labelY } of drawMachine(machineDiagram(machine), width, height).arrows) {
        expect(labelX).toBeGreaterThanOrEqual(NUMBER);
        expect(labelX).toBeLessThanOrEqual(width - NUMBER);
        expect(labelY).toBeGreaterThanOrEqual(NUMBER);
        expect(labelY).toBeLessThanOrEqual(height - NUMBER);
      }
    },
  );
});
