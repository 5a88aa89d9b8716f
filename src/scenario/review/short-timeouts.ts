import { mean } from '../../kernel/moments';
import { formatDuration } from '../../kernel/units';
import { LayerKind } from '../../policies/layer';
import { callerName, endpointName } from '../naming';
import { atLayer, type Finding, type Reviewed } from './finding';

/** Timeouts that make failures of calls to a callee that is well. */
export const reviewShortTimeouts = ({ model, plan }: Reviewed): readonly Finding[] =>
  plan.lists.flatMap(({ layers }, list) =>
    layers.flatMap((layer, place): Finding[] => {
      if (layer.kind !== LayerKind.timeout) return [];
      const { afterMs } = layer.params;
      const [slowest] = model.routes
        .filter((_, route) => plan.listOfRoute[route] === list)
        .map(({ link, endpoint }) => ({ link, endpoint, workMs: mean(model.endpoints[endpoint]!.work) }))
        .sort((a, b) => b.workMs - a.workMs);
      if (slowest === undefined || slowest.workMs <= afterMs) return [];
      const caller = callerName(model, model.links[slowest.link]!.from);
      return [
        atLayer(
          list,
          place,
          `${caller} waits ${formatDuration(afterMs)} for ${endpointName(model, slowest.endpoint)}, whose own work takes ${formatDuration(slowest.workMs)} on average: calls fail that nothing is wrong with. Wait longer.`,
        ),
      ];
    }),
  );
