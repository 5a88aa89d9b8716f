import type { Engine } from '../engine/engine';
import { QueueWatch } from './queue-watch';

/** What a run is played slowly for: every replica of a service has a full queue. Of one run. */
export class SlowMotion {
  private readonly queues = new QueueWatch();
  private awaited: { readonly service: number; readonly then: number } | null = null;

  /** The run is slow until then, and goes on at the speed `then`. */
  until(service: number, then: number): void {
    this.awaited = { service, then };
  }

  /** Somebody chose a speed instead. */
  end(): void {
    this.awaited = null;
  }

  /** To be asked after each chunk of work. Returns the speed to go on at if the wait is over now, once; else null. */
  speedAfter({ log, model }: Engine): number | null {
    this.queues.follow(log);
    const { awaited } = this;
    if (!awaited || this.queues.fullReplicas(awaited.service) !== model.services[awaited.service]!.replicas)
      return null;
    this.awaited = null;
    return awaited.then;
  }
}
