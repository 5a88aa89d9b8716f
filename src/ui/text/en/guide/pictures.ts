/** Words in the pictures of the guide: what is to be seen in each, its axes and the names of its lines or rows. */
export const pictures = {
  retry: {
    caption:
      'Forty callers fail at the same instant and try again three times, 100 ms later, doubling to 400 ms. A dot is a try. ' +
      'Without jitter they all come back together, three times over; full jitter spreads them over the whole time.',
    x: 'time since the failure (ms)',
    names: { none: 'none', equal: 'equal', full: 'full', decorrelated: 'decorrelated' },
  },
  bulkhead: {
    caption:
      'A call every 50 ms. From 1 s to 3 s the dependency takes 1 s in place of 100 ms. Without a bulkhead twenty workers ' +
      'end up held; a bulkhead of 6 holds six, and refuses the others.',
    x: 'time (s)',
    y: 'calls in flight',
    names: { without: 'without', within: 'bulkhead of 6' },
  },
  'rate limit': {
    caption:
      'A call every 25 ms from 700 to 1300 ms meets a limit of 10 a second. A dot is a call that went out. The fixed window ' +
      'lets twenty go around its boundary at 1000 ms; the leaky bucket (queue of 20) spaces them; the others let ten go, ' +
      'and the token bucket (burst of 10) what accrued meanwhile.',
    x: 'time (ms)',
    names: {
      asked: 'asked',
      'token bucket': 'token bucket',
      'leaky bucket': 'leaky bucket',
      'fixed window': 'fixed window',
      'sliding window': 'sliding window',
    },
  },
  'concurrency limit': {
    caption:
      'A service does 20 at once in 50 ms each; more only wait. For calls 200 to 400 it does only 10. There are always as ' +
      'many calls as the limit allows. Each algorithm finds its way down and up again, each with another queue.',
    x: 'calls answered',
    y: 'limit (calls in flight)',
    names: { aimd: 'AIMD (slow: 120 ms)', vegas: 'Vegas', gradient2: 'Gradient2' },
  },
  throttle: {
    caption:
      'The chance to be held back, by the share of the last 1000 calls that was accepted. With K = 2 nothing happens until ' +
      'half are turned away; a smaller K acts sooner.',
    x: 'calls accepted (%)',
    y: 'held back (%)',
    names: { k11: 'K = 1.1', k15: 'K = 1.5', k2: 'K = 2' },
  },
  hedge: {
    caption:
      'The share of answers still out, if half take 20 ms and 1 % take 200 ms or more. A hedge after 60 ms is sent for one ' +
      'call in eight, and nearly ends the tail, as long as tries are slow independently.',
    x: 'time since the call (ms)',
    y: 'still out (%)',
    names: { none: 'no hedge', hedged: 'hedge after 60 ms' },
  },
  fallback: {
    caption:
      'What a kept answer is good for, by its age: cached with `up to: 60s`, stale-if-error with `fresh for: 20s` and ' +
      '`stale for: 60s`. Dark: it is served and nobody is called. Light: the call is made, and the kept answer stands in if it fails.',
    x: 'age of the answer (s)',
    names: { cached: 'cached', stale: 'stale-if-error' },
  },
  outliers: {
    caption:
      'How many replicas can be out when all of them fail. With Envoy’s 10 % none of fewer than ten can be; ' +
      '`always one` lets one go, however few there are; with 50 % half of them.',
    x: 'replicas',
    y: 'ejected at most',
    names: { tenth: 'at most 10 %', half: 'at most 50 %', one: '10 %, always one' },
  },
  balance: {
    caption:
      'One of three replicas is slower than the others by a factor. By turns it goes on getting a third of all attempts; ' +
      'ways that look at what is still out send it less, and peak EWMA, which sees how long answers take, least.',
    x: 'times as slow',
    y: 'attempts sent to it (%)',
    names: {
      'round robin': 'round robin',
      'power of two': 'power of two',
      'least requests': 'least requests',
      'peak ewma': 'peak EWMA',
    },
  },
  queue: {
    caption:
      'One worker needs 2.5 ms for each request; for two seconds one comes every 2 ms, before and after that every 4 ms. ' +
      'What those had waited who were served (the median): CoDel drops, and so those it serves wait less; adaptive LIFO ' +
      'serves the newest at once, and the others last.',
    x: 'time (s)',
    y: 'waited (ms)',
    names: { fifo: 'FIFO', 'adaptive lifo': 'adaptive LIFO', codel: 'CoDel' },
  },
  shed: {
    caption: 'Until which share of the queue each priority is let in, unless something else is said.',
    x: 'queue filled (%)',
    names: { low: 'low', normal: 'normal', high: 'high', critical: 'critical' },
  },
};
