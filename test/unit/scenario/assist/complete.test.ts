import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completionsAt } from '../../../../src/scenario/assist';
import { compilePolicies, compileScenario } from '../../../../src/scenario';
import { scenarioSchema } from '../../../../src/scenario/schema/scenario-schema';
import { SHOP } from '../../support/shop';
import { LAYER_KINDS } from '../layer-kinds';
import { atCursor, SHOP_MODEL } from './cursor';

const labels = (marked: string) => completionsAt(...atCursor(marked)).map((completion) => completion.label);
const inserts = (marked: string) => completionsAt(...atCursor(marked)).map((completion) => completion.insert);

const LIST = 'policies:\n  web -> catalog:\n';
const RETRY = ['like', 'attempts', 'backoff', 'jitter', 'on', 'budget', 'retry after', 'even if not idempotent'];

describe('completion in a policies document', () => {
  it('begins with its keys', () => {
    expect(inserts('|')).toEqual(['policies: ', 'services: ']);
    expect(inserts('policies: {}\n|')).toEqual(['services: ']);
  });

  it('offers services that have no rules yet, and what rules there are', () => {
    const start = 'policies: {}\nservices:\n';
    expect(labels(`${start}  web: { queue: 4 }\n  |`)).toEqual(['catalog', 'payments', 'database']);
    expect(inserts(`${start}  web:\n    |`)).toEqual(['queue: 64', 'shed: {}', 'limit: vegas', 'retry after: 1s']);
    expect(labels(`${start}  web:\n    queue: { size: 4, discipline: |`)).toEqual([
      'fifo',
      'lifo',
      'adaptive lifo',
      'codel',
      'deadline',
    ]);
    expect(labels(`${start}  web:\n    limit: |`)).toContain('none');
  });

  it('offers the links and routes that have no list yet', () => {
    expect(labels(`${LIST}    - timeout: 1s\n  |`)).toEqual([
      'shoppers -> web',
      'web -> payments',
      'catalog -> database',
      'shoppers -> web.browse',
      'shoppers -> web.checkout',
      'web -> catalog.list',
      'web -> catalog.price',
      'web -> payments.charge',
      'catalog -> database.read',
    ]);
  });

  it('offers layers in a list, with an example of each', () => {
    expect(labels(`${LIST}    - |`)).toEqual(LAYER_KINDS);
    expect(inserts(`${LIST}    - t|`)[0]).toBe('timeout: 250ms');
  });

  it('offers new items on an empty line of a list', () => {
    expect(inserts(`${LIST}    |`).map((insert) => insert.split(':')[0])).toEqual(
      LAYER_KINDS.map((layer) => `- ${layer}`),
    );
    expect(inserts(`${LIST}    - timeout: 1s\n    |`)[0]).toBe('- timeout: 250ms');
  });

  it('offers only a name beside the layer that is there', () => {
    expect(labels(`${LIST}    - timeout: 1s\n      |`)).toEqual(['name']);
  });

  it('offers the keys of a policy that are not there yet, in a block and in braces', () => {
    expect(labels(`${LIST}    - retry:\n        attempts: 3\n        |`)).toEqual(
      RETRY.filter((key) => key !== 'attempts'),
    );
    expect(labels(`${LIST}    - retry:\n        |`)).toEqual(RETRY);
    expect(labels(`${LIST}    - retry: { attempts: 3, | }`)).toEqual(RETRY.filter((key) => key !== 'attempts'));
    expect(labels(`${LIST}    - retry: {|`)).toEqual(RETRY);
  });

  it('offers the keys of the library that a policy is like', () => {
    expect(labels(`${LIST}    - retry: { like: polly, | }`).slice(0, 3)).toEqual([
      'MaxRetryAttempts',
      'Delay',
      'BackoffType',
    ]);
    expect(labels(`${LIST}    - retry: { like: envoy, retry_budget: { | } }`)).toEqual([
      'budget_percent',
      'min_retry_concurrency',
    ]);
    expect(labels(`${LIST}    - retry: { like: | }`)).toContain('tenacity');
  });

  it('replaces a whole key, spaces included, and keeps its colon', () => {
    const [first] = completionsAt(...atCursor(`${LIST}    - breaker:\n        failure r|ate: 50%`)).filter(
      (completion) => completion.label === 'failure rate',
    );
    expect(first).toMatchObject({ insert: 'failure rate', line: 4, column: 9, endColumn: 21 });
  });

  it('offers values: those there are, examples and the default', () => {
    expect(labels(`${LIST}    - retry: { jitter: | }`)).toEqual([
      'full',
      'decorrelated',
      '{ proportional: 20% }',
      'none',
      'equal',
    ]);
    expect(labels(`${LIST}    - timeout: |`)).toContain('250ms');
    expect(labels(`${LIST}    - breaker: { open for: | }`)).toEqual(['60s']);
    expect(labels(`${LIST}    - retry: { backoff: | }`)).toContain('none');
  });

  it('offers a fallback the endpoints that its caller has a way to', () => {
    expect(labels(`${LIST}    - fallback: { use: |`)).toEqual([
      'default',
      'cached',
      'stale-if-error',
      'feature off',
      'queue for later',
      'catalog.list',
      'catalog.price',
      'payments.charge',
    ]);
  });

  it('explains what it offers', () => {
    expect(completionsAt(...atCursor(`${LIST}    - breaker: { open| }`))[6]).toMatchObject({
      label: 'open for',
      kind: 'key',
      notes: { unit: 'a duration', default: '60s', definition: expect.stringContaining('Lets no call out') },
    });
  });

  it.each(['policies: # |', '  # po|', `${LIST}    - timeout: 1s # |`, `${LIST}    - nonsense: |`])(
    'offers nothing at %j',
    (marked) => expect(labels(marked)).toEqual([]),
  );

  it('offers examples that compile', () => {
    for (const insert of inserts(`${LIST}    - |`)) {
      expect(compilePolicies(SHOP_MODEL, `${LIST}    - ${insert}\n`)).toMatchObject({ ok: true });
    }
    for (const label of labels('policies:\n  |')) {
      expect(compilePolicies(SHOP_MODEL, `policies:\n  ${label}:\n`)).toMatchObject({ ok: true });
    }
  });
});

