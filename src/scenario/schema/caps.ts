import type { CapParams } from '../../policies/caps';
import { either } from './breakers/parts';
import { field, keys } from './field';
import { count } from './quantity';
import { z } from './z';

const MOST = 4_294_967_295;
const ENVOY = { connections: 1024, pending: 1024, requests: 1024, retries: 3, carried: 0 };
const ISTIO = { connections: MOST, pending: MOST, requests: MOST, retries: MOST, carried: 0 };

const cap = (least: number) => count(least, MOST).optional();
const PER_REPLICA = 'per replica of the caller, over all replicas of the one called';
const WITH_ISTIO = 'like istio: 4294967295, which is none';

const LIKE = {
  is: 'Whose defaults and own names hold.',
  libraries: ['Envoy circuit_breakers thresholds', 'Istio connectionPool'],
};

/** In the lab's own words. */
const labKeys = {
  connections: field(cap(1), {
    is: 'Connections at once. Each carries one request at a time, as with HTTP/1.1; further ones wait until one is free.',
    libraries: ['Envoy circuit_breakers thresholds', 'Istio connectionPool'],
    unit: 'connections',
    default: `1024; ${WITH_ISTIO}`,
    scope: PER_REPLICA,
    samples: ['100'],
  }),
  pending: field(cap(0), {
    is: 'Requests that wait for a connection at once; the next is refused.',
    libraries: ['Envoy circuit_breakers thresholds', 'Istio connectionPool'],
    unit: 'requests',
    default: `1024; ${WITH_ISTIO}`,
    scope: PER_REPLICA,
    samples: ['10'],
  }),
  requests: field(cap(1), {
    is: 'Requests out at once, for connections that carry many, as with HTTP/2; the next is refused.',
    libraries: ['Envoy circuit_breakers thresholds', 'Istio connectionPool'],
    unit: 'requests',
    default: `1024; ${WITH_ISTIO}`,
    scope: PER_REPLICA,
    samples: ['100'],
  }),
  retries: field(cap(0), {
    is: 'Of these, retries; the next is refused.',
    libraries: ['Envoy circuit_breakers thresholds', 'Istio connectionPool'],
    unit: 'requests',
    default: `3; ${WITH_ISTIO}`,
    scope: PER_REPLICA,
    samples: ['3'],
  }),
  'requests per connection': field(cap(0), {
    is: 'A connection that has carried so many requests is closed, and the next request pays for a new one: 1 keeps none alive. 0: any number. It acts where the link has `connections`.',
    libraries: ['Envoy max_requests_per_connection', 'Istio maxRequestsPerConnection'],
    unit: 'requests',
    default: '0',
    scope: 'each connection by itself',
    samples: ['100'],
  }),
};

const named = (own: string, least: number) =>
  field(cap(least), {
    is: `\`${own}\`, by its own name.`,
    unit: `as \`${own}\``,
    default: `as \`${own}\``,
    scope: PER_REPLICA,
  });

type Name = keyof typeof ENVOY;

/** For each cap what was said, by either name, or what is usual. */
function capsOf(
  source: object,
  names: Readonly<Record<Name, string>>,
  usual: typeof ENVOY,
  context: z.RefinementCtx,
): CapParams {
  const one = (name: Name): number =>
    either(source, names[name], name === 'carried' ? 'requests per connection' : name, usual[name], context);
  return {
    connections: one('connections'),
    pending: one('pending'),
    requests: one('requests'),
    retries: one('retries'),
    requestsPerConnection: one('carried') || Infinity,
  };
}

const ENVOY_NAMES = {
  connections: 'max_connections',
  pending: 'max_pending_requests',
  requests: 'max_requests',
  retries: 'max_retries',
  carried: 'max_requests_per_connection',
} as const;

const ISTIO_NAMES = {
  connections: 'maxConnections',
  pending: 'http1MaxPendingRequests',
  requests: 'http2MaxRequests',
  retries: 'maxRetries',
  carried: 'maxRequestsPerConnection',
} as const;

const envoy = keys('caps such as { requests: 100 }', {
  like: field(z.literal('envoy').default('envoy').meta({ expected: 'envoy or istio' }), LIKE),
  ...labKeys,
  max_connections: named('connections', 1),
  max_pending_requests: named('pending', 0),
  max_requests: named('requests', 1),
  max_retries: named('retries', 0),
  max_requests_per_connection: named('requests per connection', 0),
}).transform((source, context): CapParams => capsOf(source, ENVOY_NAMES, ENVOY, context));

const istio = keys('caps such as { like: istio, http2MaxRequests: 100 }', {
  like: field(z.literal('istio').meta({ expected: 'envoy or istio' }), LIKE),
  ...labKeys,
  maxConnections: named('connections', 1),
  http1MaxPendingRequests: named('pending', 0),
  http2MaxRequests: named('requests', 1),
  maxRetries: named('retries', 0),
  maxRequestsPerConnection: named('requests per connection', 0),
}).transform((source, context): CapParams => capsOf(source, ISTIO_NAMES, ISTIO, context));

export const caps = field(
  z.discriminatedUnion('like', [envoy, istio]).meta({ expected: 'caps such as { requests: 100 }' }),
  {
    is: 'Caps on connections, waiting requests, requests and retries at once; what is beyond ends as over the cap. Envoy and Istio call them circuit breakers; they have no half-open. Below a retry each attempt counts, above it each call.',
    default: 'none: any number at once',
    libraries: ['Envoy circuit_breakers thresholds', 'Istio connectionPool'],
    scope: 'state per replica of the caller, shared by all routes the list covers',
    samples: ['{ like: envoy }', '{ connections: 20, pending: 10 }'],
  },
);
