import { BALANCINGS, balancingBy, balancingOf, type BalancingParams } from '../../policies/balancing';
import { field, keys } from './field';
import { duration, factor } from './quantity';
import { z } from './z';

const OVERPROVISIONING = 1.4;

const way = z.enum(BALANCINGS).meta({ expected: `one of ${BALANCINGS.join(', ')}` });

const plain = way.transform((by): BalancingParams => balancingBy(balancingOf(by)));

const detailed = keys('a way of balancing such as { by: power of two, zones: near first }', {
  by: field(way.default('round robin'), {
    is: 'How a replica is chosen. Power of two, least requests and peak ewma go by attempts that are not answered yet, peak ewma also by how long answers took.',
    libraries: ['Envoy lb_policy', 'gRPC and Finagle load balancing'],
  }),
  decay: field(duration('more than zero').prefault('10s'), {
    is: 'Peak ewma: how long a peak in the time of an answer is remembered; after this it weighs 1/e of what it did.',
    libraries: ['Envoy lb_policy', 'gRPC and Finagle load balancing'],
    unit: 'a duration',
    default: '10s, as in Finagle and Linkerd',
  }),
  to: field(z.enum(['session', 'caller']).default('session').meta({ expected: 'session or caller' }), {
    is: 'Sticky: what is kept with one replica, all requests made for one user or shopper, or all of one replica of the caller.',
    libraries: ['Envoy lb_policy', 'gRPC and Finagle load balancing'],
  }),
  zones: field(z.enum(['any', 'near first']).default('any').meta({ expected: 'any or near first' }), {
    is: 'Near first: attempts go to replicas in the caller’s own zone as far as enough of those are healthy, that is not ejected; the rest go to the others.',
    libraries: ['Envoy lb_policy', 'gRPC and Finagle load balancing'],
  }),
  overprovisioning: field(factor(1, 1000).default(OVERPROVISIONING), {
    is: 'Near first: with h of n near replicas healthy, min(1, this × h / n) of the attempts stay near. Envoy’s overprovisioning factor.',
    libraries: ['Envoy lb_policy', 'gRPC and Finagle load balancing'],
    unit: 'a multiple such as 1.4x',
    default: '1.4x: attempts leave the zone when less than 72 % of it is healthy',
  }),
}).transform((source): BalancingParams => ({
  by: balancingOf(source.by),
  decayMs: source.decay,
  stickTo: source.to,
  nearFirst: source.zones === 'near first',
  overprovisioning: source.overprovisioning,
}));

/** How attempts are spread over replicas: a word, or a word and what goes with it. */
export const balancing = z
  .union([plain, detailed])
  .meta({ expected: `one of ${BALANCINGS.join(', ')}, or { by: power of two, zones: near first }` });
