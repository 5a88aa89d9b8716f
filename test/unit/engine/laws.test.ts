import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Outcome, OUTCOME_COUNT } from '../../../src/policies/outcome';
import type { Command } from '../../../src/engine/command';
import type { Engine as AnEngine } from '../../../src/engine/engine';
import { EndpointSketch, JourneySketch, RouteSketch } from '../../../src/engine/observation/layout';
import { cases } from '../support/cases';
import { command, Engine, modelOf } from '../support/fast';
import { OTHER_POLICIES, randomCommands, STOREFRONT } from '../support/storefront';

const model = modelOf(STOREFRONT);
const instants = fc.array(fc.double({ min: 0, max: 10_000, noNaN: true }), { minLength: 1, maxLength: 6 });
const seeds = fc.integer({ min: 1, max: 1000 });
const RUNS = cases(25);

function engineWith(commands: readonly Command[], seed: number): AnEngine {
  const engine = new Engine(model, seed);
  for (const { atMs, ...body } of commands) command(engine, atMs, body);
  return engine;
}

/** Arrivals less everything that ended, at these places of the counts. */
function unaccounted(engine: AnEngine, places: readonly number[]): number {
  return places.reduce((sum, at) => {
    let rest = engine.counts[at]!;
    for (let outcome = 0; outcome < OUTCOME_COUNT; outcome++) rest -= engine.counts[at + 1 + outcome]!;
    return sum + rest;
  }, 0);
}

describe('nothing vanishes', () => {
  it('at any instant, under any commands: arrivals = every named outcome + in flight, counted independently', () => {
    fc.assert(
      fc.property(randomCommands, instants, seeds, (commands, stops, seed) => {
        const engine = engineWith(commands, seed);
        const { layout } = engine;
        for (const stop of [...stops].sort((a, b) => a - b)) {
          engine.advance(stop);
          const census = engine.census();
          expect(model.journeys.map((_, j) => unaccounted(engine, [layout.journey(j)]))).toEqual(census.journeys);
          expect(
            model.endpoints.map(({ service }, e) =>
              unaccounted(
                engine,
                [...Array(model.services[service]!.replicas).keys()].map((r) => layout.visit(e, r)),
              ),
            ),
          ).toEqual(census.visits);
          expect(model.routes.map((_, r) => unaccounted(engine, [layout.calls(r)]))).toEqual(census.calls);
          expect(model.routes.map((_, r) => unaccounted(engine, [layout.attempts(r)]))).toEqual(census.attempts);
          const told = model.journeys.map(() => 0);
          for (const { journey, shoppers } of engine.readMessages()) told[journey]! += shoppers;
          expect(told).toEqual(model.journeys.map((_, j) => engine.counts[layout.journey(j) + 1 + Outcome.degraded]!));
        }
      }),
      RUNS,
    );
  });

  it('and what replicas hold is what is in flight at them', () => {
    fc.assert(
      fc.property(randomCommands, seeds, (commands, seed) => {
        const engine = engineWith(commands, seed);
        engine.advance(9_000);
        const gauges = new Float64Array(engine.layout.gaugeLength);
        engine.readGauges(gauges);
        let held = 0;
        // Async reviews hold no worker while they wait, so only the threaded services are counted here.
        model.services.forEach(({ name, replicas, workers, queue }, s) => {
          for (let r = 0; r < replicas && name !== 'reviews'; r++) {
            const at = engine.layout.replica(s, r);
            const [, working, waiting, queued] = gauges.subarray(at, at + 4);
            expect(working! + waiting!).toBeLessThanOrEqual(workers);
            expect(queued!).toBeLessThanOrEqual(queue);
            held += working! + waiting! + queued!;
          }
        });
        const inFlight = engine
          .census()
          .visits.filter((_, e) => model.services[model.endpoints[e]!.service]!.name !== 'reviews')
          .reduce((sum, n) => sum + n, 0);
        expect(held).toBe(inFlight);
      }),
      RUNS,
    );
  });
});

describe('times are kept of everything that ended', () => {
  it('in full or degraded, and otherwise, each apart', () => {
    fc.assert(
      fc.property(randomCommands, seeds, (commands, seed) => {
        const engine = engineWith(commands, seed);
        engine.advance(10_000);
        const { layout, counts, sketches } = engine;
        const ended = (places: readonly number[]) => {
          const sum = (from: number, to: number) =>
            places.reduce(
              (total, at) => total + counts.subarray(at + 1 + from, at + 1 + to).reduce((a, b) => a + b, 0),
              0,
            );
          return [sum(Outcome.ok, Outcome.degraded + 1), sum(Outcome.degraded + 1, OUTCOME_COUNT)];
        };
        const timed = (good: number, failed: number) => [sketches.count(good), sketches.count(failed)];
        model.journeys.forEach((_, j) => {
          const sketch = layout.journeySketch(j);
          expect(timed(sketch + JourneySketch.good, sketch + JourneySketch.failed)).toEqual(ended([layout.journey(j)]));
        });
        model.endpoints.forEach(({ service }, e) => {
          const sketch = layout.endpointSketch(e);
          const cells = Array.from({ length: model.services[service]!.replicas }, (_, r) => layout.visit(e, r));
          expect(timed(sketch + EndpointSketch.good, sketch + EndpointSketch.failed)).toEqual(ended(cells));
        });
        model.routes.forEach((_, r) => {
          const sketch = layout.routeSketch(r);
          expect(timed(sketch + RouteSketch.good, sketch + RouteSketch.failed)).toEqual(ended([layout.calls(r)]));
        });
      }),
      RUNS,
    );
  });
});

