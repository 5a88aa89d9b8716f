/** One run of the engine, for a process of its own: SCENARIO MILLISECONDS SEED in, one line of JSON out. */
import { existsSync, readFileSync } from 'node:fs';
import { GCProfiler } from 'node:v8';
import { binMiddle, SKETCH_BINS } from '../../src/kernel/sketch';
import { Engine } from '../../src/engine/engine';
import { compileScenario } from '../../src/scenario';

export interface EngineRun {
  readonly customers: number;
  readonly events: number;
  readonly processorSeconds: number;
  readonly peakMegabytes: number;
  /** from arrival to answer, good or not */
  readonly meanMs: number;
  readonly digest: string;
  /** allocated by the second half of the run, all of it garbage in the end */
  readonly garbageBytesPerEvent: number;
}

/** Until then records are made that are used again and again, and code is compiled. */
const STEADY_FROM = 0.5;

const [file = '', durationMs = '', seed = ''] = process.argv.slice(2);
const compiled = compileScenario(readFileSync(file, 'utf8'));
if (!compiled.ok) throw new Error(`${file}: ${compiled.problems.map(({ message }) => message).join(' ')}`);
const model = compiled.value;

const before = process.cpuUsage();
const engine = new Engine(model, Number(seed));
engine.advance(STEADY_FROM * Number(durationMs));
const eventsBefore = engine.eventCount;
const garbageBytes = countGarbage(() => engine.advance(Number(durationMs)));
const { user, system } = process.cpuUsage(before);

const { counts, layout } = engine;
const run: EngineRun = {
  customers: model.journeys.reduce((sum, _, journey) => sum + counts[layout.journey(journey)]!, 0),
  events: engine.eventCount,
  processorSeconds: (user + system) / 1e6,
  peakMegabytes: peakKilobytes() / 1024,
  meanMs: meanAnswer(),
  digest: engine.digest(),
  garbageBytesPerEvent: garbageBytes / (engine.eventCount - eventsBefore),
};
console.log(JSON.stringify(run));

/** How much is put on the heap in the meantime: what it grows by from the end of one collection to the beginning of the next. */
function countGarbage(work: () => void): number {
  const profiler = new GCProfiler();
  profiler.start();
  let held = process.memoryUsage().heapUsed;
  work();
  const end = process.memoryUsage().heapUsed;
  let bytes = 0;
  for (const { beforeGC, afterGC } of profiler.stop().statistics) {
    bytes += beforeGC.heapStatistics.usedHeapSize - held;
    held = afterGC.heapStatistics.usedHeapSize;
  }
  return bytes + end - held;
}

/** A child's maxRSS begins at what its parent had; Linux also knows the peak of the program itself. */
function peakKilobytes(): number {
  const status = '/proc/self/status';
  const peak = existsSync(status) ? /VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1] : undefined;
  return peak === undefined ? process.resourceUsage().maxRSS : Number(peak);
}

function meanAnswer(): number {
  const bins = engine.sketches.copyBins();
  let seen = 0;
  let sum = 0;
  for (let at = layout.journeySketch(0) * SKETCH_BINS; at < layout.endpointSketch(0) * SKETCH_BINS; at++) {
    seen += bins[at]!;
    sum += bins[at]! * binMiddle(at % SKETCH_BINS);
  }
  return sum / seen;
}
