const channel = typeof MessageChannel === 'undefined' ? null : new MessageChannel();
const waiting: (() => void)[] = [];
if (channel) channel.port1.onmessage = () => waiting.shift()?.();

/** Ends the present task: what follows `await` runs in one of its own, so that input and drawing have their turn before. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    // A timer would be held back for 4 ms.
    if (channel === null) setTimeout(resolve);
    else {
      waiting.push(resolve);
      channel.port2.postMessage(null);
    }
  });
}

/** Who is busy without end still gets on. */
const LONGEST_WAIT_MS = 500;

/** A task in which nobody waits for anything else, or the next one where the browser does not tell. */
export function idleTask(): Promise<void> {
  if (typeof requestIdleCallback === 'undefined') return nextTask();
  return new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: LONGEST_WAIT_MS }));
}

/** As much is done in one task as fits in this. */
const TASK_MS = 8;
const turns = new Set<() => void>();
let taking = false;

/** Does the work after what asked before, in a task that has time for it. Returns how to give it up. */
export function inTurn(work: () => void): () => void {
  turns.add(work);
  if (!taking) void takeTurns();
  return () => turns.delete(work);
}

async function takeTurns(): Promise<void> {
  taking = true;
  while (turns.size > 0) {
    await nextTask();
    const endMs = performance.now() + TASK_MS;
    for (const work of turns) {
      turns.delete(work);
      try {
        work();
      } catch (thrown) {
        reportError(thrown);
      }
      if (performance.now() > endMs) break;
    }
  }
  taking = false;
}

/**
 * Fetches the pieces of a program together and evaluates them one after another, each in a task of its own
 * (scripts/vite/pieces.mjs); importing the program afterwards finds them evaluated.
 */
export async function evaluate(pieces: readonly string[], between: () => Promise<void> = nextTask): Promise<void> {
  const fetched = new Set([...document.querySelectorAll('link')].map(({ href }) => href));
  for (const address of pieces.filter((piece) => !fetched.has(piece))) {
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = address;
    document.head.append(link);
  }
  for (const address of pieces) {
    await between();
    await import(/* @vite-ignore */ address);
  }
  await between();
}
