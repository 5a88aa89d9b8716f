import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

/* What the configurations of proxies and libraries may hold: every field by its own name, and the bounds that are checked when it is read. */

const uint32 = z.int().min(0).max(4_294_967_295);
const int32 = z.int().min(0).max(2_147_483_647);
const percent = z.int().min(0).max(100);

/** A duration of protobuf in JSON: seconds, with nine decimal places at most. */
const seconds = z.string().regex(/^\d{1,12}(\.\d{1,9})?s$/);
const someSeconds = seconds.refine((text) => Number.parseFloat(text) > 0);

/** A header, cookie or cluster name. */
const name = z.string().min(1);

const address = z.strictObject({
  socket_address: z.strictObject({ address: z.string().regex(/^[a-z0-9-]+$/), port_value: z.int().min(1).max(65_535) }),
});

const outlierDetection = z
  .strictObject({
    consecutive_5xx: uint32,
    consecutive_gateway_failure: uint32,
    consecutive_local_origin_failure: uint32,
    interval: someSeconds,
    base_ejection_time: someSeconds,
    max_ejection_time: someSeconds,
    max_ejection_time_jitter: seconds,
    max_ejection_percent: percent,
    always_eject_one_host: z.boolean(),
    split_external_local_origin_errors: z.boolean(),
    success_rate_minimum_hosts: uint32,
    success_rate_request_volume: uint32,
    success_rate_stdev_factor: uint32,
    failure_percentage_threshold: percent,
    failure_percentage_minimum_hosts: uint32,
    failure_percentage_request_volume: uint32,
    enforcing_consecutive_5xx: percent,
    enforcing_consecutive_gateway_failure: percent,
    enforcing_consecutive_local_origin_failure: percent,
    enforcing_success_rate: percent,
    enforcing_local_origin_success_rate: percent,
    enforcing_failure_percentage: percent,
    enforcing_failure_percentage_local_origin: percent,
  })
  .partial();

/** config.cluster.v3.Cluster, as far as policies go. */
const cluster = z.strictObject({
  name,
  type: z.enum(['STATIC', 'STRICT_DNS', 'LOGICAL_DNS', 'EDS']),
  connect_timeout: someSeconds,
  lb_policy: z.enum(['ROUND_ROBIN', 'LEAST_REQUEST', 'RING_HASH', 'RANDOM', 'MAGLEV']).optional(),
  least_request_lb_config: z.strictObject({ choice_count: uint32.min(2) }).optional(),
  load_assignment: z.strictObject({
    cluster_name: name,
    endpoints: z.array(
      z.strictObject({ lb_endpoints: z.array(z.strictObject({ endpoint: z.strictObject({ address }) })) }),
    ),
    policy: z.strictObject({ overprovisioning_factor: uint32.min(1) }).optional(),
  }),
  circuit_breakers: z
    .strictObject({
      thresholds: z.array(
        z
          .strictObject({
            priority: z.enum(['DEFAULT', 'HIGH']),
            max_connections: uint32,
            max_pending_requests: uint32,
            max_requests: uint32,
            max_retries: uint32,
            retry_budget: z.strictObject({
              budget_percent: z.strictObject({ value: z.number().min(0).max(100) }),
              min_retry_concurrency: uint32,
            }),
          })
          .partial(),
      ),
    })
    .optional(),
  typed_extension_protocol_options: z
    .strictObject({
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': z.strictObject({
        '@type': z.literal('type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions'),
        common_http_protocol_options: z.strictObject({ max_requests_per_connection: uint32 }),
        explicit_http_config: z.strictObject({ http_protocol_options: z.strictObject({}) }),
      }),
    })
    .optional(),
  outlier_detection: outlierDetection.optional(),
  common_lb_config: z
    .strictObject({
      healthy_panic_threshold: z.strictObject({ value: z.number().min(0).max(100) }).optional(),
      zone_aware_lb_config: z.strictObject({ min_cluster_size: z.int().min(0) }).optional(),
    })
    .optional(),
});

const backOff = z
  .strictObject({ base_interval: someSeconds, max_interval: someSeconds })
  .refine(({ base_interval, max_interval }) => Number.parseFloat(max_interval) >= Number.parseFloat(base_interval));

const RETRY_ON = ['5xx', 'gateway-error', 'reset', 'connect-failure', 'refused-stream', 'retriable-4xx'] as const;
const retryOn = z.string().refine((text) => text.split(',').every((one) => RETRY_ON.some((known) => known === one)));

/** config.route.v3.Route, as far as policies go. */
const route = z.strictObject({
  match: z.strictObject({
    prefix: z.string().startsWith('/'),
    headers: z.array(z.strictObject({ name, string_match: z.strictObject({ exact: name }) })).optional(),
  }),
  route: z.strictObject({
    cluster: name,
    timeout: seconds.optional(),
    hash_policy: z
      .array(
        z.union([
          z.strictObject({ cookie: z.strictObject({ name, ttl: seconds }) }),
          z.strictObject({ connection_properties: z.strictObject({ source_ip: z.boolean() }) }),
        ]),
      )
      .optional(),
    retry_policy: z
      .strictObject({
        retry_on: retryOn,
        num_retries: uint32,
        per_try_timeout: seconds.optional(),
        retry_back_off: backOff.optional(),
      })
      .optional(),
  }),
});

export const envoy = z.strictObject({ clusters: z.array(cluster), routes: z.array(route) });

/** As Go writes them; Istio takes no less than a millisecond. */
const goDuration = z.string().regex(/^[1-9]\d*ms$/);

