import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileScenario } from '../../../src/scenario';
import {
  constant,
  erlang,
  exponential,
  histogram,
  mixture,
  pareto,
  samples,
  uniform,
} from '../../../src/kernel/distribution';
import { Draws } from '../../../src/kernel/draws';
import {
  exponentialFromQuantile,
  gammaFromMean,
  gammaFromShape,
  hyperexponential,
  hyperexponentialFromMean,
  lognormalFromMean,
  lognormalFromQuantiles,
  paretoFromMean,
  weibullFromMean,
  weibullFromQuantiles,
  weibullFromShape,
} from '../../../src/kernel/fitting';
import { sample } from '../../../src/kernel/sample';
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
    const plain = {
      retryAfterMs: 0,
      zones: [],
      cores: Infinity,
      contention: { each: 0, pair: 0 },
      warmUp: { forMs: 0, factor: 1 },
      intake: null,
    };
    expect(shop.title).toBe('A small shop');
    expect(shop.services).toEqual([
      { name: 'web', kind: 'web app', replicas: 3, workers: 16, mode: 'threaded', queue: 64, ...plain },
      { name: 'catalog', kind: 'service', replicas: 2, workers: 8, mode: 'threaded', queue: 32, ...plain },
      { name: 'payments', kind: 'third party', replicas: 1, workers: 100, mode: 'threaded', queue: 100, ...plain },
      { name: 'database', kind: 'database', replicas: 1, workers: 20, mode: 'threaded', queue: 100, ...plain },
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
      { name: 'browse', workload: 0, priority: 1, share: 0.7, steps: [{ route: 0, think: constant(0) }] },
      { name: 'checkout', workload: 0, priority: 1, share: 0.3, steps: [{ route: 1, think: constant(0) }] },
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
    const plain = { probability: 1, optional: false, isAwaited: true };
    const all = { need: 0, times: { least: 1, most: 1 } };
    expect(endpoints[1]!.stages).toEqual([
      { calls: [{ ...plain, route: 3, optional: true }], ...all },
      {
        calls: [
          { ...plain, route: 4 },
          { ...plain, route: 2, probability: 0.3 },
        ],
        ...all,
      },
      { calls: [{ ...plain, route: 3 }], ...all },
    ]);
  });

  it('ignores where text repeats itself by an alias', () => {
    const text = edited(SHOP, 'work: { exponential: { mean: 4ms } }', 'work: &quick { exponential: { mean: 4ms } }');
    expect(model(edited(text, 'work: 2ms', 'work: *quick')).endpoints[3]!.work).toEqual(exponential(4));
  });
});

