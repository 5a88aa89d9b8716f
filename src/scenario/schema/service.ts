import { calls } from './calls';
import { distribution } from './distribution';
import { field, keys } from './field';
import { name } from './names';
import { count } from './quantity';
import { z } from './z';

const endpoint = keys('an endpoint such as { work: 3ms, calls: [catalog.list] }', {
  work: field(distribution(), {
    is: 'How long the endpoint computes before it makes its calls; it needs a worker for that.',
    unit: 'a duration, or a distribution of durations',
    spare: '0ms',
    samples: [
      '3ms',
      'exponential mean 4ms',
      'lognormal p50 5ms p99 40ms',
      '{ exponential: { mean: 4ms } }',
      '{ lognormal: { p50: 5ms, p99: 40ms } }',
    ],
  }),
  calls: field(calls().default([]), {
    is: 'The calls it makes after its work, one after another; those in a `parallel` at once. Each is required unless it says optional.',
    default: 'none',
    samples: ['[catalog.list, { reviews.top: optional }]', '[{ parallel: [reviews.top, ads.pick] }]'],
  }),
});

export const service = keys('a service with its endpoints', {
  kind: field(
    z
      .enum(['service', 'web app', 'database', 'cache', 'third party'])
      .default('service')
      .meta({ expected: 'one of service, web app, database, cache, third party' }),
    { is: 'What it is, for the picture; it does not change how it behaves.' },
  ),
  replicas: field(count(1, 100).default(1), {
    is: 'How many copies of it run; each request goes to one of them.',
    unit: 'replicas',
    scope: 'workers and queue are per replica; so are the breakers, bulkheads and caches of the calls it makes',
  }),
  workers: field(count(1, 1000), {
    is: 'How many requests one replica serves at once.',
    unit: 'requests',
    scope: 'per replica',
    samples: ['16'],
    spare: 1,
  }),
  mode: field(z.enum(['threaded', 'async']).default('threaded').meta({ expected: 'threaded or async' }), {
    is: 'A threaded worker is held while its request waits for calls; an async one only while it computes.',
  }),
  queue: field(count(0, 100_000), {
    is: 'How many requests one replica keeps waiting for a worker; the next one is refused at once.',
    unit: 'requests',
    scope: 'per replica',
    samples: ['64'],
    spare: 0,
  }),
  endpoints: field(z.record(name(), endpoint).meta({ expected: 'endpoints, each with its work' }), {
    is: 'What it can be asked, by name. All endpoints of a replica share its workers and its queue.',
    spare: {},
  }),
});
