import type { Lesson } from './chapter';

export const fallback: Lesson = {
  decides: [
    'It answers a failure, whatever it is, that somebody still waits for. The answer counts as degraded: apart from good ' +
      'ones, and with the message the shopper reads.',
    'default: a fixed value. cached: the last full answer of this caller’s replica, if `age ≤ up to`.',
    'stale-if-error (RFC 5861): while `age < fresh for` the kept answer is served in full and nobody is called; later the ' +
      'call is made, and if it fails the kept answer stands in while `age − fresh for ≤ stale for`.',
    'another endpoint: its answer, under that call’s own policies. feature off: the page does without the part. queue for ' +
      'later: accepted as soon as a queue has stored it.',
    'If it has nothing young enough, or whom it asks fails too, the failure goes up.',
  ],
  differs: [
    ['Polly', 'FallbackAction, after the outcomes one names.'],
    ['cockatiel', 'A value or a function; as the outermost of a wrap it hears of open breakers and timeouts too.'],
    ['opossum', '`fallback(fn)`: also for refusals of the breaker itself.'],
    ['Hystrix', 'getFallback, at most 10 of them at once, or it fails itself.'],
    ['resilience4j', 'fallbackMethod of Spring’s annotations, found by the exception’s type.'],
    [
      'HTTP caches',
      'stale-if-error: Varnish by `grace`, nginx by proxy_cache_use_stale, CDNs by the header Cache-Control.',
    ],
  ],
  example: {
    yaml: `policies:
  web -> catalog:
    - fallback: { use: stale-if-error, fresh for: 10s, stale for: 5min, message: Prices may be out of date }
    - timeout: 300ms`,
    reads:
      'Within 10 s of an answer the next calls are served from it at once. At 40 s of age a call goes out; if it times out, ' +
      'the shopper sees the old prices after 300 ms, with the message. At 5 min 11 s of age the timeout goes up.',
  },
};
