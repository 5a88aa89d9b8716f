/** One run of the engine, for a process of its own: SCENARIO CUSTOMERS SEED in, one line of JSON out. */
import { existsSync, readFileSync } from 'node:fs';
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
}

const [file = '', customers = '', seed = ''] = process.argv.slice(2);
const compiled = compileScenario(readFileSync(file, 'utf8'));
if (!compiled.ok) throw new Error(`${file}: ${compiled.problems.map(({ message }) => message).join(' ')}`);
const model = compiled.value;
const perMs = model.workloads.reduce((sum, workload) => sum + workload.rate.at(-1)!.endPerMs, 0);

const before = process.cpuUsage();
const engine = new Engine(model, Number(seed));
engine.advance(Number(customers) / perMs);
const { user, system } = process.cpuUsage(before);

const { counts, layout } = engine;
const run: EngineRun = {
  customers: model.journeys.reduce((sum, _, journey) => sum + counts[layout.journey(journey)]!, 0),
  events: engine.eventCount,
  processorSeconds: (user + system) / 1e6,
  peakMegabytes: peakKilobytes() / 1024,
  meanMs: meanAnswer(),
  digest: engine.digest(),
};
console.log(JSON.stringify(run));

/** A child's maxRSS begins at what its parent had; Linux also knows the peak of the program itself. */
function peakKilobytes(): number {
  const status = '/proc/self/status';
  const peak = existsSync(status) ? /VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1] : undefined;
  return peak === undefined ? process.resourceUsage().maxRSS : Number(peak);
}

function meanAnswer(): number {
  const { bins } = engine.sketches;
  let seen = 0;
  let sum = 0;
  for (let at = layout.journeySketch(0) * SKETCH_BINS; at < layout.endpointSketch(0) * SKETCH_BINS; at++) {
    seen += bins[at]!;
    sum += bins[at]! * binMiddle(at % SKETCH_BINS);
  }
  return sum / seen;
}
