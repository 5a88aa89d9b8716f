import type { SavedQueue } from '../kernel/event-queue';
import type { SavedMemory } from '../kernel/memory';
import type { SavedRows } from '../kernel/rows';
import { SKETCH_BINS } from '../kernel/sketch';
import type { SavedLog } from './event-log';
import type { Fault } from './fault';
import type { SavedPolicies } from './policy-store';
import type { Sim } from './sim';
import type { SavedTracer } from './tracer';

/** A run between two instants, whole: plain data that can be stored, sent and gone back to. */
export interface Snapshot {
  readonly now: number;
  readonly eventCount: number;
  readonly digest: Int32Array;
  readonly queue: SavedQueue;
  readonly memory: SavedMemory;
  readonly tables: readonly SavedRows[];
  readonly columns: readonly (Int32Array | Float64Array)[];
  readonly faults: readonly Fault[];
  readonly messages: readonly string[];
  readonly policies: SavedPolicies;
  readonly counts: Float64Array;
  readonly sketches: Uint32Array;
  readonly tracer: SavedTracer;
  readonly log: SavedLog;
}

/** Only between two instants, when nothing is left to follow from the last. */
export function save(sim: Sim): Snapshot {
  return {
    now: sim.now,
    eventCount: sim.eventCount,
    digest: sim.digest.words.slice(),
    queue: sim.queue.save(),
    memory: sim.memory.save(),
    tables: tables(sim).map((table) => table.save()),
    columns: sim.workloads.columns().map((column) => column.slice()),
    faults: sim.faults.map((fault) => ({ ...fault })),
    messages: sim.messages.slice(),
    policies: sim.policies.save(),
    counts: sim.counts.slice(),
    sketches: sim.sketches.bins.slice(),
    tracer: sim.tracer.save(),
    log: sim.log.save(),
  };
}

/** Into a sim of the same model. */
export function load(sim: Sim, saved: Snapshot): void {
  sim.now = saved.now;
  sim.eventCount = saved.eventCount;
  sim.digest.words.set(saved.digest);
  sim.queue.load(saved.queue);
  sim.memory.load(saved.memory);
  tables(sim).forEach((table, i) => table.load(saved.tables[i]!));
  sim.workloads.columns().forEach((column, i) => column.set(saved.columns[i]!));
  sim.faults = saved.faults.map((fault) => ({ ...fault }));
  sim.messages = saved.messages.slice();
  sim.policies.load(saved.policies);
  sim.counts.set(saved.counts);
  sim.sketches.bins.set(saved.sketches);
  sim.sketches.touchedLow.fill(0);
  sim.sketches.touchedHigh.fill(SKETCH_BINS - 1);
  sim.tracer.load(saved.tracer);
  sim.log.load(saved.log);
}

const tables = (sim: Sim) => [sim.calls, sim.frames, sim.requests];
