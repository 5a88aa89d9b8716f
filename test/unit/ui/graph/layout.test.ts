import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLegibly, fitWhole, LEGIBLE } from '../../../../src/ui/graph/fit';
import type { Box } from '../../../../src/ui/graph/box';
import { layoutGraph, layoutsOf, type GraphLayout } from '../../../../src/ui/graph/layout';
import { COMPACT, ROOMY } from '../../../../src/ui/graph/measures';
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
      fc.property(acyclic, (model) =>
        [ROOMY, COMPACT].flatMap((measures) => layoutsOf(model, measures)).forEach(expectNothingOverlaps),
      ),
      { numRuns: 30 },
    );
  });

  it('is tried in few widths for a system of two hundred, the widest and narrower ones among them', () => {
    const names = Array.from({ length: 200 }, (_, index) => `s${index}`);
    const wide = modelOf({ web: names, ...Object.fromEntries(names.map((name) => [name, []])) });
    const across = layoutsOf(wide, COMPACT).map(({ width }) => width);
    expect(across.length).toBeLessThanOrEqual(16);
    expect(Math.max(...across)).toBeGreaterThan(200 * COMPACT.node.width);
    expect(Math.min(...across)).toBeLessThan(60 * COMPACT.node.width);
  });

  it('begins where requests come in, in a window that shows only part of a wide system', () => {
    const names = Array.from({ length: 60 }, (_, index) => `s${index}`);
    const wide = modelOf({ web: names, ...Object.fromEntries(names.map((name) => [name, []])) });
    const inset = { top: 8, right: 8, bottom: 8, left: 8 };
    const layout = layoutsOf(wide, COMPACT).reduce((a, b) => (b.width > a.width ? b : a));
    const fit = fitLegibly([() => [layout]], { width: 800, height: 600, inset, clear: [] }, () => true);
    const entrance = layout.workloads[0]!;
    const middle = (entrance.x + entrance.width / 2) * fit.scale + fit.x;
    expect(Math.abs(middle - 400)).toBeLessThan(entrance.width / 2);
  });

  it('draws every link from the bottom of its caller to the top of its callee', () => {
    const layout = layoutGraph(shop, rankServices(shop, 3), ROOMY);
    shop.links.forEach(({ from, to }, index) => {
      const caller = (from.kind === 'workload' ? layout.workloads : layout.services)[from.index]!;
      const curve = layout.links[index]!;
      expect(curve.at(0).y).toBeCloseTo(caller.y + caller.height, 6);
      expect(curve.at(1).y).toBeCloseTo(layout.services[to]!.y, 6);
    });
  });

  it('is the same every time', () => {
    const paths = () => layoutsOf(shop, ROOMY).map((layout) => layout.links.map((link) => link.path));
    expect(paths()).toEqual(paths());
  });
});

describe('fitting a window', () => {
  const inset = { top: 8, right: 8, bottom: 8, left: 8 };
  const layouts = layoutsOf(shop, ROOMY);

  it('takes a narrower layout for a narrower window', () => {
    const phone = fitWhole(layouts, { width: 390, height: 640, inset, clear: [] })!;
    const wall = fitWhole(layouts, { width: 1600, height: 640, inset, clear: [] })!;
    expect(phone.layout.width).toBeLessThan(wall.layout.width);
  });

  it('shows everything, and nothing of it under what lies over the window', () => {
    const sizes = fc.record({
      width: fc.integer({ min: 340, max: 1800 }),
      height: fc.integer({ min: 420, max: 1200 }),
    });
    fc.assert(
      fc.property(sizes, (window) => {
        const card = { x: 18, y: 16, width: 206, height: 150 };
        const { layout, scale, x, y } = fitWhole(layouts, { ...window, inset, clear: [card] })!;
        expect(x + layout.width * scale).toBeLessThanOrEqual(window.width);
        expect(y + layout.height * scale).toBeLessThanOrEqual(window.height);
        for (const box of [...layout.services, ...layout.workloads]) {
          const shown = {
            x: x + box.x * scale,
            y: y + box.y * scale,
            width: box.width * scale,
            height: box.height * scale,
          };
          expect(overlap(shown, card)).toBe(false);
        }
      }),
    );
  });

  it('keeps words legible in any window, and what is at stake in view where not everything can be', () => {
    const sets = [ROOMY, COMPACT].map((measures) => {
      const layouts = layoutsOf(shop, measures);
      return () => layouts;
    });
    const catalog = shop.services.findIndex(({ name }) => name === 'catalog');
    const sizes = fc.record({
      width: fc.integer({ min: 340, max: 1800 }),
      height: fc.integer({ min: 240, max: 1200 }),
    });
    fc.assert(
      fc.property(sizes, (window) => {
        const { layout, scale, x, y } = fitLegibly(
          sets,
          { ...window, inset, clear: [] },
          (service) => service === catalog,
        );
        expect(scale).toBeGreaterThanOrEqual(LEGIBLE);
        const box = layout.services[catalog]!;
        expect(x + box.x * scale).toBeGreaterThanOrEqual(0);
        expect(x + (box.x + box.width) * scale).toBeLessThanOrEqual(window.width);
        expect(y + box.y * scale).toBeGreaterThanOrEqual(0);
        expect(y + (box.y + box.height) * scale).toBeLessThanOrEqual(window.height);
      }),
      { numRuns: 60 },
    );
  });

  it('has a layout of the shop that a phone shows whole, with the words as large', () => {
    const clear = [{ x: 10, y: 6, width: 164, height: 138 }];
    const edges = { top: 4, right: 2, bottom: 48, left: 2 };
    for (const window of [
      { width: 390, height: 593 },
      { width: 375, height: 561 },
    ]) {
      const room = { ...window, inset: edges, clear };
      expect(fitWhole(layoutsOf(shop, COMPACT), room, LEGIBLE)).not.toBeNull();
    }
  });
});
