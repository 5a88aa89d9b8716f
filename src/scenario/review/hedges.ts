import { formatDuration } from '../../kernel/units';
import { LayerKind } from '../../policies/layer';
import { atLayer, type Finding, type Reviewed } from './finding';
import { isHedging, patienceMs } from './worst-case';

/** Hedges that nothing bounds when all is slow, and those that come when nobody waits any more. */
export const reviewHedges = ({ model, plan }: Reviewed): readonly Finding[] =>
  plan.lists.flatMap(({ layers }, list) => {
    const isIdempotent = plan.listOfRoute.some(
      (of, route) => of === list && model.endpoints[model.routes[route]!.endpoint]!.isIdempotent,
    );
    return layers.flatMap((layer, place): Finding[] => {
      if (layer.kind !== LayerKind.hedge || !isHedging(layer.params, isIdempotent)) return [];
      const { afterMs, hedges, budget } = layer.params;
      const found: Finding[] = [];
      if (budget === Infinity && afterMs < Infinity)
        found.push(
          atLayer(
            list,
            place,
            `No budget bounds this hedge: when everything is slow, every call is sent ${hedges === 1 ? 'twice' : `${1 + hedges} times`}. Add a \`budget\`, such as 5% of the calls.`,
          ),
        );
      const outerMs = patienceMs(layers.slice(0, place));
      if (afterMs < Infinity && outerMs <= afterMs)
        found.push(
          atLayer(
            list,
            place,
            `No slow call is hedged: the timeout around this hedge ends the call after ${formatDuration(outerMs)}, and it would send another after ${formatDuration(afterMs)}. Hedge sooner.`,
          ),
        );
      return found;
    });
  });
