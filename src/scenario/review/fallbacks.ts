import { LayerKind } from '../../policies/layer';
import { routeName } from '../naming';
import type { Path } from '../document/places';
import type { PlannedWay } from './call-graph';
import type { Finding, Reviewed } from './finding';
import { layersOf } from './worst-case';

/** Optional calls whose failure leaves a gap in the page and says nothing. */
export function reviewFallbacks({ model, plan, graph }: Reviewed): readonly Finding[] {
  const told = new Set<number>();
  return graph.ways.flatMap((way): Finding[] => {
    const { route, isOptional, isAwaited } = way;
    if (!isOptional || !isAwaited || told.has(route)) return [];
    told.add(route);
    if (layersOf(plan, route).some(({ kind }) => kind === LayerKind.fallback)) return [];
    const list = plan.listOfRoute[route]!;
    return [
      {
        list: list < 0 ? null : list,
        layer: null,
        call: callPath(way),
        message: `${routeName(model, route)} is optional and has no fallback: when it fails, the page lacks its part and says nothing of it. Give it a \`fallback\` with a \`message\`.`,
      },
    ];
  });

  function callPath({ from, stage, place, isParallel }: PlannedWay): Path {
    const { name, service } = model.endpoints[from.index]!;
    const item = ['services', model.services[service]!.name, 'endpoints', name, 'calls', stage];
    return isParallel ? [...item, 'parallel', place] : item;
  }
}
