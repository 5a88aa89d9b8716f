/** A place on the drawing, in its own units: CSS pixels at scale 1. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line from top to bottom that leaves and enters vertically, for drawing and for moving along. */
export interface Curve {
  /** For a path's `d`. */
  readonly path: string;
  readonly length: number;
  /** The place at a share of its length in [0, 1]. */
  at(share: number): Point;
}

const STEPS = 24;

/** Through the points, each piece a cubic whose ends are vertical. */
export function curveThrough(points: readonly Point[]): Curve {
  const first = points[0]!;
  let path = `M${first.x} ${first.y}`;
  const samples: Point[] = [first];
  for (let index = 1; index < points.length; index++) {
    const from = points[index - 1]!;
    const to = points[index]!;
    const middleY = (from.y + to.y) / 2;
    path += `C${from.x} ${middleY} ${to.x} ${middleY} ${to.x} ${to.y}`;
    for (let step = 1; step <= STEPS; step++) samples.push(onPiece(from, to, step / STEPS));
  }
  const lengths = runningLengths(samples);
  const length = lengths[lengths.length - 1]!;
  return { path, length, at: (share) => placeAt(samples, lengths, Math.min(1, Math.max(0, share)) * length) };
}

function onPiece(from: Point, to: Point, t: number): Point {
  const u = 1 - t;
  const middleY = (from.y + to.y) / 2;
  const ends = u * u * (u + 3 * t);
  return {
    x: ends * from.x + (1 - ends) * to.x,
    y: u * u * u * from.y + 3 * u * t * middleY + t * t * t * to.y,
  };
}

function runningLengths(samples: readonly Point[]): number[] {
  let total = 0;
  return samples.map((point, index) => {
    const before = samples[index - 1] ?? point;
    return (total += Math.hypot(point.x - before.x, point.y - before.y));
  });
}

function placeAt(samples: readonly Point[], lengths: readonly number[], distance: number): Point {
  let low = 1;
  let high = samples.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lengths[middle]! < distance) low = middle + 1;
    else high = middle;
  }
  const from = samples[low - 1]!;
  const to = samples[low]!;
  const span = lengths[low]! - lengths[low - 1]!;
  const share = span === 0 ? 0 : (distance - lengths[low - 1]!) / span;
  return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
}
