import { ReplicaGauge, JourneySketch, ofOutcome } from '../engine/observation/layout';
import type { Recorder } from '../engine/observation/recorder';
import { Outcome } from '../policies/outcome';
import { linkName, routeName } from '../scenario/naming';
import type { Expectation } from './lesson';
import { addTallies, answeredShare, degradedShare, tallies } from './tally';

/** What one expectation measures on a run. */
export interface Measure {
  /** In the unit of the expectation; NaN where the run shows nothing to measure. */
  readonly value: number;
  /** Where in the window it was at its worst. */
  readonly worstMs: number;
}

const SLICE_MS = 1000;

/** Measures an expectation between two instants of a recorded run. Names that the model does not have measure NaN. */
export function measure(expect: Expectation, recorder: Recorder, fromMs: number, toMs: number): Measure {
  const { model, layout } = recorder.engine;
  const between = (value: (fromMs: number, toMs: number) => number, worse: 'low' | 'high'): Measure => ({
    value: value(fromMs, toMs),
    worstMs: worstSlice(value, fromMs, toMs, worse),
  });
  switch (expect.measure) {
    case 'answered':
      return between((from, to) => answeredShare(ofJourneys(expect.journeys, recorder, from, to)), 'low');
    case 'degraded':
      return between((from, to) => degradedShare(ofJourneys(expect.journeys, recorder, from, to)), 'high');
    case 'p95': {
      const sketches = indices(model.journeys, ({ name }) => expect.journeys.includes(name)).flatMap((journey) => [
        layout.journeySketch(journey) + JourneySketch.good,
        layout.journeySketch(journey) + JourneySketch.failed,
      ]);
      return between((from, to) => recorder.quantile(sketches, from, to, 0.95), 'high');
    }
    case 'waiting workers':
      return waitingWorkers(recorder, expect.service, expect.overMs, fromMs, toMs);
    case 'made-up answers': {
      const routes = routesUnder(expect.route, recorder);
      return between((from, to) => madeUp(recorder, routes, from, to), 'high');
    }
    case 'attempts per second': {
      const routes = routesUnder(expect.link, recorder);
      return between((from, to) => {
        const counts = recorder.countsBetween(from, to);
        const attempts = sum(routes.map((route) => counts[layout.attempts(route)]!));
        return (attempts * 1000) / recorder.spanBetween(from, to);
      }, 'high');
    }
  }
}

/** The start of the slice of a second in which a value is worst; the window's start where none has a value. */
function worstSlice(
  value: (fromMs: number, toMs: number) => number,
  fromMs: number,
  toMs: number,
  worse: 'low' | 'high',
): number {
  let worst = NaN;
  let worstMs = fromMs;
  for (let at = fromMs; at < toMs; at += SLICE_MS) {
    const here = value(at, Math.min(at + SLICE_MS, toMs));
    if (Number.isNaN(here)) continue;
    if (Number.isNaN(worst) || (worse === 'low' ? here < worst : here > worst)) {
      worst = here;
      worstMs = at;
    }
  }
  return worstMs;
}

function ofJourneys(names: readonly string[], recorder: Recorder, fromMs: number, toMs: number) {
  const all = tallies(recorder, fromMs, toMs);
  return addTallies(all.filter((_, journey) => names.includes(recorder.engine.model.journeys[journey]!.name)));
}

/** The largest average over `overMs` of a service's waiting workers, as a share of all its workers. */
function waitingWorkers(recorder: Recorder, name: string, overMs: number, fromMs: number, toMs: number): Measure {
  const { model, layout } = recorder.engine;
  const service = model.services.findIndex((candidate) => candidate.name === name);
  const { replicas, workers } = model.services[service] ?? { replicas: 0, workers: 0 };
  const held: number[] = [];
  for (let at = fromMs + recorder.cellMs; at <= toMs; at += recorder.cellMs) {
    let waiting = 0;
    for (let replica = 0; replica < replicas; replica += 1)
      waiting += recorder.gaugeAt(at, layout.replica(service, replica) + ReplicaGauge.waiting);
    held.push(waiting / (replicas * workers));
  }
  const width = Math.min(held.length, Math.max(1, Math.round(overMs / recorder.cellMs)));
  let value = NaN;
  let worstMs = fromMs;
  for (let first = 0; first + width <= held.length && width > 0; first += 1) {
    const average = sum(held.slice(first, first + width)) / width;
    if (average <= value) continue;
    value = average;
    worstMs = fromMs + first * recorder.cellMs;
  }
  return { value, worstMs };
}

/** Calls that were answered although no attempt of theirs was: a fallback answered, be it with what it still held fresh. */
function madeUp(recorder: Recorder, routes: readonly number[], fromMs: number, toMs: number): number {
  const { layout } = recorder.engine;
  const counts = recorder.countsBetween(fromMs, toMs);
  const answered = (at: number) => counts[at + ofOutcome(Outcome.ok)]! + counts[at + ofOutcome(Outcome.degraded)]!;
  return Math.max(0, sum(routes.map((route) => answered(layout.calls(route)) - answered(layout.attempts(route)))));
}

/** The routes that `web -> catalog` or `web -> catalog.price` stands for. */
function routesUnder(key: string, { engine: { model } }: Recorder): number[] {
  return indices(model.routes, ({ link }, route) => linkName(model, link) === key || routeName(model, route) === key);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const indices = <Item>(items: readonly Item[], wanted: (item: Item, index: number) => boolean): number[] =>
  items.flatMap((item, index) => (wanted(item, index) ? [index] : []));
