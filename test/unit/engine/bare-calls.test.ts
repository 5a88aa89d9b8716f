import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cases } from '../support/cases';
import { command, Engine, modelOf } from '../support/fast';
import { anyShop, randomStorm } from '../support/random-shop';

/*
 * A call without policies has no record of its own, unless somebody may stop waiting for it, traces it or watches: what
 * comes of it must be the same.
 */

const seeds = fc.integer({ min: 1, max: 1000 });
const restores = fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 3 });

/** A shop without its policies, which its text ends with. */
const bared = (yaml: string): string => yaml.replace(/^policies:[^]*/m, '');
const nothing = (): void => undefined;

it('calls without policies come to the same with records and without, and over snapshots', () => {
  fc.assert(
    fc.property(anyShop, randomStorm, seeds, restores, (yaml, storm, seed, restoredAt) => {
      const run = (isWatched: boolean, restoredAt: readonly number[]) => {
        const begun = (): InstanceType<typeof Engine> => {
          const engine = new Engine(modelOf(bared(yaml)), seed);
          for (const { atMs, ...body } of storm) command(engine, atMs, body);
          return engine;
        };
        let engine = begun();
        if (isWatched) engine.watchCalls(nothing);
        for (const atMs of [...restoredAt].sort((a, b) => a - b)) {
          engine.advance(atMs);
          const snapshot = engine.snapshot();
          engine = begun();
          engine.restore(snapshot);
        }
        engine.advance(5_000);
        const { journeys, visits, calls, attempts } = engine.census();
        return {
          digest: engine.digest(),
          counts: [...engine.counts],
          bins: engine.sketches.copyBins().reduce((sum, count, bin) => (sum * 31 + count * bin) % 2 ** 40, 0),
          census: { journeys, visits, calls, attempts },
        };
      };
      expect(run(false, restoredAt)).toEqual(run(true, []));
    }),
    cases(15),
  );
});