/** Each way to write a distribution, and what it stands for; `*` before a number marks a duration in ms. */
const DISTRIBUTIONS = [
  ['*3ms', constant(3)],
  ['{ constant: *500ms }', constant(500)],
  ['{ uniform: { from: *2ms, to: *8ms } }', uniform(2, 8)],
  ['{ exponential: { mean: *4ms } }', exponential(4)],
  ['{ exponential: { p99: *20ms } }', exponentialFromQuantile({ p: 0.99, ms: 20 })],
  ['{ erlang: { mean: *8ms, k: 4 } }', erlang(8, 4)],
  ['{ gamma: { mean: *8ms, cv: 0.5 } }', gammaFromMean(8, 0.5)],
  ['{ gamma: { mean: *8ms, shape: 2.5 } }', gammaFromShape(8, 2.5)],
  ['{ lognormal: { p50: *5ms, p99: *40ms } }', lognormalFromQuantiles({ p: 0.5, ms: 5 }, { p: 0.99, ms: 40 })],
  ['{ lognormal: { p99.9: *80ms, p90: *20ms } }', lognormalFromQuantiles({ p: 0.9, ms: 20 }, { p: 0.999, ms: 80 })],
  ['{ lognormal: { mean: *8ms, cv: 1.2 } }', lognormalFromMean(8, 1.2)],
  ['{ weibull: { p50: *5ms, p95: *40ms } }', weibullFromQuantiles({ p: 0.5, ms: 5 }, { p: 0.95, ms: 40 })],
  ['{ weibull: { mean: *8ms, shape: 0.7 } }', weibullFromShape(8, 0.7)],
  ['{ weibull: { mean: *8ms, cv: 2 } }', weibullFromMean(8, 2)],
  ['{ pareto: { shape: 1.2, min: *2ms, max: *5000ms } }', pareto(2, 5000, 1.2)],
  ['{ pareto: { mean: *9ms, min: *2ms, max: *5000ms } }', paretoFromMean(2, 5000, 9)],
  ['{ hyperexponential: { mean: *8ms, cv: 3 } }', hyperexponentialFromMean(8, 3)],
  [
    '{ hyperexponential: { branches: [{ share: 75%, mean: *2ms }, { share: 25%, mean: *40ms }] } }',
    hyperexponential([
      { weight: 0.75, part: 2 },
      { weight: 0.25, part: 40 },
    ]),
  ],
  ['{ empirical: { edges: [*0ms, *5ms, *20ms], weights: [90, 10] } }', histogram([0, 5, 20], [90, 10])],
  ['{ empirical: { samples: [*9ms, *3ms, *4ms] } }', samples([3, 4, 9])],
  [
    '{ mixture: [{ share: 75%, of: *2ms }, { share: 25%, of: { exponential: { mean: *50ms } } }] }',
    mixture([
      { weight: 0.75, part: constant(2) },
      { weight: 0.25, part: exponential(50) },
    ]),
  ],
  ['constant *3ms', constant(3)],
  ['uniform from *2ms to *8ms', uniform(2, 8)],
  ['exponential mean *4ms', exponential(4)],
  ['erlang mean *8ms k 4', erlang(8, 4)],
  ['gamma mean *8ms cv 0.5', gammaFromMean(8, 0.5)],
  ['lognormal p50 *8ms p99 *90ms', lognormalFromQuantiles({ p: 0.5, ms: 8 }, { p: 0.99, ms: 90 })],
  ['weibull mean *8ms shape .7', weibullFromShape(8, 0.7)],
  ['pareto shape 1.2 min *2ms max *5000ms', pareto(2, 5000, 1.2)],
  ['hyperexponential mean *8ms cv 3', hyperexponentialFromMean(8, 3)],
  [
    '{ mixture: [{ share: 75%, of: *2ms }, { share: 25%, of: exponential mean *50ms }] }',
    mixture([
      { weight: 0.75, part: constant(2) },
      { weight: 0.25, part: exponential(50) },
    ]),
  ],
] as const;

/** With every duration so many times as long. */
const timed = (marked: string, scale: number) =>
  marked.replace(/\*(\d+)/g, (_, digits: string) => String(Number(digits) * scale));

describe('a distribution', () => {
  const workOf = (written: string) => shopWith('work: 2ms', `work: ${written}`).endpoints[3]!.work;

  it.each(DISTRIBUTIONS)('may be written %s', (marked, expected) => {
    expect(workOf(timed(marked, 1))).toEqual(expected);
  });

  it.each(DISTRIBUTIONS)('draws exactly eight times as long where all of its durations are so: %s', (marked) => {
    const drawn = (scale: number) => {
      const work = workOf(timed(marked, scale));
      return Array.from({ length: 200 }, (_, visit) => sample(work, new Draws().of(1, visit, 2)));
    };
    expect(drawn(8)).toEqual(drawn(1).map((ms) => 8 * ms));
  });

  it('may be written in every way that the guide shows', () => {
    const guide = readFileSync(new URL('../../../src/scenario/DISTRIBUTIONS.md', import.meta.url), 'utf8');
    const shown = [...guide.matchAll(/^work: (.*)$/gm)].map((match) => match[1]!);
    expect(shown.length).toBeGreaterThan(8);
    for (const written of shown) expect(workOf(written)).toBeDefined();
  });

  it('may be written in a line for a link too', () => {
    const links = 'links: { default: { latency: gamma mean 2ms cv 0.5 } }\npolicies:';
    expect(shopWith('policies:', links).links[0]!.latency).toEqual(gammaFromMean(2, 0.5));
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
