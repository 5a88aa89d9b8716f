import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SpanKind, type Span } from '../../../src/engine/observation/trace';
import { cases } from '../support/cases';
import { command, Engine, modelOf } from '../support/fast';
import { policies } from '../support/random-policies';
import { anyShop } from '../support/random-shop';

/* Draws are keyed by what they are for, so that two runs, with other policies from some instant on, can be compared one by one. */

/** The shapes of arrivals that wait for no answer. */
const openShop = anyShop.filter((shop) => !shop.includes('script:'));

/**
 * A message of which something was made before the work on it that its span tells of. What was made as that work began
 * counts too, for a delivery that fails at once is followed by the next at the same instant.
 */
const isDeliveredAgain = (spans: readonly Span[], message: number): boolean =>
  spans.some(({ parent, startMs }) => parent === message && startMs <= spans[message]!.workFromMs);

/** By shopper, who comes at which instant; and by its place in the tree of a request, how long each piece of work took. */
function drawsOf(shop: string, seed: number, edit: { readonly atMs: number; readonly yaml: string } | null) {
  const model = modelOf(shop);
  const engine = new Engine(model, seed);
  if (edit !== null) command(engine, edit.atMs, { do: 'policies', yaml: edit.yaml });
  const isOpen = model.journeys.map(({ workload }) => model.workloads[workload]!.users.length === 0);
  // where requests share cores, work takes longer than what was drawn
  const isAlone = model.endpoints.map(({ service }) => {
    const { cores, contention } = model.services[service]!;
    return cores === Infinity && contention.each === 0 && contention.pair === 0;
  });
  const isMessage = model.endpoints.map(({ service }) => model.services[service]!.kind === 'queue');
  const arrivals = new Set<string>();
  const work = new Map<string, number>();
  for (let ms = 250; ms <= 5_000; ms += 250) {
    engine.advance(ms);
    for (const { journey, spans } of engine.tracesSince(0).traces) {
      if (!isOpen[journey]) continue;
      const shopper = `${journey} at ${spans[0]!.startMs}`;
      arrivals.add(shopper);
      const names: string[] = [];
      const children = new Map<string, number>();
      spans.forEach(({ kind, subject, parent, workFromMs, workToMs }, i) => {
        const stem = `${parent < 0 ? shopper : names[parent]} ${kind}:${subject}`;
        const place = (children.get(stem) ?? 0) + 1;
        children.set(stem, place);
        // of what policies make, only the first tries and deliveries are made by both runs for the same reason
        const isAgain =
          kind === SpanKind.attempt
            ? place > 1
            : kind === SpanKind.visit && isMessage[subject]! && isDeliveredAgain(spans, i);
        names[i] = isAgain ? `later ${i}` : `${stem}#${place}`;
        const isFirst = !names[i]!.includes('later');
        if (kind === SpanKind.visit && isFirst && isAlone[subject]! && !Number.isNaN(workToMs))
          work.set(names[i]!, workToMs - workFromMs);
      });
    }
  }
  return { arrivals, work };
}

it('an edit of policies changes no arrival, and no work of the first tries and deliveries that both runs make', () => {
  let compared = 0;
  fc.assert(
    fc.property(openShop, policies, fc.nat(3_000), fc.integer({ min: 1, max: 1000 }), (shop, yaml, atMs, seed) => {
      const without = drawsOf(shop, seed, null);
      const with_ = drawsOf(shop, seed, { atMs, yaml });
      expect(with_.arrivals).toEqual(without.arrivals);
      for (const [name, ms] of without.work) {
        if (!with_.work.has(name)) continue;
        compared++;
        expect(Math.abs(with_.work.get(name)! - ms)).toBeLessThan(1e-6);
      }
    }),
    cases(20),
  );
  expect(compared).toBeGreaterThan(300);
});
