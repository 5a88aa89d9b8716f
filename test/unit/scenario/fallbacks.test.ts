import { describe, expect, it } from 'vitest';
import { compilePolicies, compileScenario } from '../../../src/scenario';
import { routeName } from '../../../src/scenario/naming';
import type { FallbackUse } from '../../../src/policies/fallback';
import { LayerKind } from '../../../src/policies/layer';

const compiled = compileScenario(`
scenario: A shop that can wait
workloads:
  shoppers: { rate: 10/s, journeys: { checkout: { share: 100%, start: web.checkout } } }
services:
  web: { workers: 8, queue: 8, endpoints: { checkout: { work: 1ms, calls: [payments.charge] } } }
  payments: { workers: 8, queue: 8, endpoints: { charge: { work: 1ms }, check: { work: 1ms } } }
  orders: { kind: queue, workers: 2, queue: 100, endpoints: { place: { work: 0ms, calls: [payments.charge] } } }
links: { web -> orders: {} }
`);
if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
const model = compiled.value;

const compile = (fallback: string) =>
  compilePolicies(model, `policies: { web -> payments: [{ fallback: ${fallback} }] }`);

function useOf(fallback: string): FallbackUse {
  const plan = compile(fallback);
  if (!plan.ok) throw new Error(plan.problems[0]?.message);
  const layer = plan.value.lists[0]!.layers[0]!;
  if (layer.kind !== LayerKind.fallback) throw new Error('not a fallback');
  return layer.params.use;
}

describe('a fallback as written', () => {
  it.each<[string, FallbackUse]>([
    ['{ use: stale-if-error }', { kind: 'stale-if-error', freshForMs: 0, staleForMs: Infinity, otherwise: 'fail' }],
    [
      '{ use: stale-if-error, fresh for: 10s, stale for: 5min, otherwise: default }',
      { kind: 'stale-if-error', freshForMs: 10_000, staleForMs: 300_000, otherwise: 'default' },
    ],
    ['{ use: feature off }', { kind: 'feature off', calls: true }],
    ['{ use: feature off, call: always }', { kind: 'feature off', calls: true }],
    ['{ use: feature off, call: never }', { kind: 'feature off', calls: false }],
  ])('is %s', (written, use) => {
    expect(useOf(written)).toEqual(use);
  });

  it('puts the request on a queue that the caller has a way to', () => {
    const use = useOf('{ use: queue for later, queue: orders.place, message: "We will write to you" }');
    expect(use.kind === 'queue for later' && routeName(model, use.route)).toBe('web -> orders.place');
  });

  it.each([
    ['{ use: queue for later }', 'Which queue takes the request? Add `queue`, such as `queue: orders.place`.'],
    [
      '{ use: queue for later, queue: payments.check }',
      '`payments` is a service; only a service of kind queue takes requests for later.',
    ],
    ['{ use: queue for later, queue: orders.lost }', '`orders` has no endpoint `lost`; it has orders.place.'],
    ['{ use: default, queue: orders.place }', '`queue` belongs to `use: queue for later`.'],
    ['{ use: cached, fresh for: 10s }', '`fresh for` belongs to `use: stale-if-error`.'],
    ['{ use: stale-if-error, up to: 10s }', '`up to` belongs to `use: cached`.'],
    ['{ use: feature off, otherwise: fail }', '`otherwise` belongs to `use: cached` and `use: stale-if-error`.'],
    ['{ use: default, call: never }', '`call` belongs to `use: feature off`.'],
    ['{ use: feature off, call: sometimes }', '`call` is `sometimes`; expected always or never.'],
  ])('is refused: %s', (written, message) => {
    const plan = compile(written);
    expect(plan.ok ? [] : plan.problems.map((problem) => problem.message)).toEqual([message]);
  });

  it('by a queue may not lead back to the call it stands in for', () => {
    const text = 'policies: { orders -> payments: [{ fallback: { use: queue for later, queue: orders.place } }] }';
    const circular = compileScenario(`
scenario: Round and round
workloads: { shoppers: { rate: 1/s, journeys: { checkout: { share: 100%, start: web.checkout } } } }
services:
  web: { workers: 8, queue: 8, endpoints: { checkout: { work: 1ms, calls: [orders.place] } } }
  payments: { workers: 8, queue: 8, endpoints: { charge: { work: 1ms } } }
  orders: { kind: queue, workers: 2, queue: 100, endpoints: { place: { work: 0ms, calls: [payments.charge] } } }
links: { orders -> orders: {} }
`);
    if (!circular.ok) throw new Error(circular.problems[0]?.message);
    expect(compilePolicies(circular.value, text)).toMatchObject({
      problems: [{ message: 'This fallback leads back to orders -> payments.charge, the call it stands in for.' }],
    });
  });
});
