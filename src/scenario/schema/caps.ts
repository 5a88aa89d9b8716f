import type { CapParams } from '../../policies/caps';
import { field, keys } from './field';
import { count } from './quantity';
import { z } from './z';

const MOST = 4_294_967_295;
const ENVOY: CapParams = { connections: 1024, pending: 1024, requests: 1024, retries: 3 };
const ISTIO: CapParams = { connections: MOST, pending: MOST, requests: MOST, retries: MOST };

const cap = (least: number) => count(least, MOST).optional();
const PER_REPLICA = 'per replica of the caller, over all replicas of the one called';
const WITH_ISTIO = 'like istio: 4294967295, which is none';

export const caps = field(
  keys('caps such as { requests: 100 }', {
    like: field(z.enum(['envoy', 'istio']).default('envoy').meta({ expected: 'envoy or istio' }), {
      is: 'Whose defaults hold.',
      libraries: ['Envoy circuit_breakers thresholds', 'Istio connectionPool'],
    }),
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
  }).transform(({ like, connections, pending, requests, retries }): CapParams => {
    const usual = like === 'istio' ? ISTIO : ENVOY;
    return {
      connections: connections ?? usual.connections,
      pending: pending ?? usual.pending,
      requests: requests ?? usual.requests,
      retries: retries ?? usual.retries,
    };
  }),
  {
    is: 'Caps on connections, waiting requests, requests and retries at once; what is beyond ends as over the cap. Envoy and Istio call them circuit breakers; they have no half-open. Below a retry each attempt counts, above it each call.',
    libraries: ['Envoy circuit_breakers thresholds', 'Istio connectionPool'],
    scope: 'state per replica of the caller, shared by all routes the list covers',
    samples: ['{ like: envoy }', '{ connections: 20, pending: 10 }'],
  },
);
