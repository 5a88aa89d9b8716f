import { figuresOf } from '../policies/layer-figures';
import type { LayerReading } from './observation/reading';
import type { Sim } from './sim';

/** More replicas of a caller than these nobody looks at one by one. */
const MOST_INSTANCES = 50;

/** What the policies in force on the calls over a link know, list by list, outermost first; breakers have readings of their own. */
export function readLayers({ policies, model, now }: Sim, link: number): LayerReading[] {
  const versions = new Set(policies.currentOfRoute.filter((_, route) => model.routes[route]!.link === link));
  const found: LayerReading[] = [];
  for (const version of versions) {
    if (version === null) continue;
    const { key, instances } = version.list;
    for (const { layer, cell } of version.layers) {
      for (let instance = 0; instance < Math.min(instances, MOST_INSTANCES); instance++) {
        const waiting = cell.gates[instance]?.waiting ?? 0;
        const figures = figuresOf(layer, policies.arena.numbers, cell.at + instance * cell.size, waiting, now);
        if (figures.length > 0) found.push({ list: key, layer: layer.name, instance, figures });
      }
    }
  }
  return found;
}
