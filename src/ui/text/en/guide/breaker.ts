import type { Lesson } from './chapter';

export const breaker: Lesson = {
  decides: [
    'Closed, it lets every call out and looks at a window: the newest N calls, the newest T seconds, or failures in a row. ' +
      'It opens when `failures / calls` in the window reaches the failure rate (or `slow calls / calls` the slow rate), once ' +
      'the window holds the minimum of calls.',
    'Open, it refuses every call at once, for `open for` (a duration): nobody waits, and the one called is left in peace.',
    'Half-open, it lets a few probes out. If they pass it closes, if they fail it opens again for another while.',
    'A window of time at one caller’s replica holds `calls/s × T / replicas` calls. If the minimum is more, the breaker ' +
      'never judges: the editor warns of that.',
    'What it counts are outcomes, and every failure inside it is one: a refusal of an inner bulkhead too.',
  ],
  differs: [
    ['resilience4j', '50 % of the newest 100 calls, at least 100 of them; 60 s open; 10 probes. Slowness counts too.'],
    ['Polly', '10 % in 30 s, at least 100 calls; 5 s; 1 probe. Only a failure can open it.'],
    ['Hystrix', '50 % in 10 s, at least 20 calls, looked at every 500 ms and not at each call; 5 s; 1 probe.'],
    ['pybreaker', '5 failures in a row; 60 s; 1 probe. The call that trips it already sees “open”.'],
    [
      'opossum',
      'More than 50 % in 10 s, from the first call on; a timer of 30 s makes it half-open. It has a timeout.',
    ],
    [
      'cockatiel',
      'In a row, of the newest calls, or by time with a minimum rate. While a probe is out, others wait for it.',
    ],
    ['gobreaker', 'The sixth failure in a row; 60 s; 1 probe. Results of an earlier state are dropped.'],
    ['Sentinel', 'More than a ratio in a second of the clock, at least 5 calls; as long as one says; 1 probe.'],
    ['Envoy, Istio', 'What they call circuit breaking are caps; what acts like a breaker is their outlier ejection.'],
  ],
  example: {
    yaml: `policies:
  web -> catalog:
    - fallback: { use: cached, up to: 5min old, message: Prices from a few minutes ago }
    - breaker: { failure rate: 50%, window: 10s, minimum calls: 20, open for: 5s, half-open calls: 3 }
    - timeout: 500ms`,
    reads:
      'The catalog hangs at a steady 30 calls a second. The window still holds good seconds, so it takes about 5 s until ' +
      'half of what is in it are timeouts and it opens: a window of 4 s would open in about 2. For 5 s calls fail in no time ' +
      'and shoppers see kept prices. Then 3 probes are let out; as they time out too, it opens again. From then on nobody ' +
      'waits nine tenths of the time.',
  },
};
