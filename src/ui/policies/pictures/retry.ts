import { Draws } from '../../../kernel/draws';
import { backoffMs, backoffState, PLAIN_BACKOFF, type Jitter } from '../../../policies/backoff';
import type { Picture } from './picture';

const CALLERS = 40;
const RETRIES = 3;
const JITTERS = ['none', 'equal', 'full', 'decorrelated'] as const satisfies readonly Jitter[];

/** When callers who failed at the same instant come back, by their jitter. */
export function retryPicture(): Picture {
  const draws = new Draws();
  const rows = JITTERS.map((jitter, kind) => {
    const backoff = { ...PLAIN_BACKOFF, kind: 'exponential', baseMs: 100, factor: 2, capMs: 400, jitter } as const;
    const dots: number[] = [];
    for (let caller = 0; caller < CALLERS; caller++) {
      draws.of(kind, caller, 1);
      let atMs = 0;
      let state = 0;
      for (let retry = 1; retry <= RETRIES; retry++) {
        const uniform = draws.uniform();
        const waitMs = backoffMs(backoff, retry, uniform, state);
        state = backoffState(backoff, retry, uniform, waitMs);
        dots.push((atMs += waitMs));
      }
    }
    return { id: jitter, dots, spans: [] };
  });
  return { kind: 'rows', x: { from: 0, to: 1200 }, rows };
}
