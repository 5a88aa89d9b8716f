import { describe, expect, it } from 'vitest';
import type { Selection } from '../../../../src/ui/parts/selection';
import { layoutsOf } from '../../../../src/ui/graph/layout';
import { ROOMY } from '../../../../src/ui/graph/measures';
import { firstStop, walk, type Step } from '../../../../src/ui/graph/walk';
import { shop } from './shop';

const STEPS: readonly Step[] = ['up', 'down', 'left', 'right'];
const keyOf = ({ kind, index }: Selection): string => `${kind} ${index}`;

describe('the keyboard', () => {
  it('reaches every workload, service and link from where it begins, in every layout', () => {
    for (const layout of layoutsOf(shop, ROOMY)) {
      const reached = new Set<string>();
      const open = [firstStop(shop)];
      for (const stop of open) {
        if (reached.has(keyOf(stop))) continue;
        reached.add(keyOf(stop));
        for (const step of STEPS) {
          const next = walk(shop, layout, stop, step);
          if (next) open.push(next);
        }
      }
      expect(reached.size).toBe(shop.workloads.length + shop.services.length + shop.links.length);
    }
  });

  it('goes down a link to what is called, and back up to who calls', () => {
    const layout = layoutsOf(shop, ROOMY)[0]!;
    const link = shop.links.findIndex(
      ({ from, to }) => from.kind === 'service' && shop.services[to]!.name === 'catalog',
    );
    const catalog: Selection = { kind: 'service', index: shop.links[link]!.to };
    expect(walk(shop, layout, { kind: 'link', index: link }, 'down')).toEqual(catalog);
    expect(walk(shop, layout, catalog, 'up')).toEqual({ kind: 'link', index: link });
    expect(walk(shop, layout, { kind: 'link', index: link }, 'up')).toEqual({ kind: 'service', index: 0 });
  });

  it('stays where there is nothing that way', () => {
    const layout = layoutsOf(shop, ROOMY)[0]!;
    expect(walk(shop, layout, { kind: 'workload', index: 0 }, 'up')).toBeNull();
  });
});
