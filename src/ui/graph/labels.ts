import type { Point } from './curve';
import type { Box, GraphLayout } from './layout';

/** Where the words of a link stand: at a share of its length, left or right of the line. */
export interface LabelPlace {
  readonly share: number;
  readonly anchor: Point;
  readonly side: 'left' | 'right';
}

/** Half the width of a breaker's switch, and its height; its words begin beside it. */
export const SWITCH = { halfWidth: 23, height: 30 } as const;
/** Between the line, or the switch, and the words. */
export const WORDS_GAP = 8;
const WORDS_WIDTH = 112;
const LINE_HEIGHT = 15;
const SHARES = [0.6, 0.68, 0.5, 0.42, 0.76, 0.34, 0.84, 0.26] as const;

/** A place for each link's words, tried from the busiest place on: over no box, no other words and few other lines. */
export function placeLabels(layout: GraphLayout, hasBreaker: readonly boolean[]): readonly LabelPlace[] {
  const taken: Box[] = [...layout.services, ...layout.workloads];
  const lines = layout.links.map((curve) => Array.from({ length: 41 }, (_, step) => curve.at(step / 40)));
  const places: LabelPlace[] = [];
  // Breakers first: they are the larger, and a switch must sit on its line.
  const order = [...layout.links.keys()].sort((a, b) => Number(hasBreaker[b]) - Number(hasBreaker[a]) || a - b);
  for (const link of order) {
    const curve = layout.links[link]!;
    const candidates = SHARES.flatMap((share) =>
      (['right', 'left'] as const).map((side): LabelPlace => ({ share, anchor: curve.at(share), side })),
    );
    const cost = (place: LabelPlace, rank: number): number => {
      const boxes = boxesOf(place, hasBreaker[link]!);
      const covered = boxes.reduce((sum, box) => sum + taken.reduce((area, other) => area + overlap(box, other), 0), 0);
      const crossed = lines.reduce(
        (sum, points, other) => (other === link ? sum : sum + boxes.reduce((n, box) => n + within(points, box), 0)),
        0,
      );
      const outside = boxes.reduce((sum, { x, width }) => sum + beyond(x, x + width, layout.width), 0);
      return covered * 4 + crossed * 60 + outside * 200 + rank;
    };
    const best = candidates.reduce((a, b, rank) => {
      return cost(b, rank) < cost(a, candidates.indexOf(a)) ? b : a;
    }, candidates[0]!);
    taken.push(...boxesOf(best, hasBreaker[link]!));
    places[link] = best;
  }
  return places;
}

const beyond = (from: number, to: number, size: number): number => Math.max(0, -from) + Math.max(0, to - size);

/** What a link's words and switch cover. */
function boxesOf({ anchor, side }: LabelPlace, withSwitch: boolean): Box[] {
  const gap = WORDS_GAP + (withSwitch ? SWITCH.halfWidth : 0);
  const wordsHeight = (withSwitch ? 3 : 2) * LINE_HEIGHT;
  const words: Box = {
    x: side === 'right' ? anchor.x + gap : anchor.x - gap - WORDS_WIDTH,
    y: anchor.y - wordsHeight / 2,
    width: WORDS_WIDTH,
    height: wordsHeight,
  };
  const { halfWidth, height } = SWITCH;
  return withSwitch
    ? [words, { x: anchor.x - halfWidth, y: anchor.y - height / 2, width: 2 * halfWidth, height }]
    : [words];
}

const overlap = (a: Box, b: Box): number =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));

const within = (points: readonly Point[], box: Box): number =>
  points.filter(({ x, y }) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height).length;
