import type { Point } from '../graph/curve';

/** Radius of the circle around a number. */
export const NUMBER = 9;
/** From one number to the next in a row. */
const NUMBER_GAP = 21;
/** Numbers of two arrows closer than this would read as a row of one. */
const APART = 2 * NUMBER + 7;
/** Shares of an arrow's way at which its numbers may stand, the best first. */
const SHARES = [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74];

/** An arrow as a quadratic curve, with the numbers of its transitions. */
export interface Bow {
  readonly start: Point;
  readonly bend: Point;
  readonly end: Point;
  readonly count: number;
  /** To which side its row of numbers grows, away from the way back: -1 to 1. */
  readonly side: number;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The middle of each bow's row of numbers: on its own line, off the boxes, apart from others' numbers and lines. */
export function placeNumbers(
  bows: readonly Bow[],
  boxes: readonly Box[],
  size: { readonly width: number; readonly height: number },
): readonly Point[] {
  const lines = bows.map((bow) => Array.from({ length: 41 }, (_, step) => along(bow, step / 40)));
  const taken: Point[] = [];
  return bows.map((bow, index) => {
    const others = lines.filter((_, other) => other !== index).flat();
    const costs = SHARES.map((share, rank) => {
      const circles = row(placeAt(bow, share), bow.count);
      const clashes = circles.map(
        (circle) =>
          100 * boxes.filter((box) => outside(box, circle) < NUMBER + 2).length +
          100 * taken.filter((other) => distance(other, circle) < APART).length +
          (others.some((other) => distance(other, circle) < NUMBER + 2) ? 10 : 0) +
          (isCut(circle, size) ? 1000 : 0),
      );
      return rank + clashes.reduce((sum, cost) => sum + cost, 0);
    });
    const best = placeAt(bow, SHARES[costs.indexOf(Math.min(...costs))]!);
    taken.push(...row(best, bow.count));
    return best;
  });
}

/** The middles of so many numbers in a row around a place. */
export const row = ({ x, y }: Point, count: number): readonly Point[] =>
  Array.from({ length: count }, (_, at) => ({ x: x + (at - (count - 1) / 2) * NUMBER_GAP, y }));

function placeAt(bow: Bow, share: number): Point {
  const { x, y } = along(bow, share);
  return { x: x + ((bow.count - 1) * NUMBER_GAP * bow.side) / 2, y };
}

function along({ start, bend, end }: Bow, share: number): Point {
  const rest = 1 - share;
  const on = (from: number, by: number, to: number): number =>
    rest * rest * from + 2 * rest * share * by + share * share * to;
  return { x: on(start.x, bend.x, end.x), y: on(start.y, bend.y, end.y) };
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** How far a point is from a box; 0 inside it. */
export const outside = (box: Box, { x, y }: Point): number =>
  Math.hypot(Math.max(0, Math.abs(x - box.x) - box.width / 2), Math.max(0, Math.abs(y - box.y) - box.height / 2));

const isCut = ({ x, y }: Point, { width, height }: { readonly width: number; readonly height: number }): boolean =>
  x < NUMBER + 1 || y < NUMBER + 1 || x > width - NUMBER - 1 || y > height - NUMBER - 1;
