import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { TARGETS } from '../../../src/interop/export-policies';
import { LayerKind, type Layer } from '../../../src/policies/layer';
import { modelOf } from '../support/run';
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

/** Every key below, with the keys that lead to it; of lists the items count as one. */
function keysOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => keysOf(item, path));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [`${path}${key}`, ...keysOf(inner, `${path}${key}.`)]);
}

/** config.cluster.v3.Cluster and config.route.v3.Route, as far as policies go. */
const OF_ENVOY = [
  'clusters',
  'clusters.name',
  'clusters.type',
  'clusters.connect_timeout',
  'clusters.load_assignment',
  'clusters.load_assignment.cluster_name',
  'clusters.load_assignment.endpoints',
  'clusters.load_assignment.endpoints.lb_endpoints',
  'clusters.load_assignment.endpoints.lb_endpoints.endpoint',
  'clusters.load_assignment.endpoints.lb_endpoints.endpoint.address',
  'clusters.load_assignment.endpoints.lb_endpoints.endpoint.address.socket_address',
  'clusters.load_assignment.endpoints.lb_endpoints.endpoint.address.socket_address.address',
  'clusters.load_assignment.endpoints.lb_endpoints.endpoint.address.socket_address.port_value',
  'clusters.circuit_breakers',
  'clusters.circuit_breakers.thresholds',
  'clusters.circuit_breakers.thresholds.priority',
  'clusters.circuit_breakers.thresholds.max_connections',
  'clusters.circuit_breakers.thresholds.max_requests',
  'clusters.circuit_breakers.thresholds.max_retries',
  'clusters.circuit_breakers.thresholds.max_pending_requests',
  'clusters.circuit_breakers.thresholds.retry_budget',
  'clusters.circuit_breakers.thresholds.retry_budget.budget_percent',
  'clusters.circuit_breakers.thresholds.retry_budget.budget_percent.value',
  'clusters.circuit_breakers.thresholds.retry_budget.min_retry_concurrency',
  'clusters.typed_extension_protocol_options',
  'clusters.typed_extension_protocol_options.envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
  'clusters.outlier_detection',
  'clusters.outlier_detection.consecutive_5xx',
  'clusters.outlier_detection.consecutive_gateway_failure',
  'clusters.outlier_detection.enforcing_consecutive_gateway_failure',
  'clusters.outlier_detection.max_ejection_time_jitter',
  'clusters.outlier_detection.base_ejection_time',
  'clusters.outlier_detection.max_ejection_percent',
  'clusters.outlier_detection.enforcing_consecutive_5xx',
  'clusters.outlier_detection.interval',
  'clusters.outlier_detection.max_ejection_time',
  'clusters.outlier_detection.always_eject_one_host',
  'clusters.outlier_detection.enforcing_success_rate',
  'clusters.outlier_detection.success_rate_minimum_hosts',
  'clusters.outlier_detection.success_rate_request_volume',
  'clusters.outlier_detection.success_rate_stdev_factor',
  'clusters.outlier_detection.enforcing_failure_percentage',
  'clusters.outlier_detection.failure_percentage_minimum_hosts',
  'clusters.outlier_detection.failure_percentage_request_volume',
  'clusters.outlier_detection.failure_percentage_threshold',
  'clusters.outlier_detection.split_external_local_origin_errors',
  'clusters.outlier_detection.consecutive_local_origin_failure',
  'clusters.outlier_detection.enforcing_consecutive_local_origin_failure',
  'clusters.outlier_detection.enforcing_local_origin_success_rate',
  'clusters.outlier_detection.enforcing_failure_percentage_local_origin',
  'clusters.lb_policy',
  'clusters.least_request_lb_config',
  'clusters.least_request_lb_config.choice_count',
  'clusters.load_assignment.policy',
  'clusters.load_assignment.policy.overprovisioning_factor',
  'clusters.common_lb_config',
  'clusters.common_lb_config.zone_aware_lb_config',
  'clusters.common_lb_config.zone_aware_lb_config.min_cluster_size',
  'clusters.common_lb_config.healthy_panic_threshold',
  'clusters.common_lb_config.healthy_panic_threshold.value',
  'routes',
  'routes.match',
  'routes.match.prefix',
  'routes.match.headers',
  'routes.match.headers.name',
  'routes.match.headers.string_match',
  'routes.match.headers.string_match.exact',
  'routes.route.hash_policy',
  'routes.route.hash_policy.cookie',
  'routes.route.hash_policy.cookie.name',
  'routes.route.hash_policy.cookie.ttl',
  'routes.route',
  'routes.route.cluster',
  'routes.route.timeout',
  'routes.route.retry_policy',
  'routes.route.retry_policy.retry_on',
  'routes.route.retry_policy.num_retries',
  'routes.route.retry_policy.per_try_timeout',
  'routes.route.retry_policy.retry_back_off',
  'routes.route.retry_policy.retry_back_off.base_interval',
  'routes.route.retry_policy.retry_back_off.max_interval',
];

