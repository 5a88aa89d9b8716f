import type { Browser, Page } from '@playwright/test';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds of wall time. */
  readonly ts: number;
  readonly dur?: number;
  /** Microseconds for which the thread had the processor. */
  readonly tdur?: number;
  readonly args: { readonly data?: { readonly url?: string } };
}

/** A task of the page's main thread. */
export interface MainTask {
  /** Processor time; see `mainTasks`. */
  readonly cpuMs: number;
  /** What took longest in it, for whoever has to make it shorter. */
  readonly most: string;
}

const CATEGORIES = [
  '-*',
  'toplevel',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'v8',
  'blink.user_timing',
];

/** Tells the page's main thread from those of the browser's own pages. */
const MARK = 'this page';

/**
 * The tasks that the page's main thread ran during `act`, the longest first.
 *
 * They are measured in processor time of that thread, not in time on the clock: on a machine that does other work too, a
 * task is interrupted and takes longer by the clock however short it is, so a limit on that would fail for reasons that
 * lie outside the page. Processor time is what the page itself can answer for. Nor is it perfect (a busy neighbour on the
 * same core still costs caches), so what is expected of it leaves room.
 */
export async function mainTasks(browser: Browser, page: Page, act: () => Promise<void>): Promise<readonly MainTask[]> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await act();
  await page.evaluate((mark) => void performance.mark(mark), MARK);
  const trace = await browser.stopTracing();
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] };
  const marked = traceEvents.find(({ name }) => name === MARK);
  const events = traceEvents.filter(({ ph, pid, tid }) => ph === 'X' && pid === marked?.pid && tid === marked.tid);
  return events
    .filter(({ name, tdur }) => name === 'RunTask' && tdur !== undefined)
    .sort((a, b) => b.tdur! - a.tdur!)
    .map((task) => ({ cpuMs: task.tdur! / 1000, most: mostIn(task, events) }));
}

/** The parts of a task that had the processor longest, each with what it is known by. */
function mostIn(task: TraceEvent, events: readonly TraceEvent[]): string {
  const endTs = task.ts + (task.dur ?? 0);
  return events
    .filter(
      ({ name, ts, dur = 0, tid }) => name !== 'RunTask' && tid === task.tid && ts >= task.ts && ts + dur <= endTs,
    )
    .sort((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0))
    .slice(0, 6)
    .map(({ name, tdur = 0, args }) => `${name} ${Math.round(tdur / 1000)} ms ${args.data?.url ?? ''}`.trim())
    .join(', ');
}
