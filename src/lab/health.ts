import { ReplicaGauge, type Layout } from '../engine/observation/layout';
import { ReplicaState } from '../engine/replica.machine';
import { endingsAt } from '../lesson/tally';
import type { Frame } from './frame';

/**
 * A service's state in a word: what its replicas are (`down`, `hanging`), else that most requests of late failed
 * (`failing`), else that every worker is held and requests queue (`saturated`), else how they ended (`degraded`, `slow`,
 * `healthy`), else that there were none (`idle`).
 */
export type Health = 'healthy' | 'degraded' | 'slow' | 'saturated' | 'failing' | 'hanging' | 'down' | 'idle';

/** Below this share of good endings a service fails, below the other it is degraded. */
const FAILING_BELOW = 0.5;
const HEALTHY_FROM = 0.98;
/** From this share of degraded among the good answers on, a service is degraded. */
const DEGRADED_FROM = 0.05;

/** As the frame has it; not yet smoothed. */
export function healthOf(layout: Layout, frame: Frame, service: number): Health {
  const replicas = replicasOf(layout, frame, service);
  const serving = replicas.filter((replica) => replica.state === ReplicaState.serving).length;
  if (serving === 0) return replicas.every((replica) => replica.state === ReplicaState.crashed) ? 'down' : 'hanging';

  const ended = endingsOf(layout, frame, service);
  const { workers } = layout.model.services[service]!;
  const saturated =
    replicas.every((replica) => replica.held >= workers) && replicas.some((replica) => replica.queued > 0);
  // Nothing ends and nobody is free: requests come in and never get out.
  if (ended.all === 0) return saturated ? 'failing' : 'idle';
  const good = ended.ok + ended.degraded;
  if (good < FAILING_BELOW * ended.all) return 'failing';
  if (saturated) return 'saturated';
  if (serving < replicas.length || good < HEALTHY_FROM * ended.all) return 'degraded';
  if (replicas.some((replica) => replica.slowdown > 1)) return 'slow';
  return ended.degraded >= DEGRADED_FROM * good ? 'degraded' : 'healthy';
}

/** A state as it is shown, and since when in real milliseconds. */
export interface ShownHealth {
  readonly health: Health;
  readonly sinceMs: number;
}

/** A state that is shown stays for this much real time, so that nothing strobes. */
const SHOWN_FOR_MS = 2500;

/**
 * What to show next, given what is shown and what the newest frame has. Replicas that hang, crash or come back are shown
 * at once, and so is everything while the run is paused or stepped; anything else waits its turn.
 */
export function showHealth(shown: ShownHealth | null, health: Health, playing: boolean, realMs: number): ShownHealth {
  if (shown === null) return { health, sinceMs: realMs };
  if (shown.health === health) return shown;
  const atOnce = !playing || isOfReplicas(shown.health) || isOfReplicas(health) || shown.health === 'idle';
  return atOnce || realMs - shown.sinceMs >= SHOWN_FOR_MS ? { health, sinceMs: realMs } : shown;
}

const isOfReplicas = (health: Health): boolean => health === 'down' || health === 'hanging';

interface ReplicaReading {
  readonly state: number;
  readonly held: number;
  readonly queued: number;
  readonly slowdown: number;
}

const replicasOf = (layout: Layout, frame: Frame, service: number): ReplicaReading[] =>
  Array.from({ length: layout.model.services[service]!.replicas }, (_, replica) => {
    const at = layout.replica(service, replica);
    const gauge = (which: number): number => frame.gauges[at + which]!;
    return {
      state: gauge(ReplicaGauge.state),
      held: gauge(ReplicaGauge.working) + gauge(ReplicaGauge.waiting),
      queued: gauge(ReplicaGauge.queued),
      slowdown: gauge(ReplicaGauge.slowdown),
    };
  });

/** How the visits of all its endpoints ended over the trailing window; what was abandoned ended badly. */
function endingsOf(layout: Layout, frame: Frame, service: number): { ok: number; degraded: number; all: number } {
  const sum = { ok: 0, degraded: 0, all: 0 };
  layout.model.endpoints.forEach((endpoint, index) => {
    if (endpoint.service !== service) return;
    for (let replica = 0; replica < layout.model.services[service]!.replicas; replica += 1) {
      const { ok, degraded, failed } = endingsAt(frame.trailing, layout.visit(index, replica));
      sum.ok += ok;
      sum.degraded += degraded;
      sum.all += ok + degraded + failed;
    }
  });
  return sum;
}
