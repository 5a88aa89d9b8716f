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
  readonly args: {
    readonly data?: { readonly url?: string };
    readonly chrome_mojo_event_info?: { readonly mojo_interface_tag?: string };
  };
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

/** Who asks, where a task looks into the page for the test: what it costs is the test's and not the page's. */
const TEST_DRIVER = 'blink.mojom.DevToolsSession';

/** Tells the page's main thread from those of the browser's own pages. */
const MARK = 'this page';

/**
 * The tasks that the page's main thread ran during `act`, the longest first, but for those in which the test asked the
 * page something. What the page does in answer to `fill`, `selectOption` or `focus` is part of those: so `act` had better
 * press keys and buttons, as a person would.
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
  const askedAt = events.filter(({ args }) => args.chrome_mojo_event_info?.mojo_interface_tag === TEST_DRIVER);
  return events
    .filter(({ name, tdur }) => name === 'RunTask' && tdur !== undefined)
    .filter((task) => !askedAt.some((asked) => isWithin(asked, task)))
    .sort((a, b) => b.tdur! - a.tdur!)
    .map((task) => ({ cpuMs: task.tdur! / 1000, most: mostIn(task, events) }));
}

const isWithin = (part: TraceEvent, { ts, dur = 0 }: TraceEvent): boolean =>
  part.ts >= ts && part.ts + (part.dur ?? 0) <= ts + dur;

/** The parts of a task that had the processor longest, each with what it is known by. */
function mostIn(task: TraceEvent, events: readonly TraceEvent[]): string {
  return events
    .filter((part) => part.name !== 'RunTask' && isWithin(part, task))
    .sort((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0))
    .slice(0, 6)
    .map(({ name, tdur = 0, args }) => `${name} ${Math.round(tdur / 1000)} ms ${args.data?.url ?? ''}`.trim())
    .join(', ');
}
