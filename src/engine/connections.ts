import { sample } from '../kernel/sample';
import { Outcome } from '../policies/outcome';
import type { Connections } from './connection-pools';
import { Purpose } from './events';
import type { Request, Station } from './records';
import type { Sim } from './sim';

/** Gives an attempt that is about to be sent a connection: how long that takes, 0 if there is one. */
export function connect(sim: Sim, connections: Connections, request: Request): number {
  const { keyHi, keyLo, station } = request;
  const { link } = request.call!.route;
  const caller = request.call!.instance;
  if (connections.take(caller, station.replica, sim.now)) return 0;
  const { connect, lookup } = connections.model;
  const lookupMs = connections.lookup(caller, sim.now, sample(lookup, sim.draws.of(keyHi, keyLo, Purpose.lookup)));
  // There and back: a fault that slows messages down slows both.
  return lookupMs + sample(connect, sim.draws.of(keyHi, keyLo, Purpose.connect)) + 2 * link.addedMs;
}

/** What becomes of an attempt's connection: who stopped waiting closed it, and a crash or a dead link broke it. */
export function disconnect(sim: Sim, connections: Connections, request: Request, awaited: boolean): void {
  const { outcome, station } = request;
  if (!awaited || outcome === Outcome.reset || outcome === Outcome.refused || outcome === Outcome.abandoned) return;
  connections.keep(request.call!.instance, station.replica, sim.now);
}

/** A replica has crashed, and with it all of its connections. */
export function breakConnections(sim: Sim, { service, replica }: Station): void {
  sim.world.links.forEach(({ connections }, index) => {
    if (connections === null) return;
    const { from, to } = sim.model.links[index]!;
    if (to === service) connections.forgetCallee(replica);
    if (from.kind === 'service' && from.index === service) connections.forgetCaller(replica);
  });
}
