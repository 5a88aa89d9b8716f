import type { EndpointModel } from '../model';
import type { ScenarioSource } from '../schema/scenario';
import type { Path } from '../document/places';
import type { Context } from './context';

type ServiceSource = ScenarioSource['services'][string];
type EndpointSource = ServiceSource['endpoints'][string];

const MOST_DELIVERIES = 3;

/** How an endpoint's messages are delivered, where its service is a queue. */
export function deliveryOf(
  service: ServiceSource,
  endpoint: EndpointSource,
  path: Path,
  context: Context,
): EndpointModel['delivery'] {
  const isQueue = service.kind === 'queue';
  for (const key of ['deliveries', 'again after'] as const) {
    if (!isQueue && endpoint[key] !== undefined)
      context.report([...path, key], `\`${key}\` belongs to a queue; this is a ${service.kind}.`, 'key');
  }
  if (isQueue && endpoint.calls.length === 0 && !context.isPartial([...path, 'calls']))
    context.report(path, 'Nobody consumes from it; a queue’s endpoint needs `calls`, by which it delivers.', 'key');
  return isQueue
    ? { most: endpoint.deliveries ?? MOST_DELIVERIES, againAfterMs: endpoint['again after'] ?? 0 }
    : { most: 1, againAfterMs: 0 };
}

/** A delivery holds its place until it is answered, so a queue cannot be async. */
export function checkQueue(name: string, { kind, mode }: ServiceSource, context: Context): void {
  if (kind === 'queue' && mode === 'async')
    context.report(
      ['services', name, 'mode'],
      'A queue is threaded: its `workers` are the messages it delivers at once.',
    );
}
