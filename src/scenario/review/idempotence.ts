import { LayerKind } from '../../policies/layer';
import { endpointName } from '../naming';
import { atLayer, type Finding, type Reviewed } from './finding';
import { isHedging } from './worst-case';

/** Retries and hedges before endpoints where doing it twice is worse than once. */
export const reviewIdempotence = ({ model, plan }: Reviewed): readonly Finding[] =>
  plan.lists.flatMap(({ layers }, list) => {
    const route = plan.listOfRoute.findIndex(
      (of, covered) => of === list && !model.endpoints[model.routes[covered]!.endpoint]!.isIdempotent,
    );
    if (route < 0) return [];
    const callee = endpointName(model, model.routes[route]!.endpoint);
    return layers.flatMap((layer, place): Finding[] => {
      if (layer.kind === LayerKind.hedge && !isHedging(layer.params, false))
        return [
          atLayer(
            list,
            place,
            `${callee} is not idempotent, so this hedge leaves its calls alone. Make the endpoint idempotent, or cover only others.`,
          ),
        ];
      if (layer.kind !== LayerKind.hedge && layer.kind !== LayerKind.retry) return [];
      if (!layer.params.evenIfNotIdempotent) return [];
      return [
        atLayer(
          list,
          place,
          `${callee} is not idempotent, and this may do it twice for one call: a card charged twice, say. Make the endpoint idempotent first.`,
        ),
      ];
    });
  });