/** networking.istio.io/v1: DestinationRule and VirtualService. */
const OF_ISTIO = [
  'apiVersion',
  'kind',
  'metadata',
  'metadata.name',
  'spec',
  'spec.host',
  'spec.trafficPolicy',
  'spec.trafficPolicy.connectionPool',
  'spec.trafficPolicy.connectionPool.tcp',
  'spec.trafficPolicy.connectionPool.tcp.maxConnections',
  'spec.trafficPolicy.connectionPool.tcp.connectTimeout',
  'spec.trafficPolicy.loadBalancer',
  'spec.trafficPolicy.loadBalancer.simple',
  'spec.trafficPolicy.loadBalancer.consistentHash',
  'spec.trafficPolicy.loadBalancer.consistentHash.httpCookie',
  'spec.trafficPolicy.loadBalancer.consistentHash.httpCookie.name',
  'spec.trafficPolicy.loadBalancer.consistentHash.httpCookie.ttl',
  'spec.trafficPolicy.loadBalancer.localityLbSetting',
  'spec.trafficPolicy.loadBalancer.localityLbSetting.enabled',
  'spec.trafficPolicy.connectionPool.http',
  'spec.trafficPolicy.connectionPool.http.maxRetries',
  'spec.trafficPolicy.connectionPool.http.maxRequestsPerConnection',
  'spec.trafficPolicy.connectionPool.http.http2MaxRequests',
  'spec.trafficPolicy.connectionPool.http.http1MaxPendingRequests',
  'spec.trafficPolicy.outlierDetection',
  'spec.trafficPolicy.outlierDetection.consecutive5xxErrors',
  'spec.trafficPolicy.outlierDetection.consecutiveGatewayErrors',
  'spec.trafficPolicy.outlierDetection.baseEjectionTime',
  'spec.trafficPolicy.outlierDetection.maxEjectionPercent',
  'spec.trafficPolicy.outlierDetection.interval',
  'spec.trafficPolicy.outlierDetection.minHealthPercent',
  'spec.trafficPolicy.outlierDetection.splitExternalLocalOriginErrors',
  'spec.trafficPolicy.outlierDetection.consecutiveLocalOriginFailures',
  'spec.hosts',
  'spec.http',
  'spec.http.match',
  'spec.http.match.uri',
  'spec.http.match.uri.prefix',
  'spec.http.route',
  'spec.http.route.destination',
  'spec.http.route.destination.host',
  'spec.http.timeout',
  'spec.http.retries',
  'spec.http.retries.attempts',
  'spec.http.retries.retryOn',
  'spec.http.retries.perTryTimeout',
];

