import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Engine as AnEngine } from '../../../src/engine/engine';
import { QUEUE_WAIT_SUM, SERVICE_SUM } from '../../../src/engine/observation/layout';
import { cases } from '../support/cases';
import { Engine, modelOf } from '../support/fast';
import { anyShop, randomSchedule } from '../support/random-shop';
import { scaled } from '../support/scaled';

/* A clock that runs k times as fast is another way to write the same system. With k a power of two nothing is rounded. */

/** Everything counted, with sums of time as they would be on the first clock. */
function countsOn({ counts, layout, model }: AnEngine, k: number): number[] {
  const sums = new Set(
    model.endpoints.flatMap(({ service }, endpoint) =>
      Array.from({ length: model.services[service]!.replicas }, (_, replica) =>
        layout.visit(endpoint, replica),
      ).flatMap((at) => [at + QUEUE_WAIT_SUM, at + SERVICE_SUM]),
    ),
  );
  return Array.from(counts, (count, at) => (sums.has(at) ? count * k : count));
}

/** What the log says of the system; when it calls a replica crowded is for the eye, on the eye's own clock. */
const logOn = ({ log }: AnEngine, k: number) =>
  log.flatMap((entry) =>
    entry.kind === 'workers' || entry.kind === 'queue' ? [] : [{ ...entry, seq: 0, atMs: entry.atMs * k }],
  );

it('all rates times k and all durations divided by k give the same run', () => {
  fc.assert(
    fc.property(
      anyShop,
      randomSchedule,
      fc.constantFrom(1 / 1024, 0.25, 2, 64),
      fc.integer({ min: 1, max: 1000 }),
      (shop, schedule, k, seed) => {
        const model = modelOf(shop + schedule);
        const first = new Engine(model, seed);
        const second = new Engine(scaled(model, k), seed);
        first.advance(6_000);
        second.advance(6_000 / k);
        expect(second.eventCount).toBe(first.eventCount);
        expect(countsOn(second, k)).toEqual(countsOn(first, 1));
        expect(logOn(second, k)).toEqual(logOn(first, 1));
      },
    ),
    cases(40),
  );
});
