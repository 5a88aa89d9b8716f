import { noteEnded, noteSent } from '../policies/balancing';
import { Outcome } from '../policies/outcome';
import { ejectedCount, isEjected, isPanic } from '../policies/outliers/state';
import { choose, EVERYBODY } from './balancing';
import { judge, outliersOf, tellConnected } from './ejection';
import { afterwards } from './layers/gates';
import type { PlacedLayer } from './placed-layer';
import type { Spread } from './placed-spread';
import { ReplicaState } from './replica.machine';
import { NONE, RequestState, type Call, type Frame, type Request } from './records';
import type { Sim } from './sim';

/** The replica, 0-based, for the attempt of a call with this key, which is counted as sent; NONE: nobody may be asked. */
export function chooseUnder(sim: Sim, call: Call, { outliers, balance }: Spread, keyHi: number, keyLo: number): number {
  const { instance, session } = call;
  const { link } = call.route;
  const { numbers } = sim.policies.arena;
  const count = outliers === null ? NONE : findHealthy(sim, call, outliers.placed);
  if (count === 0) return NONE;
  const among = count === NONE ? EVERYBODY : healthy;
  const most = count === NONE ? link.replicas.length : count;
  if (balance === null)
    return choose(sim, link, link.balancing, link.memory, 0, among, most, instance, session, keyHi, keyLo);
  const at = blockOf(balance.placed, instance);
  const replica = choose(sim, link, balance.params, numbers, at, among, most, instance, session, keyHi, keyLo);
  noteSent(numbers, at, replica);
  return replica;
}

/** An attempt goes out over a connection: one that was there, or is made; a replica that is down has none. */
export function noteSentUnder(sim: Sim, { call, station }: Request, { outliers }: Spread): void {
  if (outliers === null || station.state === ReplicaState.crashed) return;
  const { placed } = outliers;
  const { instance } = call!;
  tellConnected(sim, placed, instance, station.replica);
  afterwards(sim, placed, instance);
}

/** An attempt has ended; `awaited`: somebody still waits for what comes of it. */
export function noteEndUnder(sim: Sim, request: Request, { outliers, balance }: Spread, awaited: boolean): void {
  const { instance } = request.call!;
  const { replica } = request.station;
  if (balance !== null) {
    const at = blockOf(balance.placed, instance);
    noteEnded(sim.policies.arena.numbers, at, balance.params, replica, sim.now - request.sentAt, sim.now);
  }
  if (outliers === null || !awaited || request.isJudged) return;
  tell(sim, outliers.placed, instance, replica, request.outcome);
}

/** A timeout ends the wait of those above its frame: that speaks against the replica that the newest attempt still waits for. */
export function noteTimeout(sim: Sim, frame: Frame): void {
  const { call } = frame;
  const request = call.newestAttempt;
  const outliers = call.policies?.spread?.outliers ?? null;
  if (outliers === null || request === null || request.call !== call || request.isJudged) return;
  if (request.state === RequestState.free || !isBelow(request, frame)) return;
  request.isJudged = true;
  tell(sim, outliers.placed, call.instance, request.station.replica, Outcome.timeout);
}

function isBelow(request: Request, frame: Frame): boolean {
  let { parent, parentGeneration } = request;
  while (parent !== null && parent.generation === parentGeneration) {
    if (parent === frame) return true;
    ({ parent, parentGeneration } = parent);
  }
  return false;
}

function tell(sim: Sim, placed: PlacedLayer, instance: number, replica: number, outcome: Outcome): void {
  if (judge(sim, placed, instance, replica, outcome)) afterwards(sim, placed, instance);
}

const MOST_REPLICAS = 1000;
const healthy = new Int32Array(MOST_REPLICAS);

/** Puts those that are not ejected into `healthy` and returns how many; NONE: everybody may be asked. */
function findHealthy(sim: Sim, call: Call, { cell }: PlacedLayer): number {
  const { numbers } = sim.policies.arena;
  const gate = cell.gates[call.instance]!;
  const { at } = gate;
  const params = outliersOf(gate);
  if (ejectedCount(numbers, at) === 0 || isPanic(numbers, at, params)) return NONE;
  let count = 0;
  for (let host = 0; host < params.hosts; host++) if (!isEjected(numbers, at, host)) healthy[count++] = host;
  return count;
}

const blockOf = ({ cell }: PlacedLayer, instance: number): number => cell.at + instance * cell.size;
