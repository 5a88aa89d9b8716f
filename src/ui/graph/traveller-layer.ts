import type { Curve } from './curve';
import { traceIdOf, type Phase, type Travellers } from './travellers';

const SVG = 'http://www.w3.org/2000/svg';
const RADIUS = 4;
const FOLLOWED_SIZE = 2.1;
const circle = (r: number): string => `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
const SHAPE: Readonly<Record<Phase, string>> = {
  'to come': '',
  'under way': circle(RADIUS),
  waiting: circle(RADIUS - 0.5),
  answered: circle(RADIUS),
  failed: `M${-RADIUS} ${-RADIUS}l${2 * RADIUS} ${2 * RADIUS}m0 ${-2 * RADIUS}l${-2 * RADIUS} ${2 * RADIUS}`,
};

/** Draws travellers into one group, which it owns, reusing its elements; `draw` touches only what changed. */
export class TravellerLayer {
  private readonly shapes: { readonly element: SVGPathElement; look: string | null }[] = [];

  constructor(private readonly group: SVGGElement) {}

  /** `followed`: the id of the trace that is made to stand out, or null. */
  draw(travellers: Travellers, curves: readonly Curve[], followed: number | null): void {
    let used = 0;
    for (const { link, place, phase, strength, sighting } of travellers.all) {
      if (phase === 'to come') continue;
      const shape = this.shape(used++);
      const { x, y } = curves[link]!.at(place);
      const isFollowed = followed !== null && traceIdOf(sighting) === followed;
      const look = `${phase.replace(' ', '-')}${isFollowed ? ' followed' : ''}`;
      const size = isFollowed ? ` scale(${FOLLOWED_SIZE})` : '';
      shape.element.setAttribute('transform', `translate(${x.toFixed(1)} ${y.toFixed(1)})${size}`);
      shape.element.setAttribute('opacity', strength > 0.99 ? '1' : Math.max(0, strength).toFixed(2));
      if (shape.look === look) continue;
      shape.look = look;
      shape.element.setAttribute('d', SHAPE[phase]);
      shape.element.setAttribute('class', look);
    }
    for (const shape of this.shapes.slice(used)) {
      if (shape.look === null) continue;
      shape.look = null;
      shape.element.setAttribute('d', '');
    }
  }

  clear(): void {
    this.group.replaceChildren();
    this.shapes.length = 0;
  }

  private shape(index: number): { readonly element: SVGPathElement; look: string | null } {
    const existing = this.shapes[index];
    if (existing !== undefined) return existing;
    const shape = { element: document.createElementNS(SVG, 'path'), look: null };
    this.group.append(shape.element);
    this.shapes.push(shape);
    return shape;
  }
}
