import { describe, expect, it } from 'vitest';
import type { BreakerDialect } from '../../../../src/policies/breaker';
import { playTrace } from './trace';
import { TRACES } from './traces';

const DIALECTS = Object.keys(TRACES) as BreakerDialect[];

describe.each(DIALECTS)('a breaker like %s', (like) => {
  it.each(TRACES[like].map((trace) => [trace.shows, trace] as const))('%s', (_, trace) => {
    expect(playTrace(like, trace, true)).toBe(trace.expected);
  });

  const signatures = TRACES[like].filter(({ isSignature }) => isSignature);

  it('has at least three traces that no other library’s breaker plays', () => {
    expect(signatures.length).toBeGreaterThanOrEqual(3);
  });

  it.each(
    DIALECTS.filter((other) => other !== like).flatMap((other) =>
      signatures.map((trace) => [other, trace.shows, trace] as const),
    ),
  )('is told from %s by this: %s', (other, _, trace) => {
    expect(playTrace(other, trace, false)).not.toBe(trace.expected);
  });
});
