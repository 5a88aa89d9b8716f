import type { Command } from '../engine/command';
import type { Model } from '../scenario/model';

/** The instant of the first break of a run, by hand or by the scenario's schedule; Infinity if it has none. */
export function firstBreakMs(commands: readonly Command[], model: Model): number {
  const instants = commands.filter((command) => command.do === 'break').map((command) => command.atMs);
  for (const fault of model.faults) if (!Number.isNaN(fault.atMs)) instants.push(fault.atMs);
  return Math.min(Infinity, ...instants);
}

/**
 * The commands of a run under other policies from its start, with breaks and heals as they were. From the start, not from
 * the break: a call begun a moment before it would still be under the old policies, and a fallback would have had nothing
 * to remember.
 */
export function underPolicies(commands: readonly Command[], policies: string): Command[] {
  return [{ atMs: 0, do: 'policies', yaml: policies }, ...commands.filter((command) => command.do !== 'policies')];
}
