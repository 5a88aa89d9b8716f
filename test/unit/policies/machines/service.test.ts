import { describe, expect, it } from 'vitest';
import { SpanKind, type Span } from '../../../../src/engine/observation/trace';
import { OUTCOME_NAMES } from '../../../../src/policies/outcome';
import { Engine, modelOf } from '../../support/fast';
import { Paths, transitionsOf } from './paths';

/** For seven seconds more people come than two workers can serve. */
const shop = (store: string, more = ''): string => `
scenario: More than it can serve
workloads:
  people:
    rate: { steps: [{ at: 0s, rate: 300/s }, { at: 1s, rate: 2000/s }, { at: 8s, rate: 300/s }, { at: 9s, rate: 0/s }] }
    arrivals: poisson
    journeys: { look: { share: 50%, priority: low, start: store.get }, buy: { share: 50%, priority: high, start: store.get } }
services:
  store: { workers: 2, ${store}, endpoints: { get: { work: { exponential: { mean: 1.5ms } } } } }
${more}`;

const RUNS: readonly string[] = [
  shop('queue: 20'),
  shop(
    'queue: { size: 500, discipline: lifo }',
    'policies: { people -> store: [{ timeout: { after: 10ms, cancel: true } }] }\n',
  ),
  shop('queue: 500', 'policies: { people -> store: [{ timeout: { after: 20ms, propagate: true } }] }\n'),
  shop('queue: 20', 'faults: { f: { node: store, does: crash, at: 2s, for: 10ms, every: 50ms } }\n'),
  shop('queue: { size: 500, discipline: lifo }'),
  shop('queue: { size: 500, discipline: adaptive lifo }'),
  shop('queue: { size: 500, discipline: codel, target: 5ms, interval: 50ms }'),
  shop(
    'queue: { size: 500, discipline: deadline }',
    'policies: { people -> store: [{ timeout: { after: 20ms, propagate: true } }] }\n',
  ),
  shop('queue: 20, shed: { queue: { low: 10%, normal: 50%, high: 75%, critical: 100% } }'),
  shop('queue: 20, shed: { workers: { low: 30%, normal: 60%, high: 100%, critical: 100% } }'),
];

/** The visits of all requests that were traced, as they ended. */
function visitsOf(yaml: string): readonly Span[] {
  const engine = new Engine(modelOf(yaml), 1);
  const traces = new Map<number, readonly Span[]>();
  let mark = 0;
  for (let ms = 100; ms <= 20_000; ms += 100) {
    engine.advance(ms);
    const news = engine.tracesSince(mark);
    mark = news.mark;
    for (const { id, spans } of news.traces) traces.set(id, spans);
  }
  return [...traces.values()].flat().filter(({ kind }) => kind === SpanKind.visit);
}

/** What a request that was not taken up shows in the end, by the discipline of its queue. */
const LEFT: Readonly<Record<string, (isByDeadline: boolean) => string>> = {
  shed: (isByDeadline) => (isByDeadline ? 'cannot be in time' : 'waits too long'),
  // Shed as well, while nobody waited for it any more.
  abandoned: (isByDeadline) => (isByDeadline ? 'cannot be in time' : ''),
  'deadline passed': () => 'deadline passed',
  cancelled: () => 'called off',
  reset: () => 'crash',
};

/** Turned away on arrival, before anybody asks for a worker. */
const BEFORE = ['shed', 'refused', 'deadline passed', 'cancelled'];

function atQueue(paths: Paths, request: string, visit: Span, yaml: string): void {
  const { startMs, workFromMs, endMs } = visit;
  const outcome = OUTCOME_NAMES[visit.outcome]!;
  if (workFromMs === startMs) return paths.step(request, 'worker free');
  if (workFromMs > startMs) {
    paths.step(request, 'all busy');
    return paths.step(request, 'its turn');
  }
  if (endMs > startMs) {
    paths.step(request, 'all busy');
    return paths.step(request, LEFT[outcome]?.(yaml.includes('discipline: deadline')) ?? outcome);
  }
  if (!BEFORE.includes(outcome)) paths.step(request, outcome);
}

describe('the machines of a service', () => {
  const queue = new Paths('queue');
  const shed = new Paths('shed');
  RUNS.forEach((yaml, run) =>
    visitsOf(yaml).forEach((visit, index) => {
      const request = `run ${run}, request ${index}`;
      atQueue(queue, request, visit, yaml);
      if (!yaml.includes('shed:')) return;
      const isShed = OUTCOME_NAMES[visit.outcome] === 'shed' && visit.endMs === visit.startMs;
      shed.step(request, isShed ? 'share reached' : 'below its share');
    }),
  );

  it('have a way to an end for every request', () => {
    expect([...queue.unfinished(), ...shed.unfinished()]).toEqual([]);
  });

  it('have no transition that is never taken', () => {
    expect(transitionsOf('queue').filter((transition) => !queue.taken.has(transition))).toEqual([]);
    expect(transitionsOf('shed').filter((transition) => !shed.taken.has(transition))).toEqual([]);
  });
});
