import { describe, expect, it } from 'vitest';
import { ofOutcome } from '../../../src/engine/observation/layout';
import { SpanKind } from '../../../src/engine/observation/trace';
import { OUTCOME_COUNT, type Outcome } from '../../../src/policies/outcome';
import { engineOf } from '../support/run';

/* A script, for then every shopper is traced: 120 of them, 7 ms apart, more than can be served. */
const script = Array.from({ length: 120 }, (_, n) => `{ at: ${7 * n}ms, takes: ${5 + ((37 * n) % 41)}ms }`).join(', ');

const SHOP = `
scenario: Never empty
workloads:
  people: { script: [${script}], scripted: store.get, patience: 600ms, journeys: { go: { share: 100%, start: web.go } } }
services:
  web: { workers: 12, queue: 40, endpoints: { go: { work: exponential mean 3ms, calls: [store.get, { store.log: optional }] } } }
  store: { replicas: 2, cores: 1, workers: 4, queue: 6, endpoints: { get: { work: 1ms }, log: { work: exponential mean 4ms } } }
policies: { web -> store: [{ retry: { attempts: 2, backoff: { constant: 20ms } } }, { timeout: 150ms }] }
faults:
  crash: { node: store, replica: 2, does: crash, at: 250ms, for: 50ms }
  hang: { node: store, replica: 1, does: hang, at: 400ms, for: 60ms }
  loss: { link: web -> store, does: loss, share: 10%, at: 500ms, for: 200ms }
`;

/** Ends of windows, in ms, at no instant at which anything happens. */
const EDGES = [0, 33.3, 128.9, 333.3, 334.1, 512.7, 640.01, 911.9, 1500.5];

describe("Little's law in any window, those present at its edges accounted for", () => {
  const engine = engineOf(SHOP);
  const { layout, model, counts } = engine;
  const nodes = model.endpoints.flatMap(({ service }, endpoint) =>
    Array.from({ length: model.services[service]!.replicas }, (_, replica) => ({ endpoint, replica })),
  );
  const presentAt = (at: number): number =>
    Array.from({ length: OUTCOME_COUNT }, (_, outcome) => counts[at + ofOutcome(outcome as Outcome)]!).reduce(
      (left, ended) => left - ended,
      counts[at]!,
    );
  /** How long a time from one instant to another lies in each window. */
  const within = (fromMs: number, toMs: number): number[] =>
    EDGES.slice(1).map((edge, window) => Math.max(0, Math.min(toMs, edge) - Math.max(fromMs, EDGES[window]!)));
  /** Of each node and window the integral of the number present, as the counts have it. */
  const integrals = nodes.map(() => EDGES.slice(1).map(() => 0));
  for (let isMore = true; isMore;) {
    const present = nodes.map(({ endpoint, replica }) => presentAt(layout.visit(endpoint, replica)));
    const from = engine.nowMs;
    isMore = engine.stepInstant();
    within(from, engine.nowMs).forEach((ms, window) =>
      nodes.forEach((_, node) => (integrals[node]![window]! += present[node]! * ms)),
    );
  }
  const spans = engine.tracesSince(0).traces.flatMap((trace) => trace.spans);

  it.each(nodes.map(({ endpoint, replica }, node) => ({ node, endpoint, replica })))(
    'endpoint $endpoint at replica $replica: the integral of those present is the sum of their times within',
    ({ node, endpoint, replica }) => {
      const own = spans.filter((span) => {
        return span.kind === SpanKind.visit && span.subject === endpoint && span.replica === replica;
      });
      expect(own.length).toBe(counts[layout.visit(endpoint, replica)]);
      expect(own.length).toBeGreaterThan(20);
      const sums = own.map(({ startMs, endMs }) => within(startMs, endMs));
      integrals[node]!.forEach((integral, window) =>
        expect(integral).toBeCloseTo(
          sums.reduce((sum, times) => sum + times[window]!, 0),
          6,
        ),
      );
      // the windows cut through visits: somebody is present at the edges
      expect(EDGES.some((edge) => own.some(({ startMs, endMs }) => startMs < edge && endMs > edge))).toBe(true);
    },
  );
});
