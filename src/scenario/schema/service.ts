import { MANY_WORKERS } from '../model';
import { endpoint } from './endpoint';
import { balancing } from './balancing';
import { field, keys } from './field';
import { name } from './names';
import { count, duration, factor, share } from './quantity';
import { rulesOfService } from './service-rules';
import { z } from './z';

const portion = share();

const contention = z
  .union([
    portion.transform((each) => ({ each, pair: 0 })),
    keys('a share such as 5%', {
      each: field(portion.default(0), {
        is: 'How much longer work takes for each other request at work: they wait for one another.',
        unit: 'a percentage',
        default: '0%',
        samples: ['5%'],
      }),
      pair: field(portion.default(0), {
        is: 'How much longer work takes for each pair of requests at work, counted both ways: they keep one another informed.',
        unit: 'a percentage',
        default: '0%',
        samples: ['0.1%'],
      }),
    }),
  ])
  .meta({ expected: 'a share such as 5%, or { each: 5%, pair: 0.1% }' });

const warmUp = keys('a warm-up such as { for: 30s, from: 5x }', {
  for: field(duration('more than zero'), {
    is: 'How long it lasts.',
    unit: 'a duration',
    samples: ['30s'],
    spare: '1s',
  }),
  from: field(factor(1, 1000), {
    is: 'How many times as long work takes right after the restart.',
    unit: 'a multiple such as 5x',
    samples: ['5x'],
    spare: 1,
  }),
});

const zones = z
  .union([name().transform((zone) => [zone]), z.array(name()).min(1).max(100)])
  .meta({ expected: 'a zone such as east, or a list such as [east, west]' });

export const service = keys('a service with its endpoints', {
  kind: field(
    z
      .enum(['service', 'web app', 'database', 'cache', 'third party', 'queue'])
      .default('service')
      .meta({ expected: 'one of service, web app, database, cache, third party, queue' }),
    {
      is: 'What it is, for the picture. Only a queue behaves otherwise: it answers as soon as it has stored a message, its `workers` deliver messages by its calls, and its `queue` is how many it keeps.',
    },
  ),
  replicas: field(count(1, 1000).default(1), {
    is: 'How many copies of it run; each request goes to one of them.',
    unit: 'replicas',
    scope: 'workers and queue are per replica; so are the breakers, bulkheads and caches of the calls it makes',
  }),
  workers: field(count(1, 100_000).optional(), {
    is: 'How many requests one replica serves at once.',
    unit: 'requests',
    default: `${MANY_WORKERS} with \`cores\`; without them it must be given`,
    scope: 'per replica',
    samples: ['16'],
    spare: 1,
  }),
  cores: field(count(1, 1000).optional(), {
    is: 'Requests that compute share this many cores equally: each gets one, or its part of them.',
    unit: 'cores',
    default: 'as many as workers: nobody slows anybody down',
    scope: 'per replica',
    samples: ['4'],
  }),
  zone: field(zones.default([]), {
    is: 'Where its replicas run, so that a fault can strike all that is there at once. Of several zones, replicas are in one after another in turn.',
    unit: 'a name, or a list of names',
    default: 'nowhere in particular',
    samples: ['east', '[east, west]'],
  }),
  contention: field(contention.optional(), {
    is: 'How much requests at work get in each other’s way. With n of them, work takes 1 + each (n − 1) + pair n (n − 1) times as long.',
    unit: 'a percentage, or { each, pair }',
    default: 'not at all',
    scope: 'per replica',
    samples: ['5%', '{ each: 5%, pair: 0.1% }'],
  }),
  'warm up': field(warmUp.optional(), {
    is: 'After a crash, work takes longer for a while: `from` times as long at first, falling linearly to once.',
    default: 'none: it is as quick as ever at once',
    scope: 'per replica, from the end of its crash',
    samples: ['{ for: 30s, from: 5x }'],
  }),
  balancing: field(balancing.prefault('round robin'), {
    is: 'How callers spread their attempts over the replicas; a link may say otherwise, and a `balance` among its policies too. Power of two, least requests and peak ewma go by the attempts over the link that are not answered yet.',
    default: 'round robin',
    scope: 'each link by itself, for all replicas of the caller',
    samples: ['power of two', 'least requests', 'peak ewma', 'sticky'],
  }),
  mode: field(z.enum(['threaded', 'async']).default('threaded').meta({ expected: 'threaded or async' }), {
    is: 'A threaded worker is held while its request waits for calls; an async one only while it computes.',
  }),
  ...rulesOfService,
  endpoints: field(z.record(name(), endpoint).meta({ expected: 'endpoints, each with its work' }), {
    is: 'What it can be asked, by name. All endpoints of a replica share its workers and its queue.',
    spare: {},
  }),
}).transform(({ workers, cores, contention, 'warm up': warmUp, ...rest }, context) => {
  if (workers === undefined && cores === undefined) {
    const message = 'A service needs its `workers`, or the `cores` that its requests share.';
    context.addIssue({ code: 'custom', path: ['workers'], params: { at: 'value', lacking: true }, message });
  }
  return {
    ...rest,
    workers: workers ?? MANY_WORKERS,
    cores: cores ?? Infinity,
    contention: contention ?? { each: 0, pair: 0 },
    warmUp: warmUp === undefined ? { forMs: 0, factor: 1 } : { forMs: warmUp.for, factor: warmUp.from },
  };
});
