import { describe, expect, it } from 'vitest';
import { LayerKind } from '../../../src/policies/layer';
import { compilePolicies, compileScenario } from '../../../src/scenario';
import type { Model, PolicyPlan } from '../../../src/scenario/model';
import { routeName } from '../../../src/scenario/naming';
import { SHOP } from '../support/shop';
import { unmarked } from './marked';

function shopModel(links = ''): Model {
  const compiled = compileScenario(SHOP + links);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.value;
}

const SHOP_MODEL = shopModel();

function plan(text: string, model = SHOP_MODEL): PolicyPlan {
  const compiled = compilePolicies(model, text);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.value;
}

const layersOf = (layers: string) => plan(`policies: { web -> catalog: ${layers} }`).lists[0]!.layers;

describe('the policies of a scenario', () => {
  it('compile alike inside it and on their own', () => {
    const section = SHOP.slice(SHOP.indexOf('policies:'), SHOP.indexOf('faults:'));
    expect(plan(section)).toEqual(SHOP_MODEL.policies);
  });

  it('cover a link, where one endpoint’s own list wins whole', () => {
    const { lists, listOfRoute } = SHOP_MODEL.policies;
    const covered = SHOP_MODEL.routes.map((_, route) => [
      routeName(SHOP_MODEL, route),
      lists[listOfRoute[route]!]?.key ?? null,
    ]);
    expect(Object.fromEntries(covered)).toEqual({
      'shoppers -> web.browse': null,
      'shoppers -> web.checkout': null,
      'web -> catalog.list': 'web -> catalog',
      'web -> catalog.price': 'web -> catalog.price',
      'web -> payments.charge': 'web -> payments',
      'catalog -> database.read': null,
    });
  });

  it('win by nearness, not by order', () => {
    const nearFirst = plan('policies: { web -> catalog.price: [timeout: 1s], web -> catalog: [timeout: 2s] }');
    expect(nearFirst.lists.map((list) => list.key)).toEqual(['web -> catalog.price', 'web -> catalog']);
    expect(nearFirst.listOfRoute).toEqual([-1, -1, 1, 0, -1, -1]);
  });

  it('leave out a list whose routes all have nearer ones', () => {
    const covered = plan('policies: { web -> payments: [timeout: 1s], web -> payments.charge: [] }');
    expect(covered.lists).toEqual([{ key: 'web -> payments.charge', instances: 3, layers: [] }]);
  });

  it('have one state for each replica of the caller, and one for a workload', () => {
    const { lists } = plan('policies: { shoppers -> web: [], web->catalog: [], catalog -> database: [] }');
    expect(lists.map(({ key, instances }) => [key, instances])).toEqual([
      ['shoppers -> web', 1],
      ['web -> catalog', 3],
      ['catalog -> database', 2],
    ]);
  });

  it.each(['policies:', 'policies: {}', 'policies:\n  web -> catalog:\n'])('may be none: %j', (text) => {
    expect(plan(text).lists.flatMap((list) => list.layers)).toEqual([]);
  });

  it('must be in a document with that key, and no other but that of services', () => {
    expect(compilePolicies(SHOP_MODEL, '')).toMatchObject({
      problems: [
        {
          message: 'The document is empty; expected a document with `policies`, and perhaps `services`.',
          line: 1,
          column: 1,
        },
      ],
    });
    const whole = compilePolicies(SHOP_MODEL, SHOP);
    const paths = whole.ok ? [] : whole.problems.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['scenario', 'workloads', 'faults', 'services.web.endpoints']));
  });

  it('have their problems in the document’s own lines', () => {
    const { text, line, column, endColumn } = unmarked('policies:\n\n  web -> catalog:\n    - timeout: «5»\n');
    expect(compilePolicies(SHOP_MODEL, text)).toMatchObject({
      ok: false,
      problems: [{ path: 'policies.web -> catalog.0.timeout', line, column, endColumn }],
    });
  });
});

