import { exp, log } from './maths';

/**
 * Tables of Marsaglia and Tsang's ziggurat ("The Ziggurat Method for Generating Random Variables", 2000) for a density
 * that falls from 1 at zero: 256 layers of equal area, layer 0 being the base with the tail.
 */
export interface Ziggurat {
  /** Right edges, x[0] > x[1] = start of the tail > … > x[256] = 0. */
  readonly x: Float64Array;
  /** The density at each edge. */
  readonly y: Float64Array;
}

const LAYERS = 256;

function ziggurat(
  tail: number,
  area: number,
  density: (x: number) => number,
  inverse: (y: number) => number,
): Ziggurat {
  const x = new Float64Array(LAYERS + 1);
  const y = new Float64Array(LAYERS + 1);
  x[0] = area / density(tail);
  x[1] = tail;
  for (let i = 1; i < LAYERS; i++) {
    y[i] = density(x[i]!);
    if (i + 1 < LAYERS) x[i + 1] = inverse(area / x[i]! + y[i]!);
  }
  y[LAYERS] = 1;
  return { x, y };
}

/** Where the tail begins and the area of a layer: the only pair for which 256 layers end exactly at density 1. */
export const EXPONENTIAL_TAIL = 7.69711747013105;
const EXPONENTIAL_AREA = 0.003949659822581557;
export const NORMAL_TAIL = 3.654152885361009;
const NORMAL_AREA = 0.004928673233974655;

export const exponentialZiggurat = ziggurat(
  EXPONENTIAL_TAIL,
  EXPONENTIAL_AREA,
  (x) => exp(-x),
  (y) => -log(y),
);

export const normalZiggurat = ziggurat(
  NORMAL_TAIL,
  NORMAL_AREA,
  (x) => exp(-0.5 * x * x),
  (y) => Math.sqrt(-2 * log(y)),
);
