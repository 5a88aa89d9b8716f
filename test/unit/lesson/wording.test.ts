import { describe, expect, test } from 'vitest';
import type { Expectation } from '../../../src/lesson/lesson';
import { formatMeasured, formatMoment } from '../../../src/lesson/wording';

describe('figures of a check', () => {
  test.each<[Expectation, number, string]>([
    [{ measure: 'answered', journeys: [], atLeast: 1 }, 0.412, '41.2\u00a0%'],
    [{ measure: 'degraded', journeys: [], atMost: 1 }, 0, '0\u00a0%'],
    [{ measure: 'p95', journeys: [], atMost: 1 }, 2064, '2.06 s'],
    [{ measure: 'waiting workers', service: 'web', atMost: 1, overMs: 1 }, 0.5771, '57.7\u00a0%'],
    [{ measure: 'made-up answers', route: '', atMost: 0 }, 47, '47'],
    [{ measure: 'attempts per second', link: '', atMost: 0 }, 42.3, '42.3/s'],
  ])('of %o carry their unit', (expectation, value, words) => {
    expect(formatMeasured(expectation, value)).toBe(words);
    expect(formatMeasured(expectation, NaN)).toBe('–');
  });

  test.each([
    [0, '0:00'],
    [75_000, '1:15'],
    [33_250, '0:33.25'],
  ])('show the moment %d ms as %s', (ms, words) => expect(formatMoment(ms)).toBe(words));
});
