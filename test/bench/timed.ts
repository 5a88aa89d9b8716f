/** Processor time of a piece of work done again and again, in milliseconds. */
export interface Timed {
  /** the first time, before its code is compiled for speed */
  readonly firstMs: number;
  /** once it is: what it takes where nothing gets in its way (no collection of garbage, no other process), and the middle */
  readonly leastMs: number;
  readonly medianMs: number;
}

/** Until then its code is compiled. */
const WARM_UP = 60;
const TIMES = 201;

/** Each of these in turn, as often as it takes. */
export function timeInTurn<Name extends string>(
  works: Record<Name, () => void>,
  between: () => void,
): Record<Name, Timed> {
  const names = Object.keys(works) as Name[];
  const times = new Map(names.map((name) => [name, [] as number[]]));
  for (let time = 0; time < WARM_UP + TIMES; time++) {
    for (const name of names) {
      times.get(name)!.push(processorMs(works[name]));
      between();
    }
  }
  return Object.fromEntries(names.map((name) => [name, timedFrom(times.get(name)!)])) as Record<Name, Timed>;
}

function timedFrom(all: readonly number[]): Timed {
  const warm = all.slice(WARM_UP).sort((a, b) => a - b);
  return { firstMs: all[0]!, leastMs: warm[0]!, medianMs: warm[warm.length >> 1]! };
}

function processorMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
