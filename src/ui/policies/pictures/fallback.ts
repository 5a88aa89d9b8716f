import {
  answersAhead,
  FALLBACK_BLOCK_SIZE,
  hasAnswer,
  initFallback,
  noteAnswer,
  type FallbackParams,
} from '../../../policies/fallback';
import { Outcome } from '../../../policies/outcome';
import type { Picture, Row, Span } from './picture';

const LONG_S = 120;

const KINDS: Readonly<Record<string, FallbackParams['use']>> = {
  cached: { kind: 'cached', maxAgeMs: 60_000, otherwise: 'fail' },
  stale: { kind: 'stale-if-error', freshForMs: 20_000, staleForMs: 60_000, otherwise: 'fail' },
};

/** What a kept answer is good for, by its age. */
export const fallbackPicture = (): Picture => ({
  kind: 'rows',
  x: { from: 0, to: LONG_S },
  rows: Object.entries(KINDS).map(([id, use]) => ageRow(id, { use, message: '' })),
});

/** Second by second, in stretches that answer alike. */
function ageRow(id: string, params: FallbackParams): Row {
  const block = new Float64Array(FALLBACK_BLOCK_SIZE);
  initFallback(block, 0);
  noteAnswer(block, 0, Outcome.ok, 0, 0);
  const spans: Span[] = [];
  for (let age = 0; age < LONG_S; age++) {
    const middleMs = 1000 * (age + 0.5);
    const isStrong = answersAhead(block, 0, params, middleMs);
    if (!isStrong && !hasAnswer(block, 0, params, Outcome.error, middleMs)) continue;
    const last = spans.at(-1);
    if (last?.to === age && last.isStrong === isStrong) spans[spans.length - 1] = { ...last, to: age + 1 };
    else spans.push({ from: age, to: age + 1, isStrong });
  }
  return { id, dots: [], spans };
}
