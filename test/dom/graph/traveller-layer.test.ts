import { beforeEach, expect, test, vi } from 'vitest';
import { Outcome } from '../../../src/policies/outcome';
import { curveThrough } from '../../../src/ui/graph/curve';
import { sightOf, TravellerLayer } from '../../../src/ui/graph/traveller-layer';
import type { Phase, Traveller, Travellers } from '../../../src/ui/graph/travellers';

/** One shape as it was drawn: where its outline begins or its centre is, and how. */
interface Drawn {
  readonly kind: 'disc' | 'cross';
  readonly at: readonly number[];
  readonly fill: string;
  readonly stroke: string;
  readonly alpha: number;
}

const PAINTS = { good: 'good', wait: 'wait', bad: 'bad', accent: 'accent', surface: 'surface' };
const WINDOW = { width: 400, height: 300 };
const EXTENT = { width: 200, height: 100 };
const SIGHT = sightOf({ k: 1.5, x: 60, y: 20 }, EXTENT, WINDOW, 2);
const DOWN = curveThrough([
  { x: 100, y: 0 },
  { x: 100, y: 100 },
]);

let drawn: Drawn[];
let transform: readonly number[];
let canvas: HTMLCanvasElement;

beforeEach(() => {
  drawn = [];
  transform = [];
  canvas = document.createElement('canvas');
  const shape = { kind: 'cross' as Drawn['kind'], at: [] as readonly number[] };
  const context = {
    fillStyle: '',
    strokeStyle: '',
    lineWidth: 0,
    lineCap: '',
    globalAlpha: 1,
    setTransform: (...numbers: number[]) => (transform = numbers),
    clearRect: () => (drawn = []),
    beginPath: () => Object.assign(shape, { kind: 'cross', at: [] }),
    moveTo: (x: number, y: number) => (shape.at = shape.at.length === 0 ? [x, y] : shape.at),
    lineTo: () => {},
    arc: (x: number, y: number) => Object.assign(shape, { kind: 'disc', at: [x, y] }),
    fill: () => {},
    stroke() {
      drawn.push({ ...shape, fill: this.fillStyle, stroke: this.strokeStyle, alpha: this.globalAlpha });
    },
  };
  vi.spyOn(canvas, 'getContext').mockReturnValue(context as never);
});

const at = (place: number, phase: Phase, part: Partial<Traveller> = {}): Traveller => {
  const outcome = phase === 'failed' ? Outcome.error : Outcome.ok;
  const sighting = { key: 0, after: null, link: 0, startMs: 0, endMs: 1, outcome, stopped: false };
  return { link: 0, phase, place, strength: 1, sighting, ...part };
};
const draw = (layer: TravellerLayer, all: readonly Traveller[], followed: number | null = null, sight = SIGHT) =>
  layer.draw({ all } as unknown as Travellers, [DOWN], followed, PAINTS, sight);

test('a request under way is a dot at its place, one that waits a ring, one that failed a cross that fades', () => {
  draw(new TravellerLayer(canvas), [at(0, 'under way'), at(0.5, 'waiting'), at(1, 'failed', { strength: 0.4 })]);
  expect(drawn).toMatchObject([
    { kind: 'disc', at: [100, 0], fill: 'good', stroke: 'surface', alpha: 1 },
    { kind: 'disc', at: [100, 50], fill: 'surface', stroke: 'wait' },
    { kind: 'cross', at: [96, 96], stroke: 'bad', alpha: 0.4 },
  ]);
});

test('what is followed has a colour of its own, and what is to come is not drawn', () => {
  draw(new TravellerLayer(canvas), [at(0.2, 'under way'), at(0.1, 'to come')], 0);
  expect(drawn).toMatchObject([{ fill: 'accent' }]);
});

test('the canvas covers where travellers can be, with a dot for each of the screen', () => {
  draw(new TravellerLayer(canvas), [at(0, 'under way')]);
  expect(SIGHT).toMatchObject({ x: 41, y: 1, width: 338, height: 188 });
  expect([canvas.width, canvas.height]).toEqual([676, 376]);
  expect(transform).toEqual([3, 0, 0, 3, 38, 38]);
});

test('it never covers more than the window', () => {
  expect(sightOf({ k: 3, x: -50, y: -20 }, EXTENT, WINDOW, 1)).toMatchObject({ x: 0, y: 0, width: 400, height: 300 });
});

test('what was drawn is taken away before the next picture, and what is out of sight is not drawn', () => {
  const layer = new TravellerLayer(canvas);
  draw(layer, [at(0, 'under way'), at(1, 'under way')]);
  expect(drawn).toHaveLength(2);
  drawn = [];
  const further = sightOf({ k: 1.5, x: 60, y: -100 }, EXTENT, WINDOW, 2);
  draw(layer, [at(0, 'under way'), at(1, 'under way')], null, further);
  expect(drawn).toMatchObject([{ at: [100, 100] }]);
  draw(layer, [], null, further);
  expect(drawn).toEqual([]);
});
