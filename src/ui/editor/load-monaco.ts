import pieces from 'virtual:pieces/monaco';
import { evaluate, idleTask, nextTask } from '../parts/tasks';
import type * as monacoModule from './monaco';

type Monaco = typeof monacoModule;

let loading: Promise<Monaco> | null = null;

/** Monaco, ready to open editors; step by step, for all of it at once would block the page. */
export function loadMonaco(): Promise<Monaco> {
  return (loading ??= load(nextTask).catch((failed: unknown) => {
    loading = null;
    throw failed;
  }));
}

/** Loads Monaco while nothing else is to do, for an editor that will be opened soon. */
export function loadMonacoAhead(): void {
  loading ??= load(idleTask).catch(() => {
    loading = null;
    return loadMonaco();
  });
}

async function load(between: () => Promise<void>): Promise<Monaco> {
  await between();
  await evaluate(pieces, between);
  const monaco = await import('./monaco');
  for (const step of monaco.preparation) {
    await between();
    await step();
  }
  return monaco;
}
