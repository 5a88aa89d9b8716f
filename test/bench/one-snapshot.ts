/** What a snapshot costs, for a process of its own: SCENARIO in, one line of JSON out. */
import { readFileSync } from 'node:fs';
import { Engine } from '../../src/engine/engine';
import { compileScenario } from '../../src/scenario';

export interface SnapshotCost {
  /** Processor time, medians. */
  readonly saveMs: number;
  readonly restoreMs: number;
  readonly kilobytes: number;
  readonly atMs: number;
}

/** The run is in full swing by then. */
const AT_MS = 20_000;
const WARM_UP = 30;
const TIMES = 101;

const [file = ''] = process.argv.slice(2);
const compiled = compileScenario(readFileSync(file, 'utf8'));
if (!compiled.ok) throw new Error(`${file}: ${compiled.problems.map(({ message }) => message).join(' ')}`);
const engine = new Engine(compiled.value, 1);
engine.advance(AT_MS);

const saves: number[] = [];
const restores: number[] = [];
let snapshot = engine.snapshot();
for (let time = 0; time < WARM_UP + TIMES; time++) {
  saves.push(processorMs(() => (snapshot = engine.snapshot())));
  // So that there is something to be put back.
  engine.advance(engine.nowMs + 20);
  restores.push(processorMs(() => engine.restore(snapshot)));
}
const cost: SnapshotCost = {
  saveMs: median(saves.slice(WARM_UP)),
  restoreMs: median(restores.slice(WARM_UP)),
  kilobytes: bytesIn(snapshot) / 1024,
  atMs: AT_MS,
};
console.log(JSON.stringify(cost));

function processorMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function median(numbers: number[]): number {
  return numbers.sort((a, b) => a - b)[numbers.length >> 1]!;
}

/** Of its arrays, and eight for any other value. */
function bytesIn(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value === 'string') return 2 * value.length;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.values(value).reduce<number>((sum, part) => sum + bytesIn(part), 8);
}
