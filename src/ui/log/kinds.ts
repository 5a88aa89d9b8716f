import type { CallEntry } from '../../engine/observation/call-log';
import type { LogEntry } from '../../engine/observation/log';
import type { Tone } from '../parts/tone';

/** What a reader may want to see alone: what was done, what happened to services, what breakers did. */
export type LogFilter = 'all' | 'done' | 'services' | 'breakers';

const FILTER_OF: Readonly<Record<LogEntry['kind'], Exclude<LogFilter, 'all'>>> = {
  fault: 'done',
  policies: 'done',
  replica: 'services',
  workers: 'services',
  queue: 'services',
  breaker: 'breakers',
  ejection: 'breakers',
};

export const passes = (entry: LogEntry, filter: LogFilter): boolean =>
  filter === 'all' || FILTER_OF[entry.kind] === filter;

/** Bad news, good news, or something done. */
export function toneOf(entry: LogEntry): Tone {
  switch (entry.kind) {
    case 'fault':
      return entry.on ? 'bad' : 'good';
    case 'replica':
      return entry.state === 'serving' ? 'good' : 'bad';
    case 'workers':
      return entry.exhausted ? 'wait' : 'good';
    case 'queue':
      return entry.full ? 'bad' : 'good';
    case 'breaker':
      return entry.to === 'closed' ? 'good' : entry.to === 'open' ? 'bad' : 'warn';
    case 'ejection':
      return entry.ejected ? 'warn' : 'good';
    case 'policies':
      return 'accent';
  }
}

/** Of what happened to a call. */
export function toneOfCall(entry: CallEntry): Tone {
  switch (entry.what) {
    case 'refused':
      return 'bad';
    case 'waits':
      return 'wait';
    case 'state':
      return 'accent';
    case 'answered':
    case 'hears':
    case 'decides':
    case 'ends':
      return entry.outcome === 'ok' ? 'good' : entry.outcome === 'degraded' ? 'warn' : 'bad';
    default:
      return 'plain';
  }
}
