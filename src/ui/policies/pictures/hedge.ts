import { lognormalFromQuantiles } from '../../../kernel/fitting';
import { shareWithin } from '../../../kernel/law';
import { steps, type Picture } from './picture';

const AFTER_MS = 60;

const TIMES = lognormalFromQuantiles({ p: 0.5, ms: 20 }, { p: 0.99, ms: 200 });

/** The share of answers still out, with a hedge and without. */
export const hedgePicture = (): Picture => {
  const out = (ms: number): number => 100 * (1 - shareWithin(TIMES, ms));
  const hedged = (ms: number): number => (ms < AFTER_MS ? out(ms) : (out(ms) * out(ms - AFTER_MS)) / 100);
  const instants = steps(0, 250, 126);
  return {
    kind: 'lines',
    x: { from: 0, to: 250 },
    y: { from: 0.01, to: 100, isLog: true },
    lines: [
      { id: 'none', points: instants.map((ms) => [ms, out(ms)] as const) },
      { id: 'hedged', points: instants.map((ms) => [ms, hedged(ms)] as const) },
    ],
  };
};
