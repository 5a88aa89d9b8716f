import { Admission } from '../../../policies/admission';
import { admitToBulkhead, initBulkhead, permitsInUse, releaseFromBulkhead } from '../../../policies/bulkhead';
import type { Line, Picture } from './picture';

const STEP_MS = 50;
const LONG_MS = 5000;
const SLOW = { fromMs: 1000, toMs: 3000 } as const;

/** Calls in flight while a dependency is slow, with a bulkhead and without. */
export const bulkheadPicture = (): Picture => ({
  kind: 'lines',
  isStepped: true,
  x: { from: 0, to: LONG_MS / 1000 },
  y: { from: 0, to: 24 },
  lines: [inFlight('without', Infinity), inFlight('within', 6)],
});

function inFlight(id: string, calls: number): Line {
  const block = new Float64Array(1);
  const params = { calls, waitMs: 0, queue: 0 };
  initBulkhead(block, 0);
  let ends: number[] = [];
  const points: [number, number][] = [];
  for (let nowMs = 0; nowMs <= LONG_MS; nowMs += STEP_MS) {
    ends = ends.filter((endMs) => {
      if (endMs <= nowMs) releaseFromBulkhead(block, 0);
      return endMs > nowMs;
    });
    const takesMs = nowMs >= SLOW.fromMs && nowMs < SLOW.toMs ? 1000 : 100;
    if (admitToBulkhead(block, 0, params, 0) === Admission.admitted) ends.push(nowMs + takesMs);
    points.push([nowMs / 1000, permitsInUse(block, 0)]);
  }
  return { id, points };
}
