import { describe, expect, it } from 'vitest';
import { resolveFault } from '../../../../src/scenario/fault';

import {
  DOES_TO,
  faultsOnTarget,
  handFault,
  USUAL_STRENGTH,
  type HandTarget,
} from '../../../../src/ui/inspector/faults';
import { runShop } from '../run';

const { model } = runShop(0);
const targets: readonly HandTarget[] = [
  ...model.services.flatMap(({ replicas }, service): HandTarget[] =>
    [-1, ...Array.from({ length: replicas }, (_, replica) => replica)].map((replica) => ({
      kind: 'service',
      service,
      replica,
    })),
  ),
  ...model.links.map((_, link): HandTarget => ({ kind: 'link', link })),
];

describe('a fault by hand', () => {
  it('is one the simulator takes, of every kind on every service, replica and link', () => {
    for (const target of targets) {
      for (const does of DOES_TO[target.kind]) {
        const { id, fault } = handFault(model, target, does, USUAL_STRENGTH);
        if (fault === undefined) {
          expect(model.faults.some((own) => own.id === id)).toBe(true);
          continue;
        }
        const resolved = resolveFault(model, id, fault);
        expect(resolved).toMatchObject({ ok: true });
        if (resolved.ok) {
          expect(resolved.value.target).toEqual(target);
          expect(resolved.value.effect.does).toBe(does);
        }
      }
    }
  });

  it('is the scenario’s own where that has the very same', () => {
    const catalog = model.services.findIndex(({ name }) => name === 'catalog');
    expect(handFault(model, { kind: 'service', service: catalog, replica: -1 }, 'hang', USUAL_STRENGTH)).toEqual({
      id: 'catalog-hangs',
    });
  });

  it('is found again at its service, whichever replica it is on', () => {
    const catalog = model.services.findIndex(({ name }) => name === 'catalog');
    const found = faultsOnTarget(model, model.faults, ['catalog-hangs'], {
      kind: 'service',
      service: catalog,
      replica: 0,
    });
    expect(found.map(({ id }) => id)).toEqual(['catalog-hangs']);
    expect(faultsOnTarget(model, model.faults, [], { kind: 'service', service: catalog, replica: -1 })).toEqual([]);
  });
});
