import { describe, expect, it } from 'vitest';
import type { Happening } from '../../../../src/engine/observation/log';
import { whyFailed } from '../../../../src/lab/why';
import { text } from '../../../../src/ui/text';
import { breakCatalog, BREAKER, runShop } from '../run';

const { model } = runShop(0);

describe('the log in words', () => {
  const read = (happening: Happening): string =>
    text.log.sentence(model, { seq: 0, atMs: 0, ...happening }, model.faults).replaceAll('\u00a0', ' ');

  it('says who broke what, which queue filled and which breaker opened', () => {
    expect(read({ kind: 'fault', id: 'catalog-hangs', on: true, byHand: true })).toBe('You broke it: catalog hangs.');
    expect(read({ kind: 'queue', service: 0, replica: 1, full: true })).toBe(
      'The queue of web 2 is full; what comes now is refused.',
    );
    expect(
      read({ kind: 'breaker', list: 'web -> catalog', layer: 'breaker', instance: 0, from: 'closed', to: 'open' }),
    ).toBe('The breaker web → catalog (replica 1) opens: calls fail at once.');
  });

  it('names whose replica only where there are several', () => {
    expect(read({ kind: 'replica', service: 1, replica: 0, state: 'crashed' })).toBe('catalog is down.');
  });

  it('says which policies could not take their state along', () => {
    expect(read({ kind: 'policies', version: 2, fresh: ['web -> catalog: breaker'] })).toContain('starts afresh');
  });
});

describe('why a request failed', () => {
  it('ends at the fault that began it, newest first', () => {
    const run = runShop(12_000, [{ atMs: 0, do: 'policies', yaml: BREAKER }, breakCatalog]);
    // One that came after the break; of an earlier one the last line is what it had begun before.
    const failed = run.traces.find(
      (trace) => trace.spans[0]!.startMs > 6000 && whyFailed(trace, run.log, model, model.faults).length > 0,
    )!;
    const causes = whyFailed(failed, run.log, model, model.faults);
    const sentences = causes.map((cause) => {
      const { before, name, after } = text.why.sentence(model, cause);
      return before + name + after;
    });
    expect(sentences.at(-1)).toBe('catalog hangs, since you broke it');
    expect(new Set(sentences).size).toBe(sentences.length);
  });
});