const OF_RESILIENCE4J: Readonly<Record<string, readonly string[]>> = {
  retry: [
    'maxAttempts',
    'waitDuration',
    'enableExponentialBackoff',
    'exponentialBackoffMultiplier',
    'exponentialMaxWaitDuration',
    'enableRandomizedWait',
    'randomizedWaitFactor',
  ],
  circuitbreaker: [
    'slidingWindowType',
    'slidingWindowSize',
    'minimumNumberOfCalls',
    'failureRateThreshold',
    'slowCallRateThreshold',
    'slowCallDurationThreshold',
    'waitDurationInOpenState',
    'permittedNumberOfCallsInHalfOpenState',
    'automaticTransitionFromOpenToHalfOpenEnabled',
    'maxWaitDurationInHalfOpenState',
    'enableExponentialBackoff',
    'exponentialBackoffMultiplier',
    'exponentialMaxWaitDurationInOpenState',
  ],
  ratelimiter: ['limitForPeriod', 'limitRefreshPeriod', 'timeoutDuration'],
  timelimiter: ['timeoutDuration', 'cancelRunningFuture'],
  bulkhead: ['maxConcurrentCalls', 'maxWaitDuration'],
};

describe('what is exported to Envoy', () => {
  const [whole] = documents(codeOf('envoy', EVERYTHING));

  it('has only keys that Envoy documents', () => {
    expect(keysOf(whole).filter((key) => !OF_ENVOY.includes(key))).toEqual([]);
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
    expect(keysOf(whole).filter((key) => !OF_ISTIO.includes(key))).toEqual([]);
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
      const [whole] = documents(codeOf('resilience4j', [...EVERYTHING, breaker(params)]));
      const sections = Object.entries((whole as { resilience4j: Tree }).resilience4j);
      expect(sections.map(([name]) => name)).toEqual(['retry', 'circuitbreaker', 'timelimiter', 'bulkhead']);
      for (const [name, section] of sections) {
        for (const instance of Object.values((section as { instances: Tree }).instances)) {
          expect(Object.keys(instance as Tree).filter((key) => !OF_RESILIENCE4J[name]!.includes(key))).toEqual([]);
        }
      }
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
    expect(keysOf(documents(codeOf('envoy', ejection))).filter((key) => !OF_ENVOY.includes(key))).toEqual([]);
    expect(codeOf('envoy', ejection)).toMatch(
      /max_requests: 100\n[^]*consecutive_5xx: 5\n[^]*success_rate_stdev_factor: 1900/,
    );
    expect(
      keysOf(documents(codeOf('istio', ejection)).filter((document) => document !== null)).filter(
        (key) => !OF_ISTIO.includes(key),
      ),
    ).toEqual([]);
  });

  const meshed = (policies: string) =>
    modelOf(OF_EVERY_KIND.replace(/ {4}- fallback[^]*/, policies)).policies.lists[0]!.layers;
  const unknown = (target: 'envoy' | 'istio', of: readonly Layer[]) => {
    const known = target === 'envoy' ? OF_ENVOY : OF_ISTIO;
    const whole = documents(codeOf(target, of)).filter((document) => document !== null);
    return keysOf(whole).filter((key) => !known.includes(key));
  };

  it.each([
    ['round robin', 'ROUND_ROBIN', 'simple: ROUND_ROBIN'],
    ['power of two', 'LEAST_REQUEST', 'simple: LEAST_REQUEST'],
    ['peak ewma', 'LEAST_REQUEST', 'does not balance by how long answers take'],
    ['{ by: sticky, zones: near first }', 'RING_HASH', 'consistentHash: { httpCookie: { name: session, ttl: 0s } }'],
  ])('balancing by %s is said as proxies have it', (balancing, ofEnvoy, ofIstio) => {
    const layers = meshed(`    - balance: ${balancing}\n`);
    expect(codeOf('envoy', layers)).toContain(`lb_policy: ${ofEnvoy}`);
    expect(codeOf('istio', layers)).toContain(ofIstio);
    expect([...unknown('envoy', layers), ...unknown('istio', layers)]).toEqual([]);
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
