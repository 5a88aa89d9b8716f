import { cockatiel } from './breakers/cockatiel';
import { gobreaker } from './breakers/gobreaker';
import { hystrix } from './breakers/hystrix';
import { opossum } from './breakers/opossum';
import { polly } from './breakers/polly';
import { pybreaker } from './breakers/pybreaker';
import { resilience4j } from './breakers/resilience4j';
import { sentinel } from './breakers/sentinel';
import { field } from './field';
import { z } from './z';

export const breaker = field(
  z
    .discriminatedUnion('like', [resilience4j, polly, hystrix, pybreaker, opossum, cockatiel, gobreaker, sentinel])
    .meta({ expected: 'a breaker such as { failure rate: 50%, window: 20 calls, open for: 10s }' }),
  {
    is: 'Stops calling when too many calls failed or were slow, and tries again after a while. The defaults are those of resilience4j. With `like` it is the breaker of a library: polly, hystrix, pybreaker, opossum, cockatiel, gobreaker or sentinel, by its own parameters.',
    default: 'none: every call is let out, however many fail',
    libraries: [
      'resilience4j CircuitBreaker',
      'Polly CircuitBreaker',
      'Hystrix',
      'pybreaker',
      'opossum',
      'cockatiel circuitBreaker',
      'gobreaker',
      'Sentinel',
    ],
    scope: 'state per replica of the caller, shared by all routes the list covers',
    samples: [
      '{ like: resilience4j, failure rate: 50%, window: 20 calls, open for: 10s }',
      '{ like: opossum, errorThresholdPercentage: 50, resetTimeout: 30s }',
      '{ like: pybreaker, fail_max: 5, reset_timeout: 60s }',
    ],
  },
);
