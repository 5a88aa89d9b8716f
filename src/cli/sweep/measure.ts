import type { Engine } from '../../engine/engine';
import { JourneySketch, ReplicaGauge } from '../../engine/observation/layout';
import { Recorder } from '../../engine/observation/recorder';
import { addTallies, answeredShare, degradedShare, tallies, type Tally } from '../../lesson/tally';
import { hasWorkers } from '../../scenario/model';

/** What may be measured besides the workloads. */
export const EXTRAS = ['journeys', 'services'] as const;
export type Extra = (typeof EXTRAS)[number];

/** By name, such as `workloads.shoppers.p95Ms`; null where there was nothing to measure. README.md defines each. */
export type Measures = Readonly<Record<string, number | null>>;

/** Instants at which workers and cores are looked at. */
const LOOKS = 1000;
/** (sqrt(5) - 1) / 2: its multiples lie evenly between whole numbers and keep step with nothing. */
const GOLDEN = 0.6180339887498949;

/** Turns a new engine for so long and measures the whole of it. */
export function measure(engine: Engine, forMs: number, extras: readonly Extra[]): Measures {
  const recorder = new Recorder(engine, forMs, 1);
  const utilisation = extras.includes('services') ? utilisations(recorder, forMs) : {};
  recorder.advance(forMs);

  const { journeys, workloads } = engine.model;
  const endings = tallies(recorder, 0, forMs);
  const of = (kind: string, name: string, members: readonly number[]) => {
    const tally = addTallies(members.map((journey) => endings[journey]!));
    const sketches = members.map((journey) => engine.layout.journeySketch(journey) + JourneySketch.good);
    const quantile = (q: number) => recorder.quantile(sketches, 0, forMs, q);
    const meanMs = recorder.mean(sketches, 0, forMs);
    return named(`${kind}.${name}`, { ...shares(tally, forMs), meanMs, ...latencies(quantile) });
  };
  const indices = journeys.map((_, journey) => journey);
  return Object.assign(
    {},
    ...workloads.map(({ name }, workload) =>
      of(
        'workloads',
        name,
        indices.filter((journey) => journeys[journey]!.workload === workload),
      ),
    ),
    ...(extras.includes('journeys') ? journeys.map(({ name }, journey) => of('journeys', name, [journey])) : []),
    utilisation,
  ) as Measures;
}

const shares = (tally: Tally, forMs: number) => ({
  answered: answeredShare(tally),
  degraded: degradedShare(tally),
  failures: tally.failed,
  goodputPerSecond: ((tally.ok + tally.degraded) * 1000) / forMs,
});

const latencies = (quantile: (q: number) => number) => ({
  p50Ms: quantile(0.5),
  p95Ms: quantile(0.95),
  p99Ms: quantile(0.99),
});

/**
 * Shares of the workers and of the cores in use, over all replicas; means over an instant in each of so many equal parts
 * of the run, at a place in it that is another in each part, lest they keep step with arrivals that come evenly.
 */
function utilisations(recorder: Recorder, forMs: number): Measures {
  const { layout, model } = recorder.engine;
  const ofWorkers = model.services.map(() => 0);
  const ofCores = model.services.map(() => 0);
  const gauges = new Float64Array(layout.gaugeLength);
  for (let look = 0; look < LOOKS; look += 1) {
    recorder.advance(((look + ((look * GOLDEN) % 1)) * forMs) / LOOKS);
    recorder.engine.readGauges(gauges);
    model.services.forEach(({ replicas, mode, cores }, service) => {
      for (let replica = 0; replica < replicas; replica += 1) {
        const at = layout.replica(service, replica);
        const working = gauges[at + ReplicaGauge.working]!;
        // an async worker is free while its request waits for calls
        ofWorkers[service]! += working + (mode === 'threaded' ? gauges[at + ReplicaGauge.waiting]! : 0);
        ofCores[service]! += Math.min(working, cores);
      }
    });
  }
  return Object.assign(
    {},
    ...model.services.map((service, index) => {
      const { name, replicas, workers, cores } = service;
      return named(`services.${name}`, {
        utilisation: hasWorkers(service) ? ofWorkers[index]! / (LOOKS * replicas * workers) : NaN,
        ...(cores < Infinity ? { coreUtilisation: ofCores[index]! / (LOOKS * replicas * cores) } : {}),
      });
    }),
  ) as Measures;
}

const named = (prefix: string, values: Readonly<Record<string, number>>): Measures =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, Number.isFinite(value) ? value : null]),
  );
