import { Admission } from '../../../policies/admission';
import {
  admitToRateLimit,
  initRateLimit,
  rateLimitAlarmAt,
  rateLimitBlockSize,
  tryTurn,
  type RateLimitParams,
} from '../../../policies/rate-limit';
import type { Picture } from './picture';

const ASKED = Array.from({ length: 25 }, (_, call) => 700 + 25 * call);
const LONG_MS = 3500;
const PER_MS = 0.01;
const WINDOW = { calls: 10, perMs: 1000 } as const;

const LIMITS: readonly RateLimitParams[] = [
  { permits: { kind: 'token bucket', ratePerMs: PER_MS, burst: 10 }, waitMs: 0, queue: Infinity },
  { permits: { kind: 'leaky bucket', ratePerMs: PER_MS }, waitMs: Infinity, queue: 20 },
  { permits: { kind: 'fixed window', ...WINDOW }, waitMs: 0, queue: Infinity },
  { permits: { kind: 'sliding window', ...WINDOW }, waitMs: 0, queue: Infinity },
];

/** Which calls of a burst go out, and when, by the kind of limit. */
export const rateLimitPicture = (): Picture => ({
  kind: 'rows',
  x: { from: 0, to: LONG_MS },
  rows: [
    { id: 'asked', dots: ASKED, spans: [] },
    ...LIMITS.map((params) => ({ id: params.permits.kind, dots: letOut(params), spans: [] })),
  ],
});

function letOut(params: RateLimitParams): readonly number[] {
  const block = new Float64Array(rateLimitBlockSize(params));
  initRateLimit(block, 0, params, 0);
  const out: number[] = [];
  let waiting = 0;
  const serve = (untilMs: number) => {
    for (let atMs = rateLimitAlarmAt(block, 0); waiting > 0 && atMs <= untilMs; atMs = rateLimitAlarmAt(block, 0)) {
      if (tryTurn(block, 0, params, atMs)) {
        out.push(atMs);
        waiting -= 1;
        // Whoever is next asks for its turn, and so sets the alarm.
        if (waiting > 0) tryTurn(block, 0, params, atMs);
      }
    }
  };
  for (const nowMs of ASKED) {
    serve(nowMs);
    const admission = admitToRateLimit(block, 0, params, waiting, nowMs);
    if (admission === Admission.admitted) out.push(nowMs);
    if (admission === Admission.waits) waiting += 1;
  }
  serve(LONG_MS);
  return out;
}