describe('completion in a scenario', () => {
  const offered = (marked: string) =>
    completionsAt(...atCursor(marked), scenarioSchema).map((completion) => completion.label);

  it('offers keys, kinds and endpoints', () => {
    expect(offered(`${SHOP}|`)).toEqual(['links']);
    expect(offered('services:\n  web:\n    kind: |')).toEqual([
      'service',
      'web app',
      'database',
      'cache',
      'third party',
      'queue',
    ]);
    expect(offered('services:\n  web:\n    endpoints:\n      a:\n        calls: [|')).toContain('catalog.price');
    expect(offered('faults:\n  a: { node: |')).toEqual(['web', 'catalog', 'payments', 'database']);
  });
});

describe('completion of a distribution', () => {
  const completions = (marked: string) => completionsAt(...atCursor(`${SERVICE}${marked}`), scenarioSchema);
  const SERVICE = 'services:\n  web:\n    endpoints:\n      a: { work: ';
  const KINDS = [
    ...['constant', 'uniform', 'exponential', 'erlang', 'gamma', 'lognormal', 'weibull'],
    ...['pareto', 'hyperexponential', 'empirical', 'mixture'],
  ];
  const compiles = (work: string) =>
    compileScenario(
      `scenario: a\nworkloads: { w: { rate: 1/s, journeys: { j: { share: 100%, start: s.e } } } }\n` +
        `services: { s: { workers: 1, queue: 1, endpoints: { e: { work: ${work} } } } }`,
    );

  it('offers every kind with an example that compiles', () => {
    const offered = completions('{ | } }');
    expect(offered.map(({ label }) => label)).toEqual(KINDS);
    for (const { insert, notes } of offered) {
      expect(compiles(`{ ${insert} }`)).toMatchObject({ ok: true });
      for (const example of notes!.examples)
        expect(compiles(`{ ${insert.split(':')[0]}: ${example} }`)).toMatchObject({ ok: true });
    }
  });

  it('offers whole distributions, in a map and in a line, that compile', () => {
    const offered = completions('| }').map(({ insert }) => insert);
    expect(offered).toContain('lognormal p50 5ms p99 40ms');
    expect(offered).toContain('{ exponential: { mean: 4ms } }');
    for (const insert of offered) expect(compiles(insert)).toMatchObject({ ok: true });
  });

  it('offers what a kind is given by, and the kinds again for a part of a mixture', () => {
    const labels = (marked: string) => completions(marked).map(({ label }) => label);
    expect(labels('{ weibull: { | } } }')).toEqual(['p50', 'p90', 'p95', 'p99', 'p99.9', 'mean', 'shape', 'cv']);
    expect(labels('{ pareto: { shape: 1.2, | } } }')).toEqual(['min', 'max', 'mean']);
    expect(labels('{ mixture: [{ share: 50%, of: { | } }] } }')).toEqual(KINDS.filter((kind) => kind !== 'mixture'));
  });
});

describe('completion', () => {
  it('never fails, wherever the cursor and however broken the text', () => {
    const places = fc.tuple(fc.nat(SHOP.length), fc.nat(80), fc.string({ maxLength: 5 }), fc.nat(70), fc.nat(120));
    fc.assert(
      fc.property(places, ([at, cut, typed, line, column]) => {
        const text = SHOP.slice(0, at) + typed + SHOP.slice(at + cut);
        for (const completion of completionsAt(text, line, column, SHOP_MODEL, scenarioSchema)) {
          const replaced = text.split('\n')[completion.line - 1]!;
          expect(completion.column).toBeGreaterThanOrEqual(1);
          expect(completion.endColumn).toBeLessThanOrEqual(replaced.length + 1);
        }
      }),
      { numRuns: 150 },
    );
  });
});
