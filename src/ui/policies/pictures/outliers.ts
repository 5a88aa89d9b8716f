import { reportToOutliers } from '../../../policies/outliers';
import { HostResult, type OutlierParams } from '../../../policies/outliers/params';
import { ejectedCount, initOutliers, outlierBlockSize } from '../../../policies/outliers/state';
import type { Picture } from './picture';

const MOST_REPLICAS = 20;

const ENVOY = {
  consecutive: 1,
  gatewayConsecutive: 0,
  ofWay: null,
  sweepMs: 10_000,
  baseMs: 30_000,
  longestMs: 300_000,
  jitterMs: 0,
  stepMs: 1,
  successRate: null,
  failurePercentage: null,
  panicPercent: 50,
  enforcedPercents: null,
} as const;

const BOUNDS = {
  tenth: { mostPercent: 10, alwaysOne: false },
  one: { mostPercent: 10, alwaysOne: true },
  half: { mostPercent: 50, alwaysOne: false },
} as const;

/** How many replicas can be ejected when all fail, by how many there are. */
export const outliersPicture = (): Picture => ({
  kind: 'lines',
  isStepped: true,
  x: { from: 0, to: MOST_REPLICAS },
  y: { from: 0, to: 10 },
  lines: Object.entries(BOUNDS).map(([id, bounds]) => ({
    id,
    points: Array.from({ length: MOST_REPLICAS }, (_, at) => [at + 1, ejected({ ...ENVOY, ...bounds, hosts: at + 1 })]),
  })),
});

/** Nothing is left to a draw here. */
const never = (): number => 0;

function ejected(params: OutlierParams): number {
  const block = new Float64Array(outlierBlockSize(params));
  initOutliers(block, 0, params, 0);
  for (let host = 0; host < params.hosts; host++) reportToOutliers(block, 0, params, host, HostResult.error, never, 0);
  return ejectedCount(block, 0);
}
