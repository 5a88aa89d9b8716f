import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { TARGETS } from '../../../src/interop/export-policies';
import { LayerKind, type Layer } from '../../../src/policies/layer';
import type { BudgetParams } from '../../../src/policies/retry-budget';
import { modelOf } from '../support/run';
import { complaints, envoy, istio, resilience4j } from './fields';
import { BREAKERS, breaker, bulkhead, codeOf, fallback, retry, timeout } from './layers';

/* What is exported as configuration: it can be read, and has no keys but those that the proxies and libraries document. */

const EVERYTHING: readonly Layer[] = [
  fallback('From "earlier": \\ later'),
  timeout(2000),
  retry(3, { kind: 'exponential', baseMs: 50, factor: 2, jitter: 'full', capMs: 1000 }),
  breaker(BREAKERS[0]!),
  bulkhead(10, 5),
  timeout(250),
];

type Tree = { readonly [key: string]: unknown };

const documents = (text: string): Tree[] =>
  parseAllDocuments(text).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as Tree;
  });

describe('what is exported to Envoy', () => {
  const [whole] = documents(codeOf('envoy', EVERYTHING));

  it('has only keys that Envoy documents', () => {
    expect(complaints(envoy, codeOf('envoy', EVERYTHING))).toEqual([]);
  });

  it('says the timeouts around and of each try, the retries, the cap and the ejection', () => {
    expect(whole).toMatchObject({
      clusters: [
        {
          name: 'test-api',
          circuit_breakers: { thresholds: [{ max_requests: 10, max_pending_requests: 5 }] },
          outlier_detection: { base_ejection_time: '10s' },
        },
      ],
      routes: [
        {
          route: {
            cluster: 'test-api',
            timeout: '2s',
            retry_policy: {
              num_retries: 2,
              per_try_timeout: '0.25s',
              retry_back_off: { base_interval: '0.05s', max_interval: '1s' },
            },
          },
        },
      ],
    });
  });
});

describe('what is exported to Istio', () => {
  const whole = documents(codeOf('istio', EVERYTHING)).filter((document) => document !== null);

  it('has only keys that Istio documents', () => {
    expect(complaints(istio, codeOf('istio', EVERYTHING))).toEqual([]);
  });

  it('says the same in a rule for the destination and a virtual service', () => {
    expect(whole).toMatchObject([
      {
        kind: 'DestinationRule',
        spec: {
          host: 'api',
          trafficPolicy: {
            connectionPool: { http: { http2MaxRequests: 10, http1MaxPendingRequests: 5 } },
            outlierDetection: { baseEjectionTime: '10000ms' },
          },
        },
      },
      {
        kind: 'VirtualService',
        spec: { http: [{ timeout: '2000ms', retries: { attempts: 2, perTryTimeout: '250ms' } }] },
      },
    ]);
  });
});

describe('what is exported to resilience4j', () => {
  it.each(BREAKERS.map((params) => [params.like, params] as const))(
    'has only keys that it documents: %s',
    (_, params) => {
      const code = codeOf('resilience4j', [...EVERYTHING, breaker(params)]);
      expect(complaints(resilience4j, code)).toEqual([]);
      const [whole] = documents(code);
      const sections = Object.keys((whole as { resilience4j: Tree }).resilience4j);
      expect(sections).toEqual(['retry', 'circuitbreaker', 'timelimiter', 'bulkhead']);
    },
  );

  it('says a breaker of its own kind to the letter', () => {
    const [whole] = documents(codeOf('resilience4j', [breaker(BREAKERS[0]!)]));
    expect(whole).toEqual({
      resilience4j: {
        circuitbreaker: {
          instances: {
            testApi: {
              slidingWindowType: 'COUNT_BASED',
              slidingWindowSize: 20,
              minimumNumberOfCalls: 10,
              failureRateThreshold: 50,
              slowCallRateThreshold: 80,
              slowCallDurationThreshold: '2000ms',
              waitDurationInOpenState: '10000ms',
              permittedNumberOfCallsInHalfOpenState: 5,
              automaticTransitionFromOpenToHalfOpenEnabled: false,
            },
          },
        },
      },
    });
  });
});

/** One layer of every kind there is, by the text of a policy. */
const OF_EVERY_KIND = `scenario: Every kind
workloads: { test: { rate: 1/s, journeys: { call: { share: 100%, start: api.get } } } }
services: { api: { workers: 5, queue: 5, endpoints: { get: { work: 1ms } } } }
policies:
  test -> api:
    - fallback: { use: cached }
    - timeout: 2s
    - retry: { attempts: 3 }
    - breaker: {}
    - bulkhead: 10
    - rate limit: { token bucket: 10/s, burst: 20 }
    - hedge: { after: 50ms }
    - throttle: {}
    - concurrency limit: { algorithm: vegas }
    - caps: { like: envoy, requests: 100 }
    - outliers: { like: envoy }
    - balance: random
`;

