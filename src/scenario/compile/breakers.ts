import { LayerKind, type Layer } from '../../policies/layer';
import { NO_TIMEOUT } from '../../policies/timeout';
import type { BreakerSource } from '../schema/breakers/source';

/** What a library's breaker has inside it that is a layer of its own here, outermost first; named after the breaker. */
export function layersInside(name: string, { capacity, timeoutMs }: BreakerSource): Layer[] {
  const layers: Layer[] = [];
  if (capacity !== null) {
    layers.push({
      name: `${name} capacity`,
      kind: LayerKind.bulkhead,
      params: { calls: capacity, waitMs: 0, queue: 0 },
    });
  }
  if (timeoutMs !== null) {
    layers.push({
      name: `${name} timeout`,
      kind: LayerKind.timeout,
      params: { ...NO_TIMEOUT, afterMs: timeoutMs },
    });
  }
  return layers;
}
