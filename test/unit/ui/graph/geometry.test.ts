import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeColumns, type RowItem } from '../../../../src/ui/graph/columns';
import { curveThrough } from '../../../../src/ui/graph/curve';
import { placeLabels, SWITCH } from '../../../../src/ui/graph/labels';
import { layoutsOf } from '../../../../src/ui/graph/layout';
import { ROOMY } from '../../../../src/ui/graph/measures';
import { poolOf, poolPaths } from '../../../../src/ui/graph/squares';
import { shop } from './shop';

describe('a curve', () => {
  const curve = curveThrough([
    { x: 0, y: 0 },
    { x: 200, y: 120 },
    { x: 200, y: 300 },
  ]);

  it('begins and ends where it was told to', () => {
    expect(curve.at(0)).toEqual({ x: 0, y: 0 });
    expect(curve.at(1)).toEqual({ x: 200, y: 300 });
    expect(curve.path).toMatch(/^M0 0C/);
  });

  it('is moved along at an even pace', () => {
    const steps = Array.from({ length: 20 }, (_, index) => {
      const from = curve.at(index / 20);
      const to = curve.at((index + 1) / 20);
      return Math.hypot(to.x - from.x, to.y - from.y);
    });
    for (const step of steps) expect(Math.abs(step - curve.length / 20)).toBeLessThan(curve.length / 200);
  });
});

describe('columns', () => {
  const row = fc.array(fc.integer({ min: 10, max: 200 }), { minLength: 1, maxLength: 6 });

  it('keep their order and their distance, within the widest row', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), fc.nat(), (widths, seed) => {
        const rows = widths.map((items, at): RowItem[] =>
          items.map((width, place) => ({
            width,
            ties:
              at === 0
                ? []
                : [{ row: at - 1, place: (place * 7 + seed) % widths[at - 1]!.length, pull: 1 + (place % 3) }],
          })),
        );
        const gap = 10;
        const centres = placeColumns(rows, gap);
        const widest = Math.max(...widths.map((items) => items.reduce((sum, width) => sum + width + gap, -gap)));
        rows.forEach((items, at) =>
          items.forEach(({ width }, place) => {
            const centre = centres[at]![place]!;
            expect(centre - width / 2).toBeGreaterThanOrEqual(-1e-6);
            expect(centre + width / 2).toBeLessThanOrEqual(widest + 1e-6);
            const next = items[place + 1];
            if (next)
              expect(centres[at]![place + 1]! - centre).toBeGreaterThanOrEqual((width + next.width) / 2 + gap - 1e-6);
          }),
        );
      }),
    );
  });
});

describe('the words of links', () => {
  it('put no switch on a box or on another switch', () => {
    for (const layout of layoutsOf(shop, ROOMY)) {
      const places = placeLabels(
        layout,
        shop.links.map(({ from }) => from.kind === 'service'),
      );
      const plates = shop.links.flatMap(({ from }, link) =>
        from.kind === 'service'
          ? [{ ...places[link]!.anchor, halfWidth: SWITCH.halfWidth, halfHeight: SWITCH.height / 2 }]
          : [],
      );
      for (const plate of plates) {
        for (const box of layout.services) {
          const inside =
            plate.x + plate.halfWidth > box.x &&
            plate.x - plate.halfWidth < box.x + box.width &&
            plate.y + plate.halfHeight > box.y &&
            plate.y - plate.halfHeight < box.y + box.height;
          expect(inside).toBe(false);
        }
      }
    }
  });
});

describe('the words of breakers', () => {
  /** A breaker's state and its window, in the drawing's units. */
  const WORDS = 118;
  const oneService = (width: number) => {
    const box = { x: 28, y: 100, width: 180, height: 98 };
    const link = curveThrough([
      { x: 118, y: 26 },
      { x: 118, y: 100 },
    ]);
    return { measures: ROOMY, width, height: 206, services: [box], workloads: [{ ...box, y: 0 }], links: [link] };
  };

  it('stand where the window has room for them, though the drawing is narrower', () => {
    const layout = oneService(216);
    const [place] = placeLabels(layout, [true], [], { from: -300, to: 500 });
    expect(place!.room).toBeGreaterThan(WORDS);
  });

  it('keep to the side that is seen', () => {
    const [place] = placeLabels(oneService(216), [true], [], { from: 0, to: 500 });
    expect(place!.side).toBe('right');
    expect(place!.room).toBeGreaterThan(WORDS);
  });
});

describe('a pool of workers', () => {
  const field = { width: 156, height: 22 };
  const squares = (path: string): number => path.split('M').length - 1;

  it('draws every worker once, within its field', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(70), fc.nat(70), (total, a, b) => {
        const working = Math.min(a, total);
        const waiting = Math.min(b, total - working);
        const pool = poolOf(total, field);
        expect(pool.kind).toBe('squares');
        const paths = poolPaths({ working, waiting, stuck: 0, total }, pool, field);
        expect([paths.working, paths.waiting, paths.stuck, paths.free].map(squares)).toEqual([
          working,
          waiting,
          0,
          total - working - waiting,
        ]);
        for (const [, x, y] of Object.values(paths)
          .join('')
          .matchAll(/M([\d.]+) ([\d.]+)h([\d.]+)/g)) {
          expect(Number(x)).toBeLessThan(field.width);
          expect(Number(y)).toBeLessThan(field.height);
        }
      }),
    );
  });

  it('becomes one bar where squares would be too small to tell apart', () => {
    expect(poolOf(1000, field).kind).toBe('bar');
  });
});
