import { describe, expect, it } from 'vitest';
import { compileScenario } from '../../../src/scenario';
import { gammaFromMean, lognormalFromMean, lognormalFromQuantiles } from '../../../src/kernel/distribution';
import { constant, exponential, uniform } from '../../../src/kernel/distribution';
import type { Model } from '../../../src/scenario/model';
import { linkName, routeName } from '../../../src/scenario/naming';
import { SHOP } from '../support/shop';
import { edited } from './marked';

function model(text: string): Model {
  const compiled = compileScenario(text);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.value;
}

const shopWith = (part: string, by: string): Model => model(edited(SHOP, part, by));

describe('a compiled scenario', () => {
  const shop = model(SHOP);

  it('has services with their defaults', () => {
    expect(shop.title).toBe('A small shop');
    expect(shop.services).toEqual([
      { name: 'web', kind: 'web app', replicas: 3, workers: 16, mode: 'threaded', queue: 64 },
      { name: 'catalog', kind: 'service', replicas: 2, workers: 8, mode: 'threaded', queue: 32 },
      { name: 'payments', kind: 'third party', replicas: 1, workers: 100, mode: 'threaded', queue: 100 },
      { name: 'database', kind: 'database', replicas: 1, workers: 20, mode: 'threaded', queue: 100 },
    ]);
    expect(shopWith('kind: web app', 'mode: async').services[0]).toMatchObject({ kind: 'service', mode: 'async' });
  });

  it('has a link and routes for what is called, by whom, in the order of the text', () => {
    expect(shop.links.map((_, link) => linkName(shop, link))).toEqual([
      'shoppers -> web',
      'web -> catalog',
      'web -> payments',
      'catalog -> database',
    ]);
    expect(shop.routes.map((_, route) => routeName(shop, route))).toEqual([
      'shoppers -> web.browse',
      'shoppers -> web.checkout',
      'web -> catalog.list',
      'web -> catalog.price',
      'web -> payments.charge',
      'catalog -> database.read',
    ]);
  });

  it('has journeys and patience', () => {
    expect(shop.journeys).toEqual([
      { name: 'browse', workload: 0, share: 0.7, route: 0 },
      { name: 'checkout', workload: 0, share: 0.3, route: 1 },
    ]);
    expect(shop.workloads[0]).toMatchObject({ name: 'shoppers', patienceMs: 3000, answerWithinMs: 1000 });
  });

  it('takes the patience for the time an answer is due in where that is shorter than a second', () => {
    expect(shopWith('patience: 3s', 'patience: 400ms').workloads[0]).toMatchObject({ answerWithinMs: 400 });
    const endless = shopWith('    patience: 3s\n', '').workloads[0];
    expect(endless).toMatchObject({ patienceMs: Infinity, answerWithinMs: 1000 });
    expect(shopWith('patience: 3s', 'answer within: 2s').workloads[0]).toMatchObject({ answerWithinMs: 2000 });
  });

  it('has calls in order, at once, seldom and optional', () => {
    const { endpoints } = shopWith(
      '[catalog.price, payments.charge]',
      '[{ catalog.price: optional }, { parallel: [payments.charge, { catalog.list: { probability: 30% } }] }, catalog.price]',
    );
    expect(endpoints[1]!.stages).toEqual([
      [{ route: 3, probability: 1, optional: true }],
      [
        { route: 4, probability: 1, optional: false },
        { route: 2, probability: 0.3, optional: false },
      ],
      [{ route: 3, probability: 1, optional: false }],
    ]);
  });

  it('ignores where text repeats itself by an alias', () => {
    const text = edited(SHOP, 'work: { exponential: { mean: 4ms } }', 'work: &quick { exponential: { mean: 4ms } }');
    expect(model(edited(text, 'work: 2ms', 'work: *quick')).endpoints[3]!.work).toEqual(exponential(4));
  });
});

describe('a distribution', () => {
  it.each([
    ['3ms', constant(3)],
    ['{ constant: 0.5s }', constant(500)],
    ['{ uniform: { from: 2ms, to: 8ms } }', uniform(2, 8)],
    ['{ exponential: { mean: 4ms } }', exponential(4)],
    ['{ lognormal: { p50: 5ms, p99: 40ms } }', lognormalFromQuantiles(5, 40)],
    ['{ lognormal: { mean: 8ms, cv: 1.2 } }', lognormalFromMean(8, 1.2)],
    ['{ gamma: { mean: 8ms, cv: 0.5 } }', gammaFromMean(8, 0.5)],
  ])('may be written %s', (written, expected) => {
    expect(shopWith('work: 2ms', `work: ${written}`).endpoints[3]!.work).toEqual(expected);
  });
});

describe('arrivals', () => {
  const flat = (fromMs: number, lengthMs: number, perMs: number) => ({
    fromMs,
    lengthMs,
    startPerMs: perMs,
    endPerMs: perMs,
  });
  const ramp = { fromMs: 0, lengthMs: 30_000, startPerMs: 0.01, endPerMs: 0.06 };

  it.each([
    ['60/s', [flat(0, Infinity, 0.06)]],
    [
      '{ steps: [{ at: 0s, rate: 10/s }, { at: 30s, rate: 60/s }] }',
      [flat(0, 30_000, 0.01), flat(30_000, Infinity, 0.06)],
    ],
    ['{ steps: [{ at: 5s, rate: 10/s }] }', [flat(0, 5000, 0), flat(5000, Infinity, 0.01)]],
    ['{ ramp: { from: 10/s, to: 60/s, over: 30s } }', [ramp, flat(30_000, Infinity, 0.06)]],
    [
      '[{ ramp: { from: 10/s, to: 60/s, over: 30s } }, { hold: 60/s, for: 5s }, { hold: 1/s }]',
      [ramp, flat(30_000, 5000, 0.06), flat(35_000, Infinity, 0.001)],
    ],
    ['[{ hold: 60/s, for: 5s }]', [flat(0, 5000, 0.06), flat(5000, Infinity, 0.06)]],
  ])('may be written %s', (written, expected) => {
    expect(shopWith('rate: 60/s', `rate: ${written}`).workloads[0]!.rate).toEqual(expected);
  });
});

describe('links', () => {
  const latencies = (shop: Model) => shop.links.map((link) => link.latency);

  it('take half a millisecond each way unless something else is said for all or for one', () => {
    expect(latencies(model(SHOP))).toEqual(Array(4).fill(constant(0.5)));
    const links = 'links:\n  default: { latency: 2ms }\n  web->catalog: { latency: { exponential: { mean: 1ms } } }\n';
    expect(latencies(shopWith('policies:', `${links}policies:`))).toEqual([
      constant(2),
      exponential(1),
      constant(2),
      constant(2),
    ]);
  });

  it('exist where they are named, with a route to every endpoint, though nothing calls', () => {
    const shop = shopWith('policies:', 'links: { payments -> catalog: {} }\npolicies:');
    expect(shop.routes.map((_, route) => routeName(shop, route)).slice(6)).toEqual([
      'payments -> catalog.list',
      'payments -> catalog.price',
    ]);
  });
});

describe('a scenario that leaves a section empty', () => {
  it.each(['links', 'policies', 'faults'])('has none of its %s', (section) => {
    const plain = SHOP.slice(0, SHOP.indexOf('policies:'));
    expect(model(`${plain}${section}:\n`)).toMatchObject({ policies: { lists: [] }, faults: [] });
  });
});