const metadata = z.strictObject({ name: z.string().regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/) });
const host = z.string().regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);

const destinationRule = z.strictObject({
  apiVersion: z.literal('networking.istio.io/v1'),
  kind: z.literal('DestinationRule'),
  metadata,
  spec: z.strictObject({
    host,
    trafficPolicy: z
      .strictObject({
        loadBalancer: z
          .strictObject({
            simple: z.enum(['LEAST_REQUEST', 'RANDOM', 'ROUND_ROBIN', 'PASSTHROUGH']).optional(),
            consistentHash: z
              .union([
                z.strictObject({ httpCookie: z.strictObject({ name, ttl: z.string() }) }),
                z.strictObject({ useSourceIp: z.boolean() }),
              ])
              .optional(),
            localityLbSetting: z.strictObject({ enabled: z.boolean() }).optional(),
          })
          .optional(),
        connectionPool: z
          .strictObject({
            tcp: z.strictObject({ maxConnections: int32.optional(), connectTimeout: goDuration.optional() }).optional(),
            http: z
              .strictObject({
                http1MaxPendingRequests: int32,
                http2MaxRequests: int32,
                maxRequestsPerConnection: int32,
                maxRetries: int32,
              })
              .partial()
              .optional(),
          })
          .optional(),
        outlierDetection: z
          .strictObject({
            splitExternalLocalOriginErrors: z.boolean(),
            consecutiveLocalOriginFailures: uint32,
            consecutiveGatewayErrors: uint32,
            consecutive5xxErrors: uint32,
            interval: goDuration,
            baseEjectionTime: goDuration,
            maxEjectionPercent: percent,
            minHealthPercent: percent,
          })
          .partial()
          .optional(),
      })
      .optional(),
  }),
});

const virtualService = z.strictObject({
  apiVersion: z.literal('networking.istio.io/v1'),
  kind: z.literal('VirtualService'),
  metadata,
  spec: z.strictObject({
    hosts: z.array(host).min(1),
    http: z.array(
      z.strictObject({
        match: z.array(z.strictObject({ uri: z.strictObject({ prefix: z.string().startsWith('/') }) })).optional(),
        route: z.array(z.strictObject({ destination: z.strictObject({ host }) })),
        timeout: goDuration.optional(),
        retries: z
          .strictObject({ attempts: int32, retryOn: retryOn.optional(), perTryTimeout: goDuration.optional() })
          .optional(),
      }),
    ),
  }),
});

/** One document of those that Istio reads. */
export const istio = z.union([destinationRule, virtualService]);

const atLeastOne = int32.min(1);
const rate = z.number().gt(0).max(100);
const factor = z.number().min(1);
const millis = z.string().regex(/^\d+ms$/);
const someMillis = goDuration;

/** Randomness must leave something of a wait. */
const randomness = z.number().min(0).lt(1);

const instances = <Instance extends z.ZodType>(instance: Instance) =>
  z.strictObject({ instances: z.record(z.string().regex(/^[A-Za-z]\w*$/), instance) }).optional();

/** The properties of resilience4j in Spring Boot, with what its builders refuse. */
export const resilience4j = z.strictObject({
  resilience4j: z.strictObject({
    retry: instances(
      z
        .strictObject({
          maxAttempts: atLeastOne,
          waitDuration: millis,
          enableExponentialBackoff: z.boolean(),
          exponentialBackoffMultiplier: factor,
          exponentialMaxWaitDuration: someMillis,
          enableRandomizedWait: z.boolean(),
          randomizedWaitFactor: randomness,
        })
        .partial(),
    ),
    circuitbreaker: instances(
      z
        .strictObject({
          slidingWindowType: z.enum(['COUNT_BASED', 'TIME_BASED']),
          slidingWindowSize: atLeastOne,
          minimumNumberOfCalls: atLeastOne,
          failureRateThreshold: rate,
          slowCallRateThreshold: rate,
          slowCallDurationThreshold: someMillis,
          waitDurationInOpenState: someMillis,
          permittedNumberOfCallsInHalfOpenState: atLeastOne,
          automaticTransitionFromOpenToHalfOpenEnabled: z.boolean(),
          maxWaitDurationInHalfOpenState: millis,
          transitionToStateAfterWaitDuration: z.enum(['OPEN', 'CLOSED']),
          enableExponentialBackoff: z.boolean(),
          exponentialBackoffMultiplier: factor,
          exponentialMaxWaitDurationInOpenState: someMillis,
          enableRandomizedWait: z.boolean(),
          randomizedWaitFactor: randomness,
        })
        .partial()
        // An application that enables both does not start.
        .refine(
          ({ enableExponentialBackoff, enableRandomizedWait }) => !(enableExponentialBackoff && enableRandomizedWait),
        ),
    ),
    ratelimiter: instances(
      z.strictObject({ limitForPeriod: atLeastOne, limitRefreshPeriod: someMillis, timeoutDuration: millis }),
    ),
    timelimiter: instances(z.strictObject({ timeoutDuration: millis, cancelRunningFuture: z.boolean() })),
    bulkhead: instances(z.strictObject({ maxConcurrentCalls: atLeastOne, maxWaitDuration: millis })),
  }),
});

/** What a schema objects to in each document of a text. */
export const complaints = (schema: z.ZodType, text: string): string[] =>
  parseAllDocuments(text).flatMap((document) => {
    const value: unknown = document.toJS();
    if (value === null) return [];
    const { error } = schema.safeParse(value);
    const said = error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
    return [...document.errors.map(String), ...said];
  });
