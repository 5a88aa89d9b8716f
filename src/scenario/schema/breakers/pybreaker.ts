import { field, keys } from '../field';
import { duration } from '../quantity';
import { z } from '../z';
import { like } from './like';
import { calls, either, except, openFor, state } from './parts';
import { alone, type BreakerSource } from './source';

const CALLED_BY = ['call()', 'calling()', 'call() of an async def'] as const;

/** pybreaker 1.4.1. */
export const pybreaker = keys('a breaker of pybreaker such as { like: pybreaker, fail_max: 5 }', {
  like: like('pybreaker'),
  fail_max: field(calls(), {
    is: 'Opens with the failure that makes it so many in a row.',
    unit: 'failures',
    default: '5',
    samples: ['5'],
  }),
  reset_timeout: field(duration('more than zero').optional(), {
    is: 'How long it stays open; the call at its end, or the first one after it, is a probe.',
    unit: 'a duration',
    default: '60s',
    samples: ['60s'],
  }),
  success_threshold: field(calls(), {
    is: 'Closes when so many probes in a row passed; one that fails opens it again.',
    unit: 'calls',
    default: '1',
    samples: ['1'],
  }),
  exclude: except({ is: 'Outcomes that are as good as successes: they clear the count of failures.' }),
  throw_new_error_on_trip: field(z.boolean().default(true).meta({ expected: 'true or false' }), {
    is: 'Whether the call that trips it ends as one that the breaker refused, instead of by what it failed of.',
    unit: 'true or false',
  }),
  'called by': field(
    z.enum(CALLED_BY).default('call()').meta({ expected: '`call()`, `calling()` or `call() of an async def`' }),
    {
      is: 'call(), as a decorated function is: a lock lets one call out at a time, the others wait for it. calling() and coroutines: calls go out side by side, half-open too, and each result acts as the state in which its call began would. call() of an async def, as a decorated coroutine is: it sees the coroutine being made, which never fails, so it never opens.',
      scope: 'per replica of the caller',
    },
  ),
  state: state('pybreaker', 'Nobody can hold it in a state.'),
  'consecutive failures': field(calls(), {
    is: 'The lab’s own name of `fail_max`.',
    default: 'as `fail_max` says',
    unit: 'failures',
  }),
  ...openFor('reset_timeout'),
}).transform((source, context): BreakerSource =>
  alone({
    like: 'pybreaker',
    ignored: source.exclude,
    tolerated: 0,
    failMax: either(source, 'fail_max', 'consecutive failures', 5, context),
    resetMs: either(source, 'reset_timeout', 'open for', 60_000, context),
    successThreshold: source.success_threshold ?? 1,
    throwsNewErrorOnTrip: source.throw_new_error_on_trip,
    isSerial: source['called by'] === 'call()',
    hearsResults: source['called by'] !== 'call() of an async def',
  }),
);
