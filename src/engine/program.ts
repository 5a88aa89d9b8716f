import type { Distribution } from '../kernel/distribution';
import type { Model, PlannedCall } from '../scenario/model';
import type { Layout } from './observation/layout';

/**
 * The plans of all endpoints and, after them, of all journeys (one required call), flattened: program p consists of
 * stages stageFrom[p] to stageFrom[p + 1], stage s of planned calls callFrom[s] to callFrom[s + 1].
 */
export class Programs {
  readonly stageFrom: Int32Array;
  readonly callFrom: Int32Array;
  readonly route: Int32Array;
  readonly probability: Float64Array;
  readonly optional: Int32Array;
  /** Place of a planned call within its program: part of its key. */
  readonly place: Int32Array;
  readonly firstJourney: number;
  /** Of the endpoints: their own work, where their counts at their first replica stand, and their sketches. */
  readonly work: readonly Distribution[];
  readonly counts: Int32Array;
  readonly sketch: Int32Array;

  constructor(model: Model, layout: Layout) {
    const plans: (readonly (readonly PlannedCall[])[])[] = [
      ...model.endpoints.map((endpoint) => endpoint.stages),
      ...model.journeys.map(({ route }) => [[{ route, probability: 1, optional: false }]]),
    ];
    const stages = plans.flat();
    const calls = stages.flat();
    this.firstJourney = model.endpoints.length;
    this.work = model.endpoints.map((endpoint) => endpoint.work);
    this.counts = Int32Array.from(model.endpoints, (_, endpoint) => layout.visit(endpoint, 0));
    this.sketch = Int32Array.from(model.endpoints, (_, endpoint) => layout.endpointSketch(endpoint));
    this.stageFrom = starts(plans.map((plan) => plan.length));
    this.callFrom = starts(stages.map((stage) => stage.length));
    this.route = Int32Array.from(calls, (call) => call.route);
    this.probability = Float64Array.from(calls, (call) => call.probability);
    this.optional = Int32Array.from(calls, (call) => (call.optional ? 1 : 0));
    this.place = Int32Array.from(plans.flatMap((plan) => plan.flat().map((_, place) => place)));
  }
}

function starts(lengths: readonly number[]): Int32Array {
  const from = new Int32Array(lengths.length + 1);
  lengths.forEach((length, i) => (from[i + 1] = from[i]! + length));
  return from;
}
