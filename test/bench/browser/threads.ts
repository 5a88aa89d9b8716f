import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds for which threads had a processor, by their names, over a process and all that it started; Linux only. */
export function threadsOf(root: number): Map<string, number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = read(`/proc/${name}/stat`);
    if (stat !== null) parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const belongs = (pid: number | undefined): boolean =>
    pid === root || (pid !== undefined && pid > 1 && belongs(parents.get(pid)));
  const found = new Map<string, number>();
  for (const pid of parents.keys()) {
    if (belongs(pid)) addThreads(pid, found);
  }
  return found;
}

function addThreads(pid: number, found: Map<string, number>): void {
  const tasks = `/proc/${pid}/task`;
  for (const task of readdirSync(tasks)) {
    const name = read(`${tasks}/${task}/comm`)?.trim();
    const nanoseconds = Number(read(`${tasks}/${task}/schedstat`)?.split(' ')[0]);
    if (name === undefined || Number.isNaN(nanoseconds)) continue;
    const kind = Number(task) === pid ? mainThread(pid) : name;
    found.set(kind, (found.get(kind) ?? 0) + nanoseconds / 1e6);
  }
}

/** A process's first thread is called like the program: its command line tells what it is for. */
const mainThread = (pid: number): string =>
  `main of ${/--type=([\w-]+)/.exec(read(`/proc/${pid}/cmdline`) ?? '')?.[1] ?? 'browser'}`;

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It ended meanwhile.
    return null;
  }
}
