import type { Row } from '../row';
import { Window } from '../window';

/** A request succeeds if one of four tries does; failures are independent. */
const study = (id: string, failing: string, success: number, attempts: number): Row => ({
  id,
  model: `Retry study: ${failing} of tries fail, 3 retries`,
  source: 'M. Brooker, "Fixing retries with token buckets and circuit breakers", 2022',
  lengthMs: 101_000,
  shortLengthMs: 101_000,
  figures: [
    { name: 'success', unit: '', expected: success, tolerance: 0.01, rule: 'interval' },
    { name: 'attempts for a request', unit: 'attempts', expected: attempts, tolerance: 0.01, rule: 'interval' },
  ],
  play: (engine, lengthMs) => {
    const window = new Window(engine, 0, lengthMs);
    const requests = window.journey('call');
    const tries = window.route('clients -> service.answer', 'attempts');
    return [requests.ended('ok') / requests.arrived, tries.arrived / requests.arrived];
  },
});

export const retryStudy: readonly Row[] = [
  study('retries-10', '10 %', 0.9999, 1.111),
  study('retries-20', '20 %', 0.9984, 1.248),
];
