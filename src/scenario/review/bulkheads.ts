import { LayerKind, type Layer } from '../../policies/layer';
import { atLayer, type Finding, type Reviewed } from './finding';

/** Bulkheads that let more calls out than their callee can serve, and those that leave their caller no worker free. */
export const reviewBulkheads = (reviewed: Reviewed): readonly Finding[] => {
  const { model, plan } = reviewed;
  return plan.lists.flatMap(({ layers, instances }, list) => {
    const { link } = model.routes[plan.listOfRoute.indexOf(list)]!;
    const { from, to } = model.links[link]!;
    const { name, replicas, workers } = model.services[to]!;
    const served = replicas * workers;
    return layers.flatMap((layer, place): Finding[] => {
      if (layer.kind !== LayerKind.bulkhead) return [];
      const { calls } = layer.params;
      if (calls * instances > served)
        return [
          atLayer(
            list,
            place,
            `This bulkhead lets ${product(instances, calls)} calls out at once, and ${name} serves ${product(replicas, workers)}: the others wait in its queue, where the bulkhead cannot see them. Make it smaller.`,
          ),
        ];
      const most = from.kind === 'service' ? mostAtOnce(reviewed, list, layers.slice(0, place)) : Infinity;
      if (calls < most) return [];
      const caller = model.services[from.index]!;
      return [
        atLayer(
          list,
          place,
          `This bulkhead never fills: a replica of ${caller.name} has ${caller.workers} workers, and makes ${most} of these calls at once at most. Below that it keeps workers free for the rest.`,
        ),
      ];
    });
  });
};

/**
 * How many calls under a list one replica of its caller has out at once at most, as they reach a layer below these; Infinity:
 * nothing bounds them, since a worker may be free again while they are out.
 */
function mostAtOnce({ model, plan, graph }: Reviewed, list: number, outer: readonly Layer[]): number {
  const ways = graph.ways.filter(({ route }) => plan.listOfRoute[route] === list);
  const isLeftBehind =
    outer.some(({ kind }) => kind === LayerKind.timeout || kind === LayerKind.hedge) ||
    plan.lists.some(({ layers }) => layers.some(isTold)) ||
    ways.some(({ isAwaited }) => !isAwaited);
  if (isLeftBehind) return Infinity;
  let most = 0;
  for (const { service, stages } of model.endpoints) {
    for (const { calls, need } of stages) {
      const covered = calls.filter(({ route }) => plan.listOfRoute[route] === list).length;
      const { mode, workers } = model.services[service]!;
      if (covered > 0 && (mode !== 'threaded' || (need > 0 && need < calls.length))) return Infinity;
      most = Math.max(most, covered * workers);
    }
  }
  return most;
}

/** Its callee ends its own calls' waits before they have ended. */
const isTold = (layer: Layer): boolean => layer.kind === LayerKind.timeout && layer.params.propagates;

const product = (several: number, of: number): string =>
  several > 1 ? `${several} x ${of} = ${several * of}` : `${of}`;
