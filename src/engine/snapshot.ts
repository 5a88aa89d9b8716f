import type { SavedQueue } from '../kernel/event-queue';
import type { PackedBins } from '../kernel/packed-bins';
import { Tape } from '../kernel/rows';
import type { SavedLog } from './event-log';
import type { Fault } from './fault';
import type { Stopped } from './limits';
import type { SavedPolicies } from './policy-store';
import { lineAt } from './layers/gates';
import { placeServiceRules } from './service-rules';
import type { Sim } from './sim';
import { carryCall, carryFrame, carryRequest } from './records-on-tape';
import type { SavedTracer } from './tracer';

/** A run between two instants, whole: plain data that can be stored, sent and gone back to. */
export interface Snapshot {
  readonly now: number;
  readonly eventCount: number;
  readonly stopped: Stopped | null;
  readonly digest: Int32Array;
  readonly queue: SavedQueue;
  /** Every record, field by field. */
  readonly records: Float64Array;
  readonly faults: readonly Fault[];
  readonly messages: readonly string[];
  readonly shown: readonly number[];
  readonly policies: SavedPolicies;
  readonly counts: Float64Array;
  readonly sketches: PackedBins;
  readonly tracer: SavedTracer;
  readonly log: SavedLog;
}

/** Only between two instants, when nothing is left to follow from the last. */
export function save(sim: Sim): Snapshot {
  return {
    now: sim.now,
    eventCount: sim.eventCount,
    stopped: sim.stopped,
    digest: sim.digest.words.slice(),
    queue: sim.queue.save(),
    records: saveRecords(sim),
    faults: sim.faults.map((fault) => ({ ...fault })),
    messages: sim.messages.slice(),
    shown: sim.shown.save(),
    policies: sim.policies.save(),
    counts: sim.counts.slice(),
    sketches: sim.sketches.save(),
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
  sim.faults = saved.faults.map((fault) => ({ ...fault }));
  sim.messages = saved.messages.slice();
  sim.shown.load(saved.shown);
  const tape = Tape.of(saved.records);
  sim.lines.length = 0;
  sim.policies.gates.carry(tape);
  sim.policies.load(saved.policies);
  placeServiceRules(sim);
  carryRecords(sim, tape);
  sim.counts.set(saved.counts);
  sim.sketches.load(saved.sketches);
  sim.stopped = saved.stopped;
  sim.tracer.load(saved.tracer);
  sim.log.load(saved.log);
}

function saveRecords(sim: Sim): Float64Array {
  const tape = sim.tape.rewound();
  sim.policies.gates.carry(tape);
  carryRecords(sim, tape);
  return tape.written();
}

/** All rows must be there before the first reference to one is read. */
function carryRecords(sim: Sim, tape: Tape): void {
  const { requests, calls, frames, policies, world, workloads, scripted } = sim;
  requests.carry(tape);
  calls.carry(tape);
  frames.carry(tape);
  for (const station of world.stations) station.carry(tape, requests);
  for (const link of world.links) link.carry(tape, requests);
  for (const row of world.rows) row.carry(tape);
  for (const workload of workloads) workload.carry(tape);
  for (const arrival of scripted) arrival.carry(tape);
  for (const request of requests.all) carryRequest(sim, tape, request);
  for (const call of calls.all) carryCall(sim, tape, call);
  for (const frame of frames.all) carryFrame(sim, tape, frame);
  for (const calls of policies.passed) calls.carry(tape);
  for (const gate of policies.gates.all) {
    gate.carry(tape);
    lineAt(sim, gate).carry(tape, frames);
  }
}
