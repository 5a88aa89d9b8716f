/** What a snapshot and a frame of observations cost, for a process of its own: SCENARIO in, one line of JSON out. */
import { readFileSync } from 'node:fs';
import { Engine } from '../../src/engine/engine';
import { Framer } from '../../src/lab/framer';
import { Run } from '../../src/lab/run';
import { compileScenario } from '../../src/scenario';
import { timeInTurn, type Timed } from './timed';

export interface SnapshotCost {
  readonly save: Timed;
  readonly restore: Timed;
  /** Every counter, gauge and breaker, the p95 of every service and journey, all quantiles of one service. */
  readonly frame: Timed;
  /** What a snapshot holds for itself, and what it shares with the next one (the policies). */
  readonly kilobytes: number;
  readonly sharedKilobytes: number;
  readonly atMs: number;
}

/** The run is in full swing by then. */
const AT_MS = 20_000;
/** Of simulated time, between two frames: as at the usual pace. */
const FRAME_EVERY_MS = 100 / 3;

const [file = ''] = process.argv.slice(2);
const compiled = compileScenario(readFileSync(file, 'utf8'));
if (!compiled.ok) throw new Error(`${file}: ${compiled.problems.map(({ message }) => message).join(' ')}`);
const model = compiled.value;

const engine = new Engine(model, 1);
engine.advance(AT_MS);
let snapshot = engine.snapshot();
const { save, restore } = timeInTurn(
  { save: () => (snapshot = engine.snapshot()), restore: () => engine.restore(snapshot) },
  // So that there is something to be put back.
  () => engine.advance(engine.nowMs + 20),
);
const next = engine.snapshot();

const shown = Run.begin(model, 1, []);
if (!shown.ok) throw new Error('without commands there is none to refuse');
const { recorder } = shown.value;
const framer = new Framer(recorder);
framer.lookAt({ kind: 'service', index: 0 });
recorder.advance(AT_MS);
const { frame } = timeInTurn({ frame: () => framer.frame({ playing: true, speed: 1, achievedSpeed: 1 }) }, () =>
  recorder.advance(recorder.engine.nowMs + FRAME_EVERY_MS),
);

const held = new Set<unknown>();
bytesIn(snapshot, held);
const ownBytes = bytesIn(next, new Set(held));
const cost: SnapshotCost = {
  save,
  restore,
  frame,
  kilobytes: ownBytes / 1024,
  sharedKilobytes: (bytesIn(next, new Set()) - ownBytes) / 1024,
  atMs: AT_MS,
};
console.log(JSON.stringify(cost));

/** Of its arrays, and eight for any other value; each object once, and none that is seen already. */
function bytesIn(value: unknown, seen: Set<unknown>): number {
  if (typeof value === 'string') return 2 * value.length;
  if (typeof value !== 'object' || value === null) return 8;
  if (seen.has(value)) return 8;
  seen.add(value);
  if (ArrayBuffer.isView(value)) return value.byteLength;
  return Object.values(value).reduce<number>((sum, part) => sum + bytesIn(part, seen), 8);
}
