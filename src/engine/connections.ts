import { sample } from '../kernel/sample';
import { Outcome } from '../policies/outcome';
import type { Connections } from './connection-pools';
import { Purpose } from './events';
import type { Request, Station } from './records';
import type { Sim } from './sim';

/**
 * Gives an attempt that is about to be sent a connection: how long that takes, 0 if there is one. Infinity: a link that
 * carries nothing, one way at least, gives none to those who only wait for so long.
 */
export function connect(sim: Sim, connections: Connections, request: Request, withinMs: number): number {
  const { keyHi, keyLo, station } = request;
  const { link } = request.call!.route;
  const caller = request.call!.instance;
  const carried = connections.take(caller, station.replica, sim.now);
  request.carried = carried + 1;
  if (carried > 0) return 0;
  if (withinMs < Infinity && (link.requestLoss === 1 || link.replyLoss === 1)) return Infinity;
  const { connect, lookup } = connections.model;
  const lookupMs = connections.lookup(caller, sim.now, sample(lookup, sim.draws.of(keyHi, keyLo, Purpose.lookup)));
  // There and back: a fault that slows messages down slows both.
  return lookupMs + sample(connect, sim.draws.of(keyHi, keyLo, Purpose.connect)) + 2 * link.addedMs;
}

/** Outcomes after which there is no connection. */
const CLOSING =
  (1 << Outcome.reset) |
  (1 << Outcome.refused) |
  (1 << Outcome.abandoned) |
  (1 << Outcome.connectTimeout) |
  (1 << Outcome.cancelled);

/** What becomes of an attempt's connection: who stopped waiting closed it, a crash or a dead link broke it, or it has carried enough. */
export function disconnect(sim: Sim, connections: Connections, request: Request, awaited: boolean): void {
  const { outcome, station } = request;
  if (!awaited || ((CLOSING >> outcome) & 1) === 1) return;
  const { instance, policies } = request.call!;
  if (policies !== null && request.carried >= policies.requestsPerConnection) return;
  connections.keep(instance, station.replica, request.carried, sim.now);
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
