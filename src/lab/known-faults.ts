import type { Command } from '../engine/command';
import { resolveFault } from '../scenario';
import type { FaultModel, Model } from '../scenario/model';

/** Every fault that a run may name: the scenario's own, and those given by hand, which take the place of one of their id. */
export function knownFaults(model: Model, commands: readonly Command[]): FaultModel[] {
  const byId = new Map(model.faults.map((fault) => [fault.id, fault]));
  for (const command of commands) {
    if (command.do !== 'break' || command.fault === undefined) continue;
    const resolved = resolveFault(model, command.id, command.fault);
    if (resolved.ok) byId.set(command.id, resolved.value);
  }
  return [...byId.values()];
}
