import type { Health } from '../../lab/health';
import type { Tone } from './tone';

/** How a service stands, as shown: a word, a shape and a colour each. */
export type Standing = Health;

/** ● ◐ ✕ ○ */
export type Mark = 'full' | 'half' | 'cross' | 'empty';

export const MARK_OF: Readonly<Record<Standing, Mark>> = {
  healthy: 'full',
  degraded: 'half',
  slow: 'half',
  saturated: 'half',
  failing: 'cross',
  hanging: 'cross',
  down: 'cross',
  idle: 'empty',
};

export const TONE_OF: Readonly<Record<Standing, Tone>> = {
  healthy: 'good',
  degraded: 'warn',
  slow: 'warn',
  saturated: 'warn',
  failing: 'bad',
  hanging: 'bad',
  down: 'bad',
  idle: 'plain',
};
