import type { LogEntry } from '../engine/observation/log';

/** Follows a run's log and knows which replicas' queues are full. */
export class QueueWatch {
  private nextSeq = 0;
  private readonly full = new Map<number, Set<number>>();

  /** Takes in what the log has gained since the last time. */
  follow(log: readonly LogEntry[]): void {
    let from = log.length;
    while (from > 0 && log[from - 1]!.seq >= this.nextSeq) from -= 1;
    for (const entry of log.slice(from)) {
      this.nextSeq = entry.seq + 1;
      if (entry.kind !== 'queue') continue;
      const replicas = this.full.get(entry.service) ?? new Set();
      this.full.set(entry.service, replicas);
      if (entry.full) replicas.add(entry.replica);
      else replicas.delete(entry.replica);
    }
  }

  /** How many of a service's replicas have a full queue. */
  fullReplicas(service: number): number {
    return this.full.get(service)?.size ?? 0;
  }
}
