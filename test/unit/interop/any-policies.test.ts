import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportPolicies, TARGETS } from '../../../src/interop/export-policies';
import { policies } from '../support/random-policies';
import { modelOf } from '../support/run';
import { complaints, envoy, istio, resilience4j } from './fields';
import { grammarOf, type Grammar } from './grammar';
import { loaded } from './load';
import { parser, printed, runner, WITH_PYBREAKER } from './python';

/* Whatever the policies are, what is exported of them is sound: of its language, and nothing that the library itself would refuse. */

const SHOP = `scenario: Any policies
workloads: { people: { rate: 1/s, journeys: { see: { share: 100%, start: a.go } } } }
services:
  a: { workers: 5, queue: 5, endpoints: { go: { work: 1ms, calls: [b.x, b.y, c.z] } } }
  b: { workers: 5, queue: 5, endpoints: { x: { work: 1ms, calls: [d.z] }, y: { work: 1ms } } }
  c: { workers: 5, queue: 5, endpoints: { z: { work: 1ms } } }
  d: { workers: 5, queue: 5, endpoints: { z: { work: 1ms, idempotent: false } } }
  q: { kind: queue, workers: 5, queue: 5, endpoints: { put: { work: 1ms, calls: [d.z] } } }
links: { people -> b: { latency: 1ms }, a -> d: { latency: 1ms }, a -> q: { latency: 1ms } }
`;

/** Models with policies of every kind, and with parameters of every kind. */
const MODELS = fc.sample(policies, { numRuns: 100, seed: 5 }).map((text) => modelOf(SHOP + text));

/** The code of each for a target. */
const codes = (id: string): string[] => {
  const target = TARGETS.find((one) => one.id === id)!;
  return [NAMED, ...MODELS].map((model) => exportPolicies(model, model.policies, target));
};

const DAY_MS = 86_400_000;
const MS = String.raw`TimeSpan\.FromMilliseconds\(([\d.e+-]+)\)`;

/** Numbers of Polly’s options, the least and the most that it takes. */
const POLLY: readonly (readonly [RegExp, number, number])[] = [
  [/MaxRetryAttempts = (\d+)/g, 1, Infinity],
  [/MaxHedgedAttempts = (\d+)/g, 1, 10],
  [new RegExp(`AddTimeout\\(${MS}`, 'g'), 10, DAY_MS],
  // -1: no hedge but after failures
  [new RegExp(`Delay = ${MS}`, 'g'), -1, DAY_MS],
  [/FailureRatio = ([\d.e+-]+)/g, 0, 1],
  [/MinimumThroughput = (\d+)/g, 2, Infinity],
  [new RegExp(`SamplingDuration = ${MS}`, 'g'), 500, DAY_MS],
  [new RegExp(`BreakDuration = ${MS}`, 'g'), 500, DAY_MS],
  [/permitLimit: (\d+)/g, 1, Infinity],
  [/(?:PermitLimit|TokenLimit) = (\d+)/g, 1, Infinity],
];

/** Services by names that are no names, or keywords, in some languages. */
const NAMED = modelOf(`scenario: Any names
workloads: { люди: { rate: 1/s, journeys: { see: { share: 100%, start: new.в } } } }
services:
  new: { workers: 5, queue: 5, endpoints: { в: { work: 1ms, calls: [é1.get, я2.get] } } }
  é1: { workers: 5, queue: 5, endpoints: { get: { work: 1ms } } }
  я2: { workers: 5, queue: 5, endpoints: { get: { work: 1ms, calls: [база.class] } } }
  база: { workers: 5, queue: 5, endpoints: { class: { work: 1ms } } }
policies:
  люди -> new: [{ retry: { budget: 20% } }, { breaker: {} }, { timeout: 1s }]
  new -> é1: [{ fallback: { use: default, message: "a \${b} \u0060c\u0060 \\" ' \\\\ \u2028" } }, { breaker: { like: opossum } }]
  new -> я2.get: [{ retry: {} }, { bulkhead: 3 }]
  я2 -> база.class: [{ retry: {} }, { breaker: { like: pybreaker } }]
`);

describe('whatever the policies', () => {
  const grammars: Record<string, Grammar> = {};

  beforeAll(async () => {
    for (const language of ['go', 'c-sharp', 'python'] as const) grammars[language] = await grammarOf(language);
  });

  it('a grammar finds what is amiss', () => {
    expect(grammars['go']!.faults('package x\n\nvar A = f(1,\n')).not.toEqual([]);
    expect(grammars['c-sharp']!.faults('public static class P\n{\n    int a = new[ { 1 };\n}\n')).not.toEqual([]);
    expect(grammars['python']!.faults('a = f(\n    b=1,\n')).not.toEqual([]);
  });

  it.each([
    ['gobreaker', 'go'],
    ['polly', 'c-sharp'],
    ['pybreaker', 'python'],
    ['tenacity', 'python'],
  ])('what is exported to %s is of its language, %s', (id, language) => {
    expect(codes(id).flatMap((code) => grammars[language]!.faults(code))).toEqual([]);
  });

  it.each([
    ['pybreaker', parser],
    ['tenacity', runner],
  ])('what is exported to %s is run, where there is a Python that can', (id, python) => {
    if (python === undefined) return;
    const texts = JSON.stringify(JSON.stringify(codes(id)));
    const program = `${WITH_PYBREAKER}\nimport json\nfor code in json.loads(${texts}):\n    exec(code, {})\nprint("ran")`;
    expect(printed(python, program)).toEqual(['ran']);
  });

  it('what is exported to Polly keeps within what Polly takes', () => {
    const beyond = codes('polly').flatMap((code) =>
      POLLY.flatMap(([pattern, least, most]) =>
        [...code.matchAll(pattern)]
          .filter(([, number]) => Number(number) < least || Number(number) > most)
          .map(([found]) => found),
      ),
    );
    expect([...new Set(beyond)]).toEqual([]);
  });

  it.each([
    ['envoy', envoy],
    ['istio', istio],
    ['resilience4j', resilience4j],
  ] as const)('what is exported to %s has only its fields, within their bounds', (id, schema) => {
    expect([...new Set(codes(id).flatMap((code) => complaints(schema, code)))]).toEqual([]);
  });

  it.each(['cockatiel', 'opossum', 'aws-sdk'])(
    'what is exported to %s is loaded, and the library takes it',
    async (id) => {
      for (const code of codes(id)) {
        for (const each of Object.values(await loaded(code))) {
          if (id !== 'opossum') expect(each).toBeTypeOf('object');
          else (each as (action: () => void) => { shutdown(): void })(() => {}).shutdown();
        }
      }
    },
  );
});
