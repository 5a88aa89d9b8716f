import { constant } from '../../kernel/distribution';
import type { ConnectionModel } from '../model';
import { distribution } from './distribution';
import { field, keys } from './field';
import { count, duration } from './quantity';

const PER_REPLICA = 'per replica of the caller and replica of the callee; the shoppers of a workload share theirs';

const dns = keys('a lookup such as { lookup: 20ms, ttl: 30s }', {
  lookup: field(distribution(), {
    is: 'How long it takes to look up the callee’s address, before a connection is made.',
    unit: 'a duration, or a distribution of durations',
    samples: ['20ms'],
  }),
  ttl: field(duration('zero or more'), {
    is: 'How long the answer holds; attempts that come while the lookup is under way wait for its end.',
    unit: 'a duration',
    scope: 'per replica of the caller',
    samples: ['30s'],
  }),
});

/** What it takes to have a connection, and how long one is kept. */
export const connections = keys('connections such as { connect: 2ms, pool: 10 }', {
  connect: field(distribution(), {
    is: 'How long it takes to make a connection, there and back; an attempt that finds no idle one makes its own.',
    unit: 'a duration, or a distribution of durations',
    samples: ['2ms'],
  }),
  pool: field(count(0, 1000).default(100), {
    is: 'How many idle connections are kept; with one more, that which has been idle longest is closed.',
    unit: 'a number of connections',
    scope: PER_REPLICA,
  }),
  'keep alive': field(duration('zero or more').prefault('60s'), {
    is: 'A connection that has been idle for longer than this is closed.',
    unit: 'a duration',
    default: '60s',
  }),
  dns: field(dns.optional(), {
    is: 'Looks up the callee’s address before a connection is made.',
    default: 'the address is known',
  }),
}).transform(({ connect, pool, 'keep alive': keepAliveMs, dns }): ConnectionModel => ({
  connect,
  pool,
  keepAliveMs,
  lookup: dns?.lookup ?? constant(0),
  ttlMs: dns?.ttl ?? Infinity,
}));