describe('a layer', () => {
  it.each([
    ['250ms', {}],
    ['{ after: 250ms }', {}],
    [
      '{ after: 250ms, connect: 20ms, propagate: true, cancel: true }',
      { connectMs: 20, propagates: true, cancels: true },
    ],
    ['{ connect: 20ms }', { afterMs: Infinity, connectMs: 20 }],
  ])('is a timeout: %s', (written, differs) => {
    const params = { afterMs: 250, connectMs: Infinity, propagates: false, cancels: false, ...differs };
    expect(layersOf(`[timeout: ${written}]`)).toEqual([{ name: 'timeout', kind: LayerKind.timeout, params }]);
  });

  const RESILIENCE4J = {
    like: 'resilience4j',
    steering: 'automatic',
    ignored: 0,
    tolerated: 0,
    openGrowth: 1,
    openForMostMs: Infinity,
    openJitterShare: 0,
    openStepMs: 1,
    halfOpenForMs: 0,
    afterHalfOpen: 'open',
    isAutomatic: false,
    failureRate: 0.5,
    slowRate: 1,
    slowCallMs: 60_000,
    window: { kind: 'calls', size: 100 },
    minimumCalls: 100,
    openForMs: 60_000,
    halfOpenCalls: 10,
  };

  it.each([
    ['{}', {}],
    [
      '{ like: resilience4j, failure rate: 30%, slow rate: 80%, slow call: 2s }',
      { failureRate: 0.3, slowRate: 0.8, slowCallMs: 2000 },
    ],
    ['{ open for: 10s, half-open calls: 3 }', { openForMs: 10_000, halfOpenCalls: 3 }],
    ['{ window: 20 calls }', { window: { kind: 'calls', size: 20 } }],
    ['{ window: 20 calls, minimum calls: 5 }', { window: { kind: 'calls', size: 20 }, minimumCalls: 5 }],
    ['{ window: 10s }', { window: { kind: 'time', count: 10, slotMs: 1000 }, minimumCalls: 100 }],
    ['{ window: 1min, minimum calls: 5 }', { window: { kind: 'time', count: 60, slotMs: 1000 }, minimumCalls: 5 }],
  ])('is a breaker with the defaults of resilience4j: %s', (written, differs) => {
    expect(layersOf(`[breaker: ${written}]`)[0]!.params).toEqual({ ...RESILIENCE4J, ...differs });
  });

  it.each(['25', '{ calls: 25 }'])('is a bulkhead: %s', (written) => {
    expect(layersOf(`[bulkhead: ${written}]`)[0]!.params).toEqual({ calls: 25, waitMs: 0, queue: 0 });
  });

  it.each([
    ['{ use: default }', { use: { kind: 'default' }, message: '' }],
    ['{ use: default, message: Sorry }', { use: { kind: 'default' }, message: 'Sorry' }],
    ['{ use: cached }', { use: { kind: 'cached', maxAgeMs: Infinity, otherwise: 'fail' }, message: '' }],
    [
      '{ use: cached, up to: 5min old }',
      { use: { kind: 'cached', maxAgeMs: 300_000, otherwise: 'fail' }, message: '' },
    ],
    [
      '{ use: cached, up to: 5min, otherwise: default }',
      { use: { kind: 'cached', maxAgeMs: 300_000, otherwise: 'default' }, message: '' },
    ],
    ['{ use: payments.charge }', { use: { kind: 'endpoint', route: 4 }, message: '' }],
  ])('is a fallback: %s', (written, params) => {
    expect(layersOf(`[fallback: ${written}]`)[0]!.params).toEqual(params);
  });

  it('is named after its kind, by its place among that kind, unless it has a name', () => {
    const names = (layers: string) => layersOf(layers).map((layer) => layer.name);
    expect(names('[timeout: 1s, retry: {}, timeout: 2s]')).toEqual(['timeout', 'retry', 'timeout 2']);
    expect(names('[{ timeout: 1s, name: outer }, timeout: 2s]')).toEqual(['outer', 'timeout']);
    expect(names('[timeout: 1s, { bulkhead: 1, name: timeout }]')).toEqual(['timeout 2', 'timeout']);
  });
});

describe('a fallback to another endpoint', () => {
  const linked = shopModel('links: { web -> database: {}, catalog -> payments: {} }\n');
  const fallback = (key: string, use: string) => `policies: { ${key}: [fallback: { use: ${use} }] }`;

  it('uses a link named for it', () => {
    const { layers } = plan(fallback('web -> catalog', 'database.read'), linked).lists[0]!;
    const { params } = layers[0]!;
    expect(params).toMatchObject({ use: { kind: 'endpoint' } });
    expect('use' in params && params.use.kind === 'endpoint' && routeName(linked, params.use.route)).toBe(
      'web -> database.read',
    );
  });

  it('may not lead back through the fallback of another call', () => {
    const text =
      'policies: { web -> catalog.list: [fallback: { use: catalog.price }], web -> catalog.price: [fallback: { use: catalog.list }] }';
    expect(compilePolicies(SHOP_MODEL, text)).toMatchObject({
      problems: [
        { path: 'policies.web -> catalog.list.0.fallback.use' },
        { path: 'policies.web -> catalog.price.0.fallback.use' },
      ],
    });
  });

  it('may not lead back through the calls of the endpoint it uses', () => {
    const circular = shopModel('links: { database -> catalog: {} }\n');
    const text = fallback('catalog -> database', 'database.read');
    expect(compilePolicies(circular, text)).toMatchObject({
      problems: [{ message: 'This fallback leads back to catalog -> database.read, the call it stands in for.' }],
    });
    expect(compilePolicies(circular, fallback('database -> catalog.list', 'catalog.price'))).toMatchObject({
      ok: true,
    });
  });
});
