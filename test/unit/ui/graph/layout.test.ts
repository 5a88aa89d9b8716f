import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestLayout, layoutGraph, layoutsOf, type Box, type GraphLayout } from '../../../../src/ui/graph/layout';
import { rankServices } from '../../../../src/ui/graph/ranks';
import { modelOf, shop } from './shop';

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

function expectNothingOverlaps({ services, workloads }: GraphLayout): void {
  const boxes = [...services, ...workloads];
  boxes.forEach((a, index) => boxes.slice(index + 1).forEach((b) => expect(overlap(a, b)).toBe(false)));
}

/** Graphs without cycles: a service calls only later ones. */
const acyclic = fc
  .integer({ min: 1, max: 9 })
  .chain((size) =>
    fc.array(fc.array(fc.boolean(), { minLength: size, maxLength: size }), { minLength: size, maxLength: size }),
  )
  .map((matrix) =>
    modelOf(
      Object.fromEntries(
        matrix.map((row, index) => [`s${index}`, row.flatMap((calls, to) => (calls && to > index ? [`s${to}`] : []))]),
      ),
    ),
  );

describe('rows of services', () => {
  it('stand below all of their callers, however narrow', () => {
    fc.assert(
      fc.property(acyclic, fc.integer({ min: 1, max: 5 }), (model, widest) => {
        const ranks = rankServices(model, widest);
        for (const { from, to } of model.links) {
          if (from.kind === 'service') expect(ranks[to]).toBeGreaterThan(ranks[from.index]!);
        }
        expect(Math.max(...ranks.map((rank) => ranks.filter((other) => other === rank).length))).toBeLessThanOrEqual(
          widest,
        );
      }),
    );
  });

  it('exist for services that call each other in a circle', () => {
    expect(rankServices(modelOf({ web: ['a'], a: ['b'], b: ['a'] }), 3)).toEqual([0, 1, 2]);
  });
});

describe('the layout', () => {
  it('puts nothing on top of anything else', () => {
    fc.assert(
      fc.property(acyclic, (model) => layoutsOf(model).forEach(expectNothingOverlaps)),
      { numRuns: 30 },
    );
  });

  it('draws every link from the bottom of its caller to the top of its callee', () => {
    const layout = layoutGraph(shop, rankServices(shop, 3));
    shop.links.forEach(({ from, to }, index) => {
      const caller = (from.kind === 'workload' ? layout.workloads : layout.services)[from.index]!;
      const curve = layout.links[index]!;
      expect(curve.at(0).y).toBeCloseTo(caller.y + caller.height, 6);
      expect(curve.at(1).y).toBeCloseTo(layout.services[to]!.y, 6);
    });
  });

  it('is the same every time', () => {
    const paths = () => layoutsOf(shop).map((layout) => layout.links.map((link) => link.path));
    expect(paths()).toEqual(paths());
  });

  it('is narrower for a narrower window', () => {
    const layouts = layoutsOf(shop);
    expect(bestLayout(layouts, 390, 640).width).toBeLessThan(bestLayout(layouts, 1600, 640).width);
  });
});
