import type { Engine } from '../../src/engine/engine';
import { FINISHED, ofOutcome, QUEUE_WAIT_SUM, SERVICE_SUM, TAKEN_UP } from '../../src/engine/observation/layout';
import { binOf, quantileOfBins, SKETCH_BINS } from '../../src/kernel/sketch';
import { OUTCOME_NAMES } from '../../src/policies/outcome';
import { endpointName, routeName } from '../../src/scenario/naming';

type OutcomeName = (typeof OUTCOME_NAMES)[number];

/** What an engine counted while it was advanced from one instant to another. */
export class Window {
  private readonly counts: Float64Array;
  private readonly bins: Uint32Array;

  constructor(
    readonly engine: Engine,
    fromMs: number,
    toMs: number,
  ) {
    engine.advance(fromMs);
    const counts = engine.counts.slice();
    const bins = engine.sketches.copyBins();
    engine.advance(toMs);
    this.counts = engine.counts.map((count, at) => count - counts[at]!);
    this.bins = engine.sketches.copyBins().map((count, at) => count - bins[at]!);
  }

  /** At an endpoint, over all replicas of its service; sums in ms. */
  visits(endpoint: string) {
    const { model, layout } = this.engine;
    const index = model.endpoints.findIndex((_, e) => endpointName(model, e) === endpoint);
    const cells = Array.from({ length: model.services[model.endpoints[index]!.service]!.replicas }, (_, replica) =>
      layout.visit(index, replica),
    );
    const sum = (offset: number): number => cells.reduce((total, at) => total + this.counts[at + offset]!, 0);
    const meanWaitMs = sum(QUEUE_WAIT_SUM) / sum(TAKEN_UP);
    return {
      arrived: sum(0),
      ended: (outcome: OutcomeName) => sum(ofOutcome(OUTCOME_NAMES.indexOf(outcome) as 0)),
      meanWaitMs,
      meanTimeMs: meanWaitMs + sum(SERVICE_SUM) / sum(FINISHED),
    };
  }

  /** A route's attempts, or its calls. */
  route(name: string, what: 'calls' | 'attempts') {
    const { model, layout } = this.engine;
    const index = model.routes.findIndex((_, route) => routeName(model, route) === name);
    return this.tally(what === 'calls' ? layout.calls(index) : layout.attempts(index));
  }

  journey(name: string) {
    return this.tally(this.engine.layout.journey(this.engine.model.journeys.findIndex((j) => j.name === name)));
  }

  /** In ms, by a sketch's number. */
  quantile(sketch: number, q: number): number {
    return quantileOfBins(this.bins, sketch * SKETCH_BINS, q);
  }

  /** Share of a sketch's values that are in a bin above that of `ms`; the lowest bin ends at a thousandth of a ms. */
  shareAbove(sketch: number, ms: number): number {
    const bins = this.bins.subarray(sketch * SKETCH_BINS, (sketch + 1) * SKETCH_BINS);
    const total = (counts: Uint32Array): number => counts.reduce((sum, count) => sum + count, 0);
    return total(bins.subarray(binOf(ms) + 1)) / total(bins);
  }

  private tally(at: number) {
    return {
      arrived: this.counts[at]!,
      ended: (outcome: OutcomeName) => this.counts[at + ofOutcome(OUTCOME_NAMES.indexOf(outcome) as 0)]!,
    };
  }
}