describe('nothing stays held', () => {
  const closing = modelOf(
    STOREFRONT.replace('{ at: 8s, rate: 60/s }', '{ at: 8s, rate: 60/s }, { at: 10s, rate: 0/s }'),
  );

  it('once every fault has ended, nobody comes any more and the queues have drained', () => {
    fc.assert(
      fc.property(randomCommands, seeds, (commands, seed) => {
        const engine = new Engine(closing, seed);
        for (const { atMs, ...body } of commands) command(engine, atMs, body);
        // a command may be for the last instant itself
        engine.advance(10_001);
        for (const id of engine.faultsOn) command(engine, 10_001, { do: 'heal', id });
        engine.advance(60_000);
        const { rows, ...inFlight } = engine.census();
        expect(
          Object.values(inFlight)
            .flat()
            .every((count) => count === 0),
        ).toBe(true);
        expect(rows).toBe(0);
        const gauges = new Float64Array(engine.layout.gaugeLength);
        engine.readGauges(gauges);
        closing.services.forEach(({ replicas }, s) => {
          for (let r = 0; r < replicas; r++) {
            const at = engine.layout.replica(s, r);
            expect([...gauges.subarray(at, at + 6)]).toEqual([0, 0, 0, 0, 1, 0]);
          }
        });
      }),
      RUNS,
    );
  });
});

describe('a run is decided by model, seed and commands', () => {
  it('whatever the slices in which it is advanced, and whatever is observed of it', () => {
    fc.assert(
      fc.property(randomCommands, instants, seeds, (commands, stops, seed) => {
        const whole = engineWith(commands, seed);
        whole.advance(10_000);

        const sliced = engineWith(commands, seed);
        for (const stop of [...stops].sort((a, b) => a - b)) {
          sliced.advance(stop);
          sliced.readGauges(new Float64Array(sliced.layout.gaugeLength));
          sliced.readBreakers();
          sliced.readOldCalls();
          sliced.tracesSince(0);
        }
        sliced.advance(10_000);

        const stepped = engineWith(commands, seed);
        while (stepped.nextEventMs < 300) stepped.stepInstant();
        stepped.advance(10_000);

        for (const other of [sliced, stepped]) {
          expect(other.digest()).toBe(whole.digest());
          expect(other.counts).toEqual(whole.counts);
          expect(other.log).toEqual(whole.log);
          expect(other.eventCount).toBe(whole.eventCount);
        }
      }),
      RUNS,
    );
  });

  it('and commands may be given beforehand or as they happen', () => {
    fc.assert(
      fc.property(randomCommands, seeds, (commands, seed) => {
        const beforehand = engineWith(commands, seed);
        beforehand.advance(10_000);
        const live = new Engine(model, seed);
        for (const { atMs, ...body } of commands) {
          live.advance(atMs);
          command(live, atMs, body);
        }
        live.advance(10_000);
        expect(live.digest()).toBe(beforehand.digest());
      }),
      RUNS,
    );
  });

  it('and goes on from a snapshot as it would have gone on, in the same engine and in another', () => {
    fc.assert(
      fc.property(randomCommands, fc.nat(10_000), seeds, (commands, at, seed) => {
        const engine = engineWith(commands, seed);
        engine.advance(at);
        const snapshot = engine.snapshot();
        const sent = structuredClone(snapshot);
        engine.advance(12_000);
        const expected = [engine.digest(), engine.counts.slice(), engine.log.slice(), engine.tracesSince(0)];

        const another = new Engine(model, seed + 1);
        another.restore(sent);
        another.advance(12_000);
        engine.restore(snapshot);
        engine.advance(12_000);
        for (const each of [engine, another]) {
          expect([each.digest(), each.counts, each.log, each.tracesSince(0)]).toEqual(expected);
        }
      }),
      RUNS,
    );
  });

  it('while another seed gives another run', () => {
    const digests = [1, 2, 3].map((seed) => {
      const engine = new Engine(model, seed);
      engine.advance(1000);
      return engine.digest();
    });
    expect(new Set(digests).size).toBe(3);
  });
});

describe('an edit of a policy', () => {
  /** Who came when, and how long each traced piece of work took, by its place in the tree of the request. */
  function drawsOf(commands: readonly Command[], seed: number) {
    const engine = engineWith(commands, seed);
    const work = new Map<string, number>();
    const arrivals = new Map<number, number>();
    for (let ms = 500; ms <= 10_000; ms += 500) {
      engine.advance(ms);
      for (const { id, spans } of engine.tracesSince(0).traces) {
        arrivals.set(id, spans[0]!.startMs);
        const names: string[] = [];
        const children = new Map<string, number>();
        spans.forEach(({ kind, subject, parent, workFromMs, workToMs }, i) => {
          const stem = `${parent < 0 ? id : names[parent]} ${kind}:${subject}`;
          children.set(stem, (children.get(stem) ?? 0) + 1);
          names[i] = `${stem}#${children.get(stem)}`;
          if (!Number.isNaN(workToMs)) work.set(names[i], workToMs - workFromMs);
        });
      }
    }
    return { arrivals, work };
  }

  it('changes no arrival and no work of the first tries that both runs make', () => {
    fc.assert(
      fc.property(fc.nat(5_000), seeds, (atMs, seed) => {
        const without = drawsOf([], seed);
        const with_ = drawsOf([{ atMs, do: 'policies', yaml: OTHER_POLICIES }], seed);
        expect(with_.arrivals).toEqual(without.arrivals);
        const common = [...without.work].filter(([name]) => with_.work.has(name));
        expect(common.length).toBeGreaterThan(200);
        for (const [name, ms] of common) expect(Math.abs(with_.work.get(name)! - ms)).toBeLessThan(1e-6);
      }),
      cases(8),
    );
  });
});
