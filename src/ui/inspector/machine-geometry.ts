import type { MachineDiagram } from '../../kernel/machine';
import { NUMBER, placeNumbers, type Bow } from './number-places';

export interface StatePlace {
  readonly name: string;
  readonly description: string;
  readonly x: number;
  readonly y: number;
}

/** All transitions between two states in one direction, as one arrow with the numbers of its transitions. */
export interface Arrow {
  readonly path: string;
  readonly labelX: number;
  readonly labelY: number;
  readonly numbers: readonly number[];
}

export const STATE = { width: 92, height: 34 } as const;
/** How far an arrow bends away from the straight line, so that there and back are two lines. */
const BEND = 26;
const LOOP = 24;
/** From a state up to the number of a transition to itself. */
const LOOP_LABEL = LOOP * 0.8;
/** As wide as the inspector at its narrowest. */
const WIDTH = 348;
/** Of rows of states: one of two, two of up to four, three of more. */
const HEIGHTS = { one: 110, two: 200, three: 280 } as const;

interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly states: readonly StatePlace[];
  readonly arrows: readonly Arrow[];
}

/** States around the drawing in the order of the definition, arrows between them; transitions are numbered from 1. */
export function drawMachine({ states, transitions }: MachineDiagram): Drawing {
  const width = WIDTH;
  const height = states.length > 4 ? HEIGHTS.three : states.length > 2 ? HEIGHTS.two : HEIGHTS.one;
  // Clockwise, the first two side by side at the top: three states make a triangle on its point.
  const angles = states.map((_, index) => (2 * Math.PI * (index - 0.5)) / states.length);
  const across = stretch(angles.map(side), STATE.width / 2 + 2, width - STATE.width / 2 - 2);
  const down = stretch(
    angles.map((angle) => -Math.cos(angle)),
    STATE.height / 2 + LOOP_LABEL + NUMBER + 1,
    // An arrow between two states at the bottom bows down, and its number with it.
    height - BEND - NUMBER,
  );
  const places = states.map(({ name, description }, index): StatePlace => ({
    name,
    description,
    x: across[index]!,
    y: down[index]!,
  }));
  const numbers = new Map<string, number[]>();
  transitions.forEach(({ from, to }, index) => {
    const key = `${from}\n${to}`;
    numbers.set(key, [...(numbers.get(key) ?? []), index + 1]);
  });
  const place = (name: string): StatePlace => places.find((candidate) => candidate.name === name)!;
  const pairs = [...numbers].map(([key, its]) => {
    const [from = '', to = ''] = key.split('\n');
    return { from: place(from), to: place(to), numbers: its };
  });
  const loops = pairs.filter(({ from, to }) => from === to);
  const between = pairs.filter(({ from, to }) => from !== to);
  const bows = between.map(({ from, to, numbers: its }) => bowBetween(from, to, its.length));
  const boxes = places.map(({ x, y }) => ({ x, y, ...STATE }));
  const labels = placeNumbers(bows, boxes, { width, height });
  return {
    width,
    height,
    states: places,
    arrows: [
      ...loops.map(({ from, numbers: its }) => loop(from, its)),
      ...between.map(({ numbers: its }, index): Arrow => {
        const { start, bend, end } = bows[index]!;
        const label = labels[index]!;
        return {
          path: `M${round(start.x)} ${round(start.y)}Q${round(bend.x)} ${round(bend.y)} ${round(end.x)} ${round(end.y)}`,
          labelX: round(label.x),
          labelY: round(label.y),
          numbers: its,
        };
      }),
    ],
  };
}

/** Left (-1), right (1) or in the middle (0): straight sides leave more room between states than an ellipse. */
const side = (angle: number): number => Math.sign(Math.round(Math.sin(angle) * 8));

/** Moves and stretches values so that they fill a range; all in its middle where they are equal. */
function stretch(values: readonly number[], from: number, to: number): number[] {
  const least = Math.min(...values);
  const most = Math.max(...values);
  return values.map((value) =>
    most === least ? (from + to) / 2 : from + ((value - least) / (most - least)) * (to - from),
  );
}

/** A quadratic curve from edge to edge, bent to its left. */
function bowBetween(from: StatePlace, to: StatePlace, count: number): Bow {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const bendX = (-(to.y - from.y) / length) * -BEND;
  const bendY = ((to.x - from.x) / length) * -BEND;
  const bend = { x: (from.x + to.x) / 2 + bendX, y: (from.y + to.y) / 2 + bendY };
  return {
    start: edgeTowards(from, bend.x, bend.y, 3),
    bend,
    end: edgeTowards(to, bend.x, bend.y, 8),
    count,
    side: bendX / BEND,
  };
}

function loop({ x, y }: StatePlace, numbers: readonly number[]): Arrow {
  const top = y - STATE.height / 2;
  return {
    path: `M${round(x - 14)} ${round(top)}C${round(x - 20)} ${round(top - LOOP)} ${round(x + 20)} ${round(top - LOOP)} ${round(x + 14)} ${round(top - 6)}`,
    labelX: round(x),
    labelY: round(top - LOOP_LABEL),
    numbers,
  };
}

/** Where the line from a box's middle towards a point leaves the box, and `gap` further. */
function edgeTowards({ x, y }: StatePlace, toX: number, toY: number, gap: number): { x: number; y: number } {
  const dx = toX - x;
  const dy = toY - y;
  const share = Math.min(
    (STATE.width / 2 + gap) / Math.abs(dx || 1e-9),
    (STATE.height / 2 + gap) / Math.abs(dy || 1e-9),
  );
  return { x: x + dx * share, y: y + dy * share };
}

const round = (value: number): number => Math.round(value * 10) / 10;
