import type { Row } from '../row';
import { Window } from '../window';

/** The study gives three decimals. */
const ROUNDED = 0.0005;

/** A request succeeds if one of its tries does; failures are independent. */
const study = (id: string, failing: string, retries: string, success: number, attempts: number): Row => ({
  id,
  model: `Retry study: ${failing} of tries fail, ${retries}`,
  source: 'M. Brooker, "Fixing retries with token buckets and circuit breakers", 2022',
  lengthMs: 101_000,
  shortLengthMs: 101_000,
  figures: [
    { name: 'success', unit: '', expected: success, tolerance: 0.01, rounded: ROUNDED, rule: 'interval' },
    {
      name: 'attempts for a request',
      unit: 'attempts',
      expected: attempts,
      tolerance: 0.01,
      rounded: ROUNDED,
      rule: 'interval',
    },
  ],
  play: (engine, lengthMs) => {
    const window = new Window(engine, 0, lengthMs);
    const requests = window.journey('call');
    const tries = window.route('clients -> service.answer', 'attempts');
    return [requests.ended('ok') / requests.arrived, tries.arrived / requests.arrived];
  },
});

export const retryStudy: readonly Row[] = [
  study('retries-10', '10 %', '3 retries', 0.9999, 1.111),
  study('retries-20', '20 %', '3 retries', 0.9984, 1.248),
  // Each of the 100 clients has a bucket of 5 tokens; a request puts a tenth in, a retry needs more than one and takes one.
  study('retries-10-tokens', '10 %', 'a token bucket for each client', 0.984, 1.094),
  study('retries-20-tokens', '20 %', 'a token bucket for each client', 0.883, 1.103),
];
