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
  /** Processor time, as a machine at the usual pace would take; see `mainTasks`. */
  readonly ms: number;
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
 * task is interrupted and takes longer by the clock however short it is. Even processor time is not the page's alone: a
 * machine is slower, or shares its cores with others that cannot be seen from it, and then everything takes longer in
 * proportion. So the pace at which the page does a known piece of work is taken before and after, and times are told as
 * they would be at the usual pace.
 */
export async function mainTasks(browser: Browser, page: Page, act: () => Promise<void>): Promise<readonly MainTask[]> {
  const before = await paceOf(page);
  await browser.startTracing(page, { categories: CATEGORIES });
  await act();
  await page.evaluate((mark) => void performance.mark(mark), MARK);
  const trace = await browser.stopTracing();
  const pace = Math.max(1, before, await paceOf(page));
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] };
  const marked = traceEvents.find(({ name }) => name === MARK);
  const events = traceEvents.filter(({ ph, pid, tid }) => ph === 'X' && pid === marked?.pid && tid === marked.tid);
  const askedAt = events.filter(({ args }) => args.chrome_mojo_event_info?.mojo_interface_tag === TEST_DRIVER);
  return events
    .filter(({ name, tdur }) => name === 'RunTask' && tdur !== undefined)
    .filter((task) => !askedAt.some((asked) => isWithin(asked, task)))
    .sort((a, b) => b.tdur! - a.tdur!)
    .map((task) => ({ ms: task.tdur! / 1000 / pace, most: mostIn(task, events) }));
}

const isWithin = (part: TraceEvent, { ts, dur = 0 }: TraceEvent): boolean =>
  part.ts >= ts && part.ts + (part.dur ?? 0) <= ts + dur;

/** Milliseconds of processor time for that piece of work at the usual pace: that of two cores on which the bench's bare loop does nine million W1 customers a second. */
const USUAL_MS = 20;

const ROUNDS = 15;

/**
 * How many times as long as usual a page of its own takes for a known piece of work: a table made, laid out, taken away.
 * In processor time too: by the clock, a machine that does other work would look ten times slower than it is.
 */
async function paceOf(page: Page): Promise<number> {
  const blank = await page.context().newPage();
  const session = await page.context().newCDPSession(blank);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const threadMs = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * metrics.find(({ name }) => name === 'ThreadTime')!.value;
  };
  const beganMs = await threadMs();
  await blank.evaluate((rounds) => {
    for (let round = 0; round < rounds; round += 1) {
      const table = document.createElement('table');
      table.innerHTML = '<tr><td>one</td><td>two</td><td>three</td></tr>'.repeat(300);
      document.body.append(table);
      table.getBoundingClientRect();
      table.remove();
    }
  }, ROUNDS);
  const tookMs = (await threadMs()) - beganMs;
  await blank.close();
  return tookMs / ROUNDS / USUAL_MS;
}

/** The parts of a task that had the processor longest, each with what it is known by. */
function mostIn(task: TraceEvent, events: readonly TraceEvent[]): string {
  return events
    .filter((part) => part.name !== 'RunTask' && isWithin(part, task))
    .sort((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0))
    .slice(0, 6)
    .map(({ name, tdur = 0, args }) => `${name} ${Math.round(tdur / 1000)} ms ${args.data?.url ?? ''}`.trim())
    .join(', ');
}
