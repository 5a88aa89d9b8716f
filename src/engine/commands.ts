import type { Diagnostic } from '../kernel/diagnostic';
import { compilePolicies } from '../scenario/policies';
import { resolveFault } from '../scenario/fault';
import type { FaultModel, PolicyPlan } from '../scenario/model';
import type { Command } from './command';
import { newFault } from './fault';
import { endFault, startFault } from './faults';
import { refreshGates } from './layers/gates';
import { recordPassed } from './layers/passing';
import { applyServiceRules } from './service-rules';
import type { Sim } from './sim';

/** The policies in force: version 1 is what the run starts with; the text of the scenario's own is not known to the engine. */
export interface RunningPolicies {
  readonly version: number;
  readonly yaml: string;
  readonly sinceMs: number;
}

/** A command with everything found out about it that can be found out before its instant. */
interface Prepared {
  readonly command: Command;
  readonly fault: FaultModel | null;
  readonly plan: PolicyPlan | null;
}

/** Commands not yet due, in order of their instants and, at one instant, in the order in which they were given. */
export class CommandQueue {
  policies: RunningPolicies = { version: 1, yaml: '', sinceMs: 0 };
  private pending: Prepared[] = [];

  constructor(private readonly sim: Sim) {}

  get nextMs(): number {
    return this.pending.length > 0 ? this.pending[0]!.command.atMs : Infinity;
  }

  add(command: Command): readonly Diagnostic[] {
    if (!(command.atMs >= this.sim.now)) {
      return [problem(`The command is for ${command.atMs} ms, but it is ${this.sim.now} ms already.`)];
    }
    if (command.atMs === Infinity) return [problem('The command is for an instant that never comes.')];
    const prepared = this.prepare(command);
    if (Array.isArray(prepared)) return prepared;
    const after = this.pending.findIndex((other) => other.command.atMs > command.atMs);
    this.pending.splice(after < 0 ? this.pending.length : after, 0, prepared as Prepared);
    return [];
  }

  /** Carries out the next command at its instant. */
  run(): void {
    const { sim } = this;
    const { command, fault, plan } = this.pending.shift()!;
    sim.now = command.atMs;
    sim.digest.mixDouble(sim.now);
    const words = JSON.stringify(command, byName);
    for (let i = 0; i < words.length; i++) sim.digest.mix(words.charCodeAt(i));
    if (command.do === 'break') startFault(sim, this.faultIndex(command.id, fault), true);
    else if (command.do === 'heal') this.heal(command.id);
    else this.applyPolicies(command.yaml, plan!);
  }

  save() {
    return { pending: this.pending.slice(), policies: this.policies };
  }

  load(saved: { pending: readonly Prepared[]; policies: RunningPolicies }): void {
    this.pending = saved.pending.slice();
    this.policies = saved.policies;
  }

  private prepare(command: Command): Prepared | readonly Diagnostic[] {
    const { model, faults } = this.sim;
    if (command.do === 'policies') {
      const plan = compilePolicies(model, command.yaml);
      return plan.ok ? { command, fault: null, plan: plan.value } : plan.problems;
    }
    if (command.do === 'break' && command.fault !== undefined) {
      const fault = resolveFault(model, command.id, command.fault);
      return fault.ok ? { command, fault: fault.value, plan: null } : fault.problems;
    }
    const known =
      faults.some((fault) => fault.model.id === command.id) ||
      this.pending.some(
        ({ command: other }) => other.do === 'break' && other.id === command.id && other.atMs <= command.atMs,
      );
    return known ? { command, fault: null, plan: null } : [problem(`There is no fault "${command.id}".`)];
  }

  /** A fault given with the command takes the place of an earlier one of its id. */
  private faultIndex(id: string, given: FaultModel | null): number {
    const { faults } = this.sim;
    const known = faults.findIndex((fault) => fault.model.id === id);
    if (given === null) return known;
    if (known >= 0) endFault(this.sim, known, true);
    const { seedHi, seedLo } = this.sim;
    const fault = newFault(given, seedHi, seedLo);
    if (known < 0) return faults.push(fault) - 1;
    const { generation, schedule } = faults[known]!;
    fault.generation = generation + 1;
    fault.schedule = schedule;
    faults[known] = fault;
    return known;
  }

  private heal(id: string): void {
    const index = this.sim.faults.findIndex((fault) => fault.model.id === id);
    if (index >= 0) endFault(this.sim, index, true);
  }

  private applyPolicies(yaml: string, plan: PolicyPlan): void {
    const { sim } = this;
    recordPassed(sim);
    const fresh = [...sim.policies.apply(plan, sim.now), ...applyServiceRules(sim)];
    refreshGates(sim);
    // Policies given before anything has happened are what the run starts with, and no edit.
    const isStart = sim.now === 0 && sim.eventCount === 0 && this.policies.version === 1;
    this.policies = { version: this.policies.version + (isStart ? 0 : 1), yaml, sinceMs: sim.now };
    if (!isStart) sim.log.add(sim.now, { kind: 'policies', version: this.policies.version, fresh });
  }
}

/** Puts the keys of an object in order, so that a command is the same however it was written down. */
const byName = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const problem = (message: string): Diagnostic => ({
  severity: 'error',
  message,
  path: '',
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 1,
});
