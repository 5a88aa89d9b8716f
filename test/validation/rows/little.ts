import { FINISHED, ofOutcome, QUEUE_WAIT_SUM, SERVICE_SUM } from '../../../src/engine/observation/layout';
import type { Engine } from '../../../src/engine/engine';
import { OUTCOME_COUNT } from '../../../src/policies/outcome';
import type { Row } from '../row';

/** One endpoint at one replica, and what was summed since it was last empty. */
interface Node {
  readonly at: number;
  present: number;
  requestMs: number;
  timeSumMs: number;
}

/**
 * The worst L / λW over every endpoint at every replica and every window from one empty moment to the next. In such a
 * window nobody is present at the edges, so the integral of the number present is the sum of the times in system.
 */
function worstRatio(engine: Engine): number {
  const { layout, model, counts } = engine;
  const nodes = model.endpoints.flatMap((endpoint, index) =>
    Array.from({ length: model.services[endpoint.service]!.replicas }, (_, replica): Node => {
      return { at: layout.visit(index, replica), present: 0, requestMs: 0, timeSumMs: 0 };
    }),
  );
  let worst = 1;
  let beforeMs = 0;
  while (engine.stepInstant()) {
    for (const node of nodes) node.requestMs += node.present * (engine.nowMs - beforeMs);
    beforeMs = engine.nowMs;
    for (const node of nodes) {
      const wasPresent = node.present > 0;
      node.present = presentAt(counts, node.at);
      if (!wasPresent || node.present > 0) continue;
      const timeSumMs = counts[node.at + QUEUE_WAIT_SUM]! + counts[node.at + SERVICE_SUM]!;
      const ratio = node.requestMs / (timeSumMs - node.timeSumMs);
      if (Math.abs(ratio - 1) > Math.abs(worst - 1)) worst = ratio;
      node.timeSumMs = timeSumMs;
      node.requestMs = 0;
    }
  }
  const isEmpty = nodes.every((node) => node.present === 0 && counts[node.at + FINISHED]! > 0);
  return isEmpty ? worst : NaN;
}

function presentAt(counts: Float64Array, at: number): number {
  let present = counts[at]!;
  for (let outcome = 0; outcome < OUTCOME_COUNT; outcome += 1) present -= counts[at + ofOutcome(outcome as 0)]!;
  return present;
}

export const little: Row = {
  id: 'little',
  model: 'Little: every node, every window from empty to empty',
  source: 'L = λW; exact but for rounding',
  lengthMs: 60_000,
  shortLengthMs: 60_000,
  figures: [{ name: 'worst L / λW', unit: '', expected: 1, tolerance: 1e-6, rule: 'every seed' }],
  play: (engine) => [worstRatio(engine)],
};
