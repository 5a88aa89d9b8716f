import type { Box } from './box';
import type { Curve, Point } from './curve';
import { traceIdOf, type Phase, type Travellers } from './travellers';

/** Colours as a canvas takes them. */
export interface Paints {
  readonly good: string;
  readonly wait: string;
  readonly bad: string;
  readonly accent: string;
  readonly surface: string;
}

/**
 * What of the drawing is seen, and how large: window = k x drawing + (x, y), in CSS pixels of `density` dots each. The
 * canvas covers a part of that window and no more, for every dot of it is copied with each picture.
 */
export interface Sight extends Box {
  readonly density: number;
  readonly k: number;
  readonly of: Point;
}

/** The part of a window of that size in which a drawing as large as `extent` can have travellers. */
export function sightOf(
  { k, x, y }: { readonly k: number; readonly x: number; readonly y: number },
  extent: Size,
  window: Size,
  density: number,
): Sight {
  const beside = REACH * k;
  const left = Math.max(0, Math.floor(x - beside));
  const top = Math.max(0, Math.floor(y - beside));
  const right = Math.min(window.width, Math.ceil(x + extent.width * k + beside));
  const bottom = Math.min(window.height, Math.ceil(y + extent.height * k + beside));
  const [width, height] = [Math.max(0, right - left), Math.max(0, bottom - top)];
  return { x: left, y: top, width, height, density, k, of: { x, y } };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** How a request is drawn: a disc, or where nothing is filled a cross. */
interface Look {
  readonly radius: number;
  readonly fill: keyof Paints | null;
  readonly stroke: keyof Paints;
  readonly width: number;
}

const RADIUS = 4;
const FOLLOWED_SIZE = 2.1;
/** From its place to where the largest of them ends. */
const REACH = RADIUS * FOLLOWED_SIZE * 1.5;
const DOT: Look = { radius: RADIUS, fill: 'good', stroke: 'surface', width: 1 };
const RING: Look = { radius: RADIUS - 0.5, fill: 'surface', stroke: 'wait', width: 2 };
const CROSS: Look = { radius: RADIUS, fill: null, stroke: 'bad', width: 2.4 };
const FOLLOWED_DOT: Look = { ...DOT, fill: 'accent', width: 1.2 };
const FOLLOWED_RING: Look = { ...RING, stroke: 'accent', width: 1.6 };

function lookOf(phase: Phase, isFollowed: boolean): Look {
  if (phase === 'failed') return CROSS;
  if (phase === 'waiting') return isFollowed ? FOLLOWED_RING : RING;
  return isFollowed ? FOLLOWED_DOT : DOT;
}

/**
 * Draws travellers on a canvas of their own: as parts of the SVG, each that moves would have the page lay out and paint
 * anew what it passes over.
 */
export class TravellerLayer {
  private readonly context: CanvasRenderingContext2D | null;
  private blank = true;

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.context = canvas.getContext('2d');
  }

  /** `followed`: the id of the trace that is made to stand out, or null. */
  draw(travellers: Travellers, curves: readonly Curve[], followed: number | null, paints: Paints, sight: Sight): void {
    const { context } = this;
    if (context === null) return;
    this.size(sight);
    this.clear();
    const { k, of, density, width, height } = sight;
    const [left, top] = [of.x - sight.x, of.y - sight.y];
    context.setTransform(k * density, 0, 0, k * density, left * density, top * density);
    context.lineCap = 'round';
    const reach = REACH * k;
    for (const { link, place, phase, strength, sighting } of travellers.all) {
      if (phase === 'to come') continue;
      const { x, y } = curves[link]!.at(place);
      if (isBeyond(x * k + left, width, reach) || isBeyond(y * k + top, height, reach)) continue;
      const isFollowed = followed !== null && traceIdOf(sighting) === followed;
      context.globalAlpha = Math.min(1, Math.max(0, strength));
      stamp(context, x, y, lookOf(phase, isFollowed), isFollowed ? FOLLOWED_SIZE : 1, paints);
      this.blank = false;
    }
  }

  clear(): void {
    if (this.blank || this.context === null) return;
    this.context.setTransform(1, 0, 0, 1, 0, 0);
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.blank = true;
  }

  /** A canvas that is given a size is empty, even if it had that size. */
  private size({ width, height, density }: Sight): void {
    const [wide, tall] = [Math.round(width * density), Math.round(height * density)];
    if (this.canvas.width === wide && this.canvas.height === tall) return;
    this.canvas.width = wide;
    this.canvas.height = tall;
    this.blank = true;
  }
}

const isBeyond = (at: number, size: number, reach: number): boolean => at < -reach || at > size + reach;

function stamp(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  look: Look,
  size: number,
  paints: Paints,
): void {
  const radius = look.radius * size;
  context.beginPath();
  if (look.fill === null) {
    context.moveTo(x - radius, y - radius);
    context.lineTo(x + radius, y + radius);
    context.moveTo(x + radius, y - radius);
    context.lineTo(x - radius, y + radius);
  } else {
    context.arc(x, y, radius, 0, FULL_TURN);
    context.fillStyle = paints[look.fill];
    context.fill();
  }
  context.lineWidth = look.width * size;
  context.strokeStyle = paints[look.stroke];
  context.stroke();
}

const FULL_TURN = 2 * Math.PI;
