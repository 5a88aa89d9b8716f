import type { Command } from '../engine/command';
import type { Model } from '../scenario/model';

/** The instant of the first break of a run, by hand or by the scenario's schedule; Infinity if it has none. */
export function firstBreakMs(commands: readonly Command[], model: Model): number {
  const instants = commands.filter((command) => command.do === 'break').map((command) => command.atMs);
  for (const fault of model.faults) if (!Number.isNaN(fault.atMs)) instants.push(fault.atMs);
  return Math.min(Infinity, ...instants);
}

/**
 * The commands of a run with other policies from its first break on: everything before it as it was, then the policies,
 * at the break's own instant but ahead of it, then the breaks and heals as they were. Policies set after the break are left out.
 */
export function withPoliciesBeforeBreak(commands: readonly Command[], breakMs: number, policies: string): Command[] {
  return [
    ...commands.filter((command) => command.atMs < breakMs),
    { atMs: breakMs, do: 'policies', yaml: policies },
    ...commands.filter((command) => command.atMs >= breakMs && command.do !== 'policies'),
  ];
}
