import { formatDuration } from '../../kernel/units';
import type { Shell } from '../shell';

export interface Progress {
  step(): void;
  /** Takes a bar off the screen. */
  end(): void;
}

const SILENT: Progress = { step: () => {}, end: () => {} };

const WIDTH = 30;
const REDRAW_MS = 100;
/** Lines that say how far it has come, where there is no screen to draw a bar on. */
const LINES = 10;

/** Of so many runs still to be done: a bar where standard error is a terminal, else a line now and then. */
export function progressOf(total: number, shell: Shell, isQuiet: boolean): Progress {
  if (isQuiet || total === 0) return SILENT;
  return shell.redraw ? bar(total, shell.redraw) : lines(total, (line) => shell.error(line));
}

function bar(total: number, redraw: (text: string) => void): Progress {
  const began = performance.now();
  let done = 0;
  let drawn = -Infinity;
  const draw = (now: number) => {
    const filled = Math.floor((WIDTH * done) / total);
    const left = done === 0 ? '' : `, ${formatDuration(((now - began) / done) * (total - done))} left`;
    redraw(`[${'#'.repeat(filled)}${'·'.repeat(WIDTH - filled)}] ${done} of ${total} runs${left}`);
    drawn = now;
  };
  draw(began);
  return {
    step() {
      done += 1;
      const now = performance.now();
      if (now - drawn >= REDRAW_MS) draw(now);
    },
    end: () => redraw(''),
  };
}

function lines(total: number, say: (line: string) => void): Progress {
  let done = 0;
  return {
    step() {
      done += 1;
      if (Math.floor((LINES * done) / total) > Math.floor((LINES * (done - 1)) / total))
        say(`${done} of ${total} runs`);
    },
    end: () => {},
  };
}
