import type { Example } from './chapter';

interface Pair {
  readonly name: string;
  readonly example: Example;
}

/** The chapter on the order of layers. */
export const order = {
  is:
    'A list of policies is read from the outside in: a call passes down through it, its outcome comes back up. A layer ' +
    'knows only what it asked for and what came of it, so the same two, one inside the other, count different things.',
  rules: [
    'A breaker inside a retry sees every try, and a refusal of it is one more failure to retry. A breaker outside sees one ' +
      'outcome after the last try.',
    'A timeout inside a retry bounds each try; outside it bounds all of them, and ends a wait between tries at once.',
    'A bulkhead outside a timeout has its permit back when that fires, while the work goes on. Inside, it keeps the permit ' +
      'until the work has ended.',
    'A hedge inside a breaker is one call to it, the winner. Outside, the breaker counts every one sent, losers too.',
    'A fallback answers for everything inside it, and whatever stands outside sees a success: a retry around it never retries.',
    'What says which replica is asked (balance, outliers) stands last.',
  ],
  pairs: [
    {
      name: 'Breaker inside, retry outside',
      example: {
        yaml: `policies:
  web -> catalog:
    - retry: { attempts: 3, backoff: { constant: 100ms }, budget: 20% }
    - breaker: { failure rate: 50%, window: 10 calls, minimum calls: 10, open for: 5s }
    - timeout: 250ms`,
        reads:
          'The window is full of good calls when the catalog begins to fail. The fifth failed try opens it, in the second ' +
          'call. While it is open a call is refused three times, 100 ms apart, and fails after 200 ms: the retry waits for ' +
          'a breaker that stays open for 5 s.',
      },
    },
    {
      name: 'Retry inside, breaker outside',
      example: {
        yaml: `policies:
  web -> catalog:
    - breaker: { failure rate: 50%, window: 10 calls, minimum calls: 10, open for: 5s }
    - retry: { attempts: 3, backoff: { constant: 100ms }, budget: 20% }
    - timeout: 250ms`,
        reads:
          'Now 5 calls must fail, each after up to 3 tries: up to 15 attempts before it opens. But while it is open a call ' +
          'fails at once, and a call that a retry has saved is no failure.',
      },
    },
  ] satisfies readonly Pair[],
  usual:
    'Fallback, then breaker, bulkhead and rate limit, then retry, then a timeout for each try, then which replica: a good order ' +
    'to begin with. resilience4j’s annotations nest as retry, breaker, rate limit, time limit, bulkhead, so there a ' +
    'retry is outermost unless one says otherwise; the standard handler of .NET is rate limit, timeout, retry, breaker, ' +
    'timeout for each try.',
  outermost: 'the caller',
  innermost: 'the attempt',
};
