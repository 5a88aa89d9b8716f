import type { Row } from '../row';
import { Window } from '../window';

const RUN_MS = 100_000;
/** Of the study's 50 clients, in one seed. */
const RUNS = 10;

/**
 * All clients begin at once, every hundred seconds anew. What a client does is to read and to write; the study counts
 * writes. Its times vary by 4 to 22 % from run to run.
 */
const study = (kind: string, words: string, calls: number, completionMs: number): Row => ({
  id: `backoff-${kind}`,
  model: `AWS backoff study: 50 clients write one row, ${words}`,
  source: 'M. Brooker, “Exponential Backoff and Jitter”, 2015, and its simulator',
  lengthMs: RUNS * RUN_MS,
  shortLengthMs: RUN_MS,
  figures: [
    { name: 'calls in all', unit: 'calls', expected: calls, tolerance: 0.01, rule: 'interval' },
    { name: 'time until the last is done', unit: 'ms', expected: completionMs, tolerance: 0.05, rule: 'interval' },
  ],
  play: (engine, lengthMs) => {
    const window = new Window(engine, 0, lengthMs);
    const runs = lengthMs / RUN_MS;
    return [
      window.route('client -> database.write', 'attempts').arrived / runs,
      window.visits('clients.all').meanTimeMs,
    ];
  },
});

export const backoffStudy: readonly Row[] = [
  study('none', 'no backoff', 690, 1140),
  study('exponential', 'exponential backoff', 624, 36_424),
  study('equal', 'equal jitter', 347, 4249),
  study('full', 'full jitter', 333, 2887),
  study('decorrelated', 'decorrelated jitter', 375, 2196),
];
