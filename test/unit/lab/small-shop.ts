import { compileScenario } from '../../../src/scenario';
import type { Model } from '../../../src/scenario/model';

/** A web of one replica in front of a catalog, small enough for its queue to fill within seconds. */
export const SMALL_SHOP = `scenario: Small shop
workloads:
  shoppers:
    rate: 40/s
    patience: 3s
    answer within: 1s
    journeys:
      browse: { share: 70%, start: web.browse }
      help: { share: 30%, start: web.help }
services:
  web:
    replicas: 2
    workers: 8
    queue: 10
    endpoints:
      browse:
        work: { exponential: { mean: 4ms } }
        calls: [catalog.list]
      help:
        work: { exponential: { mean: 2ms } }
  catalog:
    replicas: 1
    workers: 8
    queue: 500
    endpoints:
      list:
        work: { exponential: { mean: 10ms } }
faults:
  catalog-hangs: { node: catalog, does: hang }
  catalog-slow: { node: catalog, does: slow, by: 20 }
`;

export const TIMEOUT = `policies:
  web -> catalog:
    - timeout: 100ms
`;

export const FALLBACK = `policies:
  web -> catalog:
    - fallback: { use: default, message: "Prices will be back soon" }
    - timeout: 100ms
`;

export function compiled(text: string): Model {
  const model = compileScenario(text);
  if (!model.ok) throw new Error(model.problems.map(({ message }) => message).join('\n'));
  return model.value;
}
