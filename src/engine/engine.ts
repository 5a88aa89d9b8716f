import { justAfter } from '../kernel/bits';
import { success, failure, type Result } from '../kernel/result';
import type { Sketches } from '../kernel/sketch';
import type { Model } from '../scenario/model';
import { startWorkload } from './arrivals';
import type { Command } from './command';
import { CommandQueue, type RunningPolicies } from './commands';
import { handleBefore, handleNext, settleAll } from './dispatch';
import { newFault } from './fault';
import { scheduleFaults } from './faults';
import { readLayers } from './layer-readings';
import { recordPassed } from './layers/passing';
import { LIMITS, type Stopped } from './limits';
import type { Layout } from './observation/layout';
import type { CallEntry } from './observation/call-log';
import type { LogEntry } from './observation/log';
import type { BreakerReading, LayerReading, MessageReading, OldCalls } from './observation/reading';
import type { Trace } from './observation/trace';
import { census, readBreakers, readGauges, readOldCalls, type Census } from './readings';
import { Sim } from './sim';
import { load, save, type Snapshot } from './snapshot';
import { Watch } from './watch';

/**
 * Turns a model, a seed and commands into observations. The same model version, model, seed and commands give the same
 * run to the bit, whatever the slices in which it is advanced and whatever is observed of it. Times are in simulated
 * milliseconds since the start.
 */
export class Engine {
  private readonly sim: Sim;
  private readonly commands: CommandQueue;

  constructor(
    readonly model: Model,
    seed: number,
    limits = LIMITS,
  ) {
    this.sim = new Sim(model, seed, limits);
    this.commands = new CommandQueue(this.sim);
    model.faults.forEach((fault) => {
      this.sim.faults.push(newFault(fault, this.sim.seedHi, this.sim.seedLo));
    });
    scheduleFaults(this.sim);
    for (const workload of this.sim.workloads) startWorkload(this.sim, workload);
  }

  get layout(): Layout {
    return this.sim.layout;
  }

  get nowMs(): number {
    return this.sim.now;
  }

  get eventCount(): number {
    return this.sim.eventCount;
  }

  /** Of the next entry in the queue or command; a timer found dead by then is no event. Infinity: nothing is left, or stopped. */
  get nextEventMs(): number {
    return this.stopped === null ? Math.min(this.sim.queue.nextTime, this.commands.nextMs) : Infinity;
  }

  /** Not null: the run has reached a limit in the midst of an instant and goes no further, whatever is asked of it. */
  get stopped(): Stopped | null {
    return this.sim.stopped;
  }

  /** Handles every event before this instant, which then is now; unless the run stops at a limit. */
  advance(untilMs: number): void {
    const { sim, commands } = this;
    handleBefore(sim, Math.min(untilMs, commands.nextMs));
    while (sim.stopped === null && commands.nextMs < untilMs) {
      this.runCommand();
      handleBefore(sim, Math.min(untilMs, commands.nextMs));
    }
    if (sim.stopped === null && untilMs > sim.now) sim.now = untilMs;
  }

  /**
   * Handles all events of the next instant at which there is one; false if there is none left. Now is then just after
   * that instant, so that a command given now comes after it here and in every replay.
   */
  stepInstant(): boolean {
    const { sim, commands } = this;
    let instant = -1;
    while (this.nextEventMs < Infinity && (instant < 0 || this.nextEventMs === instant)) {
      if (commands.nextMs <= sim.queue.nextTime) {
        this.runCommand();
        instant = sim.now;
      } else if (handleNext(sim)) instant = sim.now;
    }
    if (instant < 0) return false;
    if (sim.stopped === null) sim.now = justAfter(instant);
    return true;
  }

  /** A command for now or later, after those already given for its instant. Problems, and nothing done, if it makes no sense. */
  schedule(command: Command): Result<void> {
    const problems = this.commands.add(command);
    return problems.length > 0 ? failure(problems) : success(undefined);
  }

  /** 16 hexadecimal digits over every event and command so far: their instants, kinds and stable identities. */
  digest(): string {
    return this.sim.digest.hex();
  }

  /** Cumulative counts, live; read only. */
  get counts(): Float64Array {
    return this.sim.counts;
  }

  /** Latencies since the start, live; read only. */
  get sketches(): Sketches {
    return this.sim.sketches;
  }

  /** Newest last, bounded; read only. */
  get log(): readonly LogEntry[] {
    return this.sim.log.entries;
  }

  get policies(): RunningPolicies {
    return this.commands.policies;
  }

  get faultsOn(): string[] {
    return this.sim.faults.filter((fault) => fault.on).map((fault) => fault.model.id);
  }

  readGauges(out: Float64Array): void {
    readGauges(this.sim, out);
  }

  readBreakers(): BreakerReading[] {
    return readBreakers(this.sim);
  }

  /** What the policies on the calls over this link (index in the model) know, other than breakers. */
  readLayers(link: number): LayerReading[] {
    return readLayers(this.sim, link);
  }

  /** What degraded answers told the shoppers of each journey, and how many of them. */
  readMessages(): MessageReading[] {
    return this.sim.shown.read(this.sim.messages);
  }

  readOldCalls(): OldCalls[] {
    return readOldCalls(this.sim);
  }

  /** Sampled requests that changed after `mark`, oldest first, and the mark to ask with next; 0 gives all still held. */
  tracesSince(mark: number): { traces: Trace[]; mark: number } {
    return this.sim.tracer.since(mark, this.sim.messages);
  }

  /**
   * Tells a listener from now on what every layer does to every call, as it happens; null: nobody any more. It changes
   * nothing of the run. A listener must not turn the engine.
   */
  watchCalls(listener: ((entry: CallEntry) => void) | null): void {
    const { sim } = this;
    const watch = listener === null ? null : new Watch(sim, listener);
    if (watch !== null) recordPassed(sim);
    sim.watch = watch;
    sim.log.listener = watch === null ? null : (atMs, happening) => watch.logs(atMs, happening);
  }

  /** What is in flight, counted independently of the counters. */
  census(): Census {
    return census(this.sim);
  }

  snapshot(): EngineSnapshot {
    return { sim: save(this.sim), commands: this.commands.save() };
  }

  /** Goes back (or on) to a snapshot of an engine of the same model. */
  restore(snapshot: EngineSnapshot): void {
    load(this.sim, snapshot.sim);
    this.commands.load(snapshot.commands);
  }

  private runCommand(): void {
    this.commands.run();
    settleAll(this.sim);
  }
}

export interface EngineSnapshot {
  readonly sim: Snapshot;
  readonly commands: ReturnType<CommandQueue['save']>;
}
