import {
  ADAPTIVE_BLOCK_SIZE,
  initAdaptive,
  limit,
  onSample,
  type AdaptiveParams,
} from '../../../policies/concurrency/adaptive';
import type { Line, Picture } from './picture';

const CALLS = 600;
const WORK_MS = 50;
const BOUNDS = { initialLimit: 5, minLimit: 2, maxLimit: 100 } as const;
const EACH = { windowMs: 0, windowCalls: 1 } as const;

const LIMITS: readonly AdaptiveParams[] = [
  { ...EACH, algorithm: 'aimd', params: { ...BOUNDS, backoff: 0.9, slowMs: 120 } },
  { ...EACH, algorithm: 'vegas', params: { ...BOUNDS, smoothing: 1, probeMultiplier: 30 } },
  {
    ...EACH,
    algorithm: 'gradient2',
    params: { ...BOUNDS, tolerance: 1.5, smoothing: 0.2, queue: 4, longWindow: 600 },
  },
];

/** How limits find what a service can do, and find it again when it changes. */
export const concurrencyPicture = (): Picture => ({
  kind: 'lines',
  x: { from: 0, to: CALLS },
  y: { from: 0, to: 80 },
  lines: LIMITS.map(found),
});

function found(params: AdaptiveParams): Line {
  const block = new Float64Array(ADAPTIVE_BLOCK_SIZE);
  initAdaptive(block, 0, params);
  const points: [number, number][] = [];
  for (let call = 0; call <= CALLS; call++) {
    const inFlight = limit(block, 0);
    const places = call >= 200 && call < 400 ? 10 : 20;
    onSample(block, 0, params, WORK_MS * Math.max(1, inFlight / places), inFlight, false, call, 0.5);
    points.push([call, inFlight]);
  }
  return { id: params.algorithm, points };
}
