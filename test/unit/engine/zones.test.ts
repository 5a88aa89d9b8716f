import { expect, it } from 'vitest';
import { SpanKind } from '../../../src/engine/observation/trace';
import { engineOf } from '../support/run';

const shop = (links: string) => `
scenario: Two regions
workloads:
  europeans: { zone: europe, rate: 1/s, arrivals: constant, journeys: { e: { share: 100%, start: web.get } } }
  asians: { zone: asia, rate: 1/s, arrivals: constant, journeys: { a: { share: 100%, start: web.get } } }
  robots: { rate: 1/s, arrivals: constant, journeys: { r: { share: 100%, start: web.get } } }
services:
  web: { zone: [europe, asia], replicas: 2, workers: 9, queue: 0, endpoints: { get: { work: 0ms, calls: [db.read] } } }
  db: { zone: europe, workers: 9, queue: 0, endpoints: { read: { work: 0ms } } }
links:
  default: { latency: 1ms }
  between zones: { latency: 40ms }
${links}`;

/** By caller and the replica called: how long attempts took, there and back. */
function times(links: string): Record<string, number> {
  const engine = engineOf(shop(links));
  engine.advance(10_000);
  const { model } = engine;
  const found: Record<string, number> = {};
  for (const { spans } of engine.tracesSince(0).traces) {
    for (const [index, { kind, subject, replica, startMs, endMs, parent }] of spans.entries()) {
      if (kind !== SpanKind.attempt) continue;
      const { from, to } = model.links[model.routes[subject]!.link]!;
      const caller = from.kind === 'workload' ? model.workloads[from.index]!.name : `web ${spans[parent]!.replica}`;
      const visit = spans.find((span) => span.kind === SpanKind.visit && span.parent === index)!;
      const there = from.kind === 'workload' ? 2 * (visit.startMs - startMs) : endMs - startMs;
      found[`${caller} to ${model.services[to]!.name} ${replica}`] = Math.round(there);
    }
  }
  return found;
}

it('messages take longer between zones, and as long as ever within one or where nobody says where they are', () => {
  expect(times('')).toEqual({
    'europeans to web 0': 2,
    'europeans to web 1': 80,
    'asians to web 0': 80,
    'asians to web 1': 2,
    'robots to web 0': 2,
    'robots to web 1': 2,
    'web 0 to db 0': 2,
    'web 1 to db 0': 80,
  });
});

it('a link that says its own latency has it between zones too', () => {
  expect(times('  web -> db: { latency: 5ms }\n')).toMatchObject({ 'web 0 to db 0': 10, 'web 1 to db 0': 10 });
});
