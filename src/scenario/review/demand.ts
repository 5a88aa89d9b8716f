import { mean } from '../../kernel/moments';
import type { Model, WorkloadModel } from '../model';
import type { Reviewed } from './finding';
import { BROKEN, worstCaseOf } from './worst-case';

/** Chains of calls are shorter than this; calls that go round have faded by then. */
const ROUNDS = 60;

/**
 * The most calls per ms that each route sees at the busiest time of the workloads, on average over chance: when the
 * callees fail and every retry above is made. Infinity where nothing says how many come.
 */
export function busiestRates(reviewed: Reviewed): readonly number[] {
  const { model, graph } = reviewed;
  const attempts = model.routes.map((_, route) => worstCaseOf(reviewed, route, BROKEN).attempts);
  let visits = model.endpoints.map(() => 0);
  let calls = model.routes.map(() => 0);
  for (let round = 0; round < ROUNDS; round++) {
    calls = graph.ofRoute.map((ways) =>
      ways.reduce((sum, { from, times }) => {
        const made = from.kind === 'journey' ? comers(model, from.index) : visits[from.index]!;
        return made === 0 || times === 0 ? sum : sum + made * times;
      }, 0),
    );
    visits = graph.toEndpoint.map((ways, endpoint) => {
      const routes = new Set(ways.map(({ route }) => route));
      const { most } = model.endpoints[endpoint]!.delivery;
      return most * [...routes].reduce((sum, route) => sum + calls[route]! * attempts[route]!, 0);
    });
  }
  return calls;
}

const comers = ({ journeys, workloads }: Model, journey: number): number => {
  const { workload, share } = journeys[journey]!;
  return share === 0 ? 0 : share * busiestComing(workloads[workload]!);
};

/** Shoppers per ms. Of users, as many as there would be if they were answered at once. */
function busiestComing({ rate, bursts, users, think }: WorkloadModel): number {
  if (users.length > 0) return users.reduce((most, { count }) => Math.max(most, count), 0) / mean(think);
  if (rate.length === 0) return Infinity;
  const steady = rate.reduce((most, { startPerMs, endPerMs }) => Math.max(most, startPerMs, endPerMs), 0);
  return bursts.reduce((most, { factor }) => Math.max(most, factor * steady), bursts.length > 0 ? 0 : steady);
}
