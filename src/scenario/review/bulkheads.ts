import { LayerKind } from '../../policies/layer';
import { atLayer, type Finding, type Reviewed } from './finding';

/** Bulkheads that let more calls out than their callee can serve. */
export const reviewBulkheads = ({ model, plan }: Reviewed): readonly Finding[] =>
  plan.lists.flatMap(({ layers, instances }, list) => {
    const { link } = model.routes[plan.listOfRoute.indexOf(list)]!;
    const { name, replicas, workers } = model.services[model.links[link]!.to]!;
    const served = replicas * workers;
    return layers.flatMap((layer, place): Finding[] => {
      if (layer.kind !== LayerKind.bulkhead || layer.params.calls * instances <= served) return [];
      return [
        atLayer(
          list,
          place,
          `This bulkhead lets ${product(instances, layer.params.calls)} calls out at once, and ${name} serves ${product(replicas, workers)}: the others wait in its queue, where the bulkhead cannot see them. Make it smaller.`,
        ),
      ];
    });
  });

const product = (several: number, of: number): string =>
  several > 1 ? `${several} x ${of} = ${several * of}` : `${of}`;