describe('whatever the library', () => {
  const [list] = modelOf(OF_EVERY_KIND).policies.lists;
  const layers = list!.layers;
  const ejection = layers.filter(({ kind }) => kind === LayerKind.caps || kind === LayerKind.outliers);

  it('caps and ejection are said as Envoy and Istio document them', () => {
    expect(complaints(envoy, codeOf('envoy', ejection))).toEqual([]);
    expect(codeOf('envoy', ejection)).toMatch(
      /max_requests: 100\n[^]*consecutive_5xx: 5\n[^]*success_rate_stdev_factor: 1900/,
    );
    expect(complaints(istio, codeOf('istio', ejection))).toEqual([]);
  });

  const meshed = (policies: string) =>
    modelOf(OF_EVERY_KIND.replace(/ {4}- fallback[^]*/, policies)).policies.lists[0]!.layers;
  it.each([
    ['round robin', 'ROUND_ROBIN', 'simple: ROUND_ROBIN'],
    ['power of two', 'LEAST_REQUEST', 'simple: LEAST_REQUEST'],
    ['peak ewma', 'LEAST_REQUEST', 'does not balance by how long answers take'],
    ['{ by: sticky, zones: near first }', 'RING_HASH', 'consistentHash: { httpCookie: { name: session, ttl: 0s } }'],
  ])('balancing by %s is said as proxies have it', (balancing, ofEnvoy, ofIstio) => {
    const layers = meshed(`    - balance: ${balancing}\n`);
    expect(codeOf('envoy', layers)).toContain(`lb_policy: ${ofEnvoy}`);
    expect(codeOf('istio', layers)).toContain(ofIstio);
    expect(complaints(envoy, codeOf('envoy', layers))).toEqual([]);
    expect(complaints(istio, codeOf('istio', layers))).toEqual([]);
  });

  it('a proxy is told of connections, and its own ejection comes before a breaker', () => {
    const layers = meshed(
      '    - breaker: {}\n    - bulkhead: 9\n    - timeout: { after: 1s, connect: 50ms }\n    - caps: { requests: 7 }\n    - outliers: { in a row: 4, at most: 50% }\n',
    );
    expect(codeOf('envoy', layers)).toMatch(/connect_timeout: 0.05s[^]*max_requests: 7\n[^]*consecutive_5xx: 4\n/);
    expect(codeOf('istio', layers)).toMatch(
      /connectTimeout: 50ms[^]*http2MaxRequests: 7\n[^]*consecutive5xxErrors: 4\n/,
    );
    for (const target of ['envoy', 'istio']) {
      expect(codeOf(target, layers)).toMatch(/nothing for this layer: breaker/);
      expect(codeOf(target, layers)).toMatch(/nothing for this layer: bulkhead/);
    }
  });

  it('every kind of layer is tried', () => {
    expect(layers.map(({ kind }) => kind).sort((a, b) => a - b)).toEqual(Object.values(LayerKind));
  });

  it.each(TARGETS.map(({ id }) => id))('no layer is dropped in silence: %s', (target) => {
    const whole = codeOf(target, layers);
    for (const layer of layers) {
      const without = codeOf(
        target,
        layers.filter((other) => other !== layer),
      );
      expect(without).not.toBe(whole);
      // alone as well
      expect(codeOf(target, [layer])).not.toBe(codeOf(target, []));
    }
  });

  it.each(TARGETS.map(({ id }) => id))('a breaker like any other is told of: %s', (target) => {
    for (const params of BREAKERS) {
      const code = codeOf(target, [breaker(params)]);
      const own = target === params.like;
      expect(code.replace(/\s*\n\s*(\/\/|#) /g, ' ').includes(`like ${params.like}`)).toBe(!own);
    }
  });

  it.each(TARGETS.map(({ id }) => id))('brackets are closed and quotes end, whatever a message says: %s', (target) => {
    const code = codeOf(target, EVERYTHING);
    const bare = code
      .split('\n')
      .filter((line) => !/^\s*(\/\/|#)/.test(line))
      .map((line) => line.replace(/"(?:[^"\\]|\\.)*"/g, '').replace(/'[^']*'/g, ''))
      .join('\n');
    expect(bare).not.toContain('"');
    for (const [open, close] of ['()', '[]', '{}']) {
      expect(bare.split(open!).length).toBe(bare.split(close!).length);
    }
  });
});

describe('what a budget of retries allows, where the library has none', () => {
  const budgets: readonly (readonly [string, BudgetParams])[] = [
    ['20 % of the calls, so', { kind: 'window', share: 0.2, leastPerMs: 0, slots: 10, slotMs: 1000 }],
    [
      '20 % of the calls and 10/s besides, so',
      { kind: 'window', share: 0.2, leastPerMs: 0.01, slots: 10, slotMs: 1000 },
    ],
    ['20 % of the calls at once, or 3 of them, so', { kind: 'concurrency', share: 0.2, least: 3 }],
  ];
  it.each(budgets)('is said as %s', (words, budget) => {
    const plain = retry(3, {});
    if (plain.kind !== LayerKind.retry) throw new Error('no retry');
    const code = codeOf('tenacity', [{ ...plain, params: { ...plain.params, budget } }]);
    expect(code.replaceAll('\n# ', ' ').replaceAll('\u00a0', ' ')).toContain(`a budget of retries, ${words}`);
  });
});
