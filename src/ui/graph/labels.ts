import type { Point } from './curve';
import type { Box } from './box';
import type { GraphLayout } from './layout';

/** Where the words of a link stand: at a share of its length, left or right of the line. */
export interface LabelPlace {
  readonly share: number;
  readonly anchor: Point;
  readonly side: 'left' | 'right';
  /** From where the words begin to the edge of what is seen on that side. */
  readonly room: number;
}

/** What is seen of the drawing from side to side, in its units. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Half the width of a breaker's switch, and its height; its words begin beside it. */
export const SWITCH = { halfWidth: 23, height: 30 } as const;
/** Between the line, or the switch, and the words. */
const WORDS_GAP = 8;
/** From a place on its line to a link's words. */
export const gapBeside = (withSwitch: boolean): number => WORDS_GAP + (withSwitch ? SWITCH.halfWidth : 0);
const LINE_HEIGHT = 15;
/** What is always said: a breaker and its window in three lines, or a rate in one. */
const BREAKER_WORDS = { width: 118, height: 3 * LINE_HEIGHT } as const;
const COMPACT_BREAKER_WORDS = { width: 118, height: 2 * LINE_HEIGHT } as const;
const RATE = { width: 42, height: LINE_HEIGHT } as const;
/** What is said only in trouble: a second line, which may be longer. */
const TROUBLE = { width: 104, height: 2 * LINE_HEIGHT } as const;
/** Best near the callee, where links are apart. */
const BEST_SHARE = 0.6;
const SHARES = Array.from({ length: 17 }, (_, index) => 0.2 + index * 0.045).sort(
  (a, b) => Math.abs(a - BEST_SHARE) - Math.abs(b - BEST_SHARE),
);

/** What covering costs, for each square pixel. */
const COST_OF_SWITCH = 2000;
const COST_ALWAYS = 8;
const COST_IN_TROUBLE = 1;
/** For each sampled point of another line that is covered, and each pixel beyond the edge. */
const COST_LINE = 60;
const COST_BEYOND = 200;

/**
 * A place for each link's words, tried from the best one on: over no box, no other words and few other lines, not where
 * something lies over the drawing (`covered`, in its units), and within what is seen of it.
 */
export function placeLabels(
  layout: GraphLayout,
  hasBreaker: readonly boolean[],
  covered: readonly Box[] = [],
  seen: Span = { from: 0, to: layout.width },
): readonly LabelPlace[] {
  const taken: Box[] = [...layout.services, ...layout.workloads, ...covered];
  const lines = layout.links.map((curve) => lineOf(Array.from({ length: 41 }, (_, step) => curve.at(step / 40))));
  const places: LabelPlace[] = [];
  const costOf = ({ box, weight }: Claim, link: number): number => {
    const over = taken.reduce((area, other) => area + overlap(box, other), 0);
    const crossed = lines.reduce((sum, line, other) => (other === link ? sum : sum + within(line, box)), 0);
    const beyond = Math.max(0, seen.from - box.x) + Math.max(0, box.x + box.width - seen.to);
    return weight * (over + (crossed * COST_LINE) / COST_ALWAYS + (beyond * COST_BEYOND) / COST_ALWAYS);
  };
  // Breakers first: they are the larger, and a switch must sit on its line.
  const order = [...layout.links.keys()].sort((a, b) => Number(hasBreaker[b]) - Number(hasBreaker[a]) || a - b);
  for (const link of order) {
    const withSwitch = hasBreaker[link]!;
    const candidates = SHARES.flatMap((share) =>
      (['right', 'left'] as const).map((side) => {
        const anchor = layout.links[link]!.at(share);
        const room = (side === 'right' ? seen.to - anchor.x : anchor.x - seen.from) - gapBeside(withSwitch);
        const place: LabelPlace = { share, anchor, side, room };
        const claims = claimsOf(place, withSwitch, layout.measures.compact);
        return { place, claims, cost: claims.reduce((sum, claim) => sum + costOf(claim, link), 0) };
      }),
    );
    const best = candidates.reduce((a, b) => (b.cost < a.cost ? b : a));
    taken.push(...best.claims.map(({ box }) => box));
    places[link] = best.place;
  }
  return places;
}

interface Claim {
  readonly box: Box;
  readonly weight: number;
}

/** What a link's words and switch cover, and how much it matters. */
function claimsOf({ anchor, side }: LabelPlace, withSwitch: boolean, compact: boolean): Claim[] {
  const gap = gapBeside(withSwitch);
  const beside = ({ width, height }: { width: number; height: number }): Box => ({
    x: side === 'right' ? anchor.x + gap : anchor.x - gap - width,
    y: anchor.y - height / 2,
    width,
    height,
  });
  if (!withSwitch) {
    return [
      { box: beside(RATE), weight: COST_ALWAYS },
      { box: beside(TROUBLE), weight: COST_IN_TROUBLE },
    ];
  }
  const { halfWidth, height } = SWITCH;
  const plate = { x: anchor.x - halfWidth, y: anchor.y - height / 2, width: 2 * halfWidth, height };
  return [
    { box: beside(compact ? COMPACT_BREAKER_WORDS : BREAKER_WORDS), weight: COST_ALWAYS },
    { box: plate, weight: COST_OF_SWITCH },
  ];
}

const overlap = (a: Box, b: Box): number =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));

/** Sampled points of a link, and the box around them. */
interface Line {
  readonly points: readonly Point[];
  readonly around: Box;
}

function lineOf(points: readonly Point[]): Line {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { points, around: { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y } };
}

/** How many points of a line lie in a box. Asked very often, so lines that pass elsewhere are told by their own box. */
function within({ points, around }: Line, { x, y, width, height }: Box): number {
  const right = x + width;
  const bottom = y + height;
  if (around.x > right || around.y > bottom || around.x + around.width < x || around.y + around.height < y) return 0;
  let count = 0;
  for (const point of points) if (point.x >= x && point.x <= right && point.y >= y && point.y <= bottom) count++;
  return count;
}
