import { describe, expect, it } from 'vitest';
import { faultSpans, marksOf } from '../../../../src/ui/timeline/marks';
import { offsetOf, placeLabels, POINTER } from '../../../../src/ui/timeline/place-labels';
import { breakCatalog, BREAKER, runShop } from '../run';

const policies = { atMs: 2000, do: 'policies', yaml: BREAKER } as const;
const heal = { atMs: 9000, do: 'heal', id: 'catalog-hangs' } as const;

describe('what is marked on the line of time', () => {
  const run = runShop(30_000, [policies, breakCatalog, heal]);
  const marks = marksOf(run.model, run.log, [policies, breakCatalog, heal]);

  it('is a fault from its start to its end', () => {
    const [span, ...others] = faultSpans(run.model, run.log, run.model.faults);
    expect(others).toEqual([]);
    expect(span).toEqual({ fromMs: 5000, toMs: 9000, words: 'catalog hangs' });
  });

  it('goes on while a fault is on', () => {
    const broken = runShop(6000, [breakCatalog]);
    expect(faultSpans(broken.model, broken.log, broken.model.faults)[0]!.toMs).toBe(Infinity);
  });

  it('is a change of policies at its instant', () => {
    expect(marks[0]).toMatchObject({ atMs: 2000, kind: 'policies' });
  });

  it('is the first breaker of a link that opens and the last that closes', () => {
    const kinds = marks.filter(({ kind }) => kind === 'opened' || kind === 'closed').map(({ kind }) => kind);
    expect(kinds).toEqual(['opened', 'closed']);
    expect(marks.find(({ kind }) => kind === 'opened')!.words).toBe('breaker web → catalog opens');
  });
});

describe('labels along the line', () => {
  it('never touch each other in a lane', () => {
    const labels = Array.from({ length: 30 }, (_, index) => ({ x: index * 17, words: `label number ${index}` }));
    const placed = placeLabels(labels, 3, 600);
    expect(placed.length).toBeGreaterThan(3);
    for (const lane of [0, 1, 2]) {
      const ends = placed
        .filter((label) => label.lane === lane && !label.flipped)
        .map(({ x, words }) => [x, x + words.length * 6] as const)
        .sort((a, b) => a[0] - b[0]);
      ends.slice(1).forEach(([from], index) => expect(from).toBeGreaterThan(ends[index]![1]));
    }
  });

  it('turn to the other side at the end of the line', () => {
    expect(placeLabels([{ x: 590, words: 'catalog hangs' }], 1, 600)[0]!.flipped).toBe(true);
  });

  it('leave room for the pointer to their mark where they stand to the left of it', () => {
    expect(offsetOf(true)).toBeLessThan(-POINTER);
    expect(offsetOf(false)).toBeLessThan(POINTER);
  });
});
