import { formatDuration } from '../../kernel/units';
import { LayerKind } from '../../policies/layer';
import { minimumInTime } from './breaker-minimum';
import { busiestRates } from './demand';
import { atLayer, type Finding, type Reviewed } from './finding';
import { BROKEN, worstCase } from './worst-case';

/** Breakers whose window of time never holds as many calls as they need to judge. */
export function reviewBreakers(reviewed: Reviewed): readonly Finding[] {
  const { model, plan } = reviewed;
  const rates = busiestRates(reviewed);
  return plan.lists.flatMap(({ layers, instances }, list) =>
    layers.flatMap((layer, place): Finding[] => {
      const needs = layer.kind === LayerKind.breaker ? minimumInTime(layer.params) : null;
      if (needs === null) return [];
      const comingPerMs = plan.listOfRoute.reduce((sum, of, route) => (of === list ? sum + rates[route]! : sum), 0);
      const { attempts } = worstCase(layers.slice(0, place), BROKEN, true);
      const calls = (comingPerMs * attempts * needs.windowMs) / instances;
      if (calls >= needs.calls) return [];
      const route = plan.listOfRoute.indexOf(list);
      const caller = model.links[model.routes[route]!.link]!.from;
      const who =
        caller.kind === 'workload'
          ? model.workloads[caller.index]!.name
          : `${instances > 1 ? 'a replica of ' : ''}${model.services[caller.index]!.name}`;
      return [
        atLayer(
          list,
          place,
          `This breaker never judges: at this rate ${who} makes ${about(calls)} calls in ${formatDuration(needs.windowMs)} at most, on average, and it needs ${Number(needs.calls.toPrecision(3))}. Lower that minimum or widen the window.`,
        ),
      ];
    }),
  );
}

const about = (calls: number): string => (calls < 1 ? 'fewer than 1' : `about ${Math.round(calls)}`);
