import type { Happening, LogEntry } from './observation/log';

const KEPT = 10_000;

export interface SavedLog {
  readonly next: number;
  readonly entries: readonly LogEntry[];
}

/** What happened, newest last; the oldest are forgotten beyond ten thousand. */
export class EventLog {
  entries: LogEntry[] = [];
  private next = 0;
  /** Is told of each as it happens. */
  listener: ((atMs: number, happening: Happening) => void) | null = null;

  add(atMs: number, happening: Happening): void {
    if (this.entries.length === 2 * KEPT) this.entries = this.entries.slice(KEPT);
    this.listener?.(atMs, happening);
    this.entries.push({ seq: this.next++, atMs, ...happening });
  }

  save(): SavedLog {
    return { next: this.next, entries: this.entries.slice() };
  }

  load(saved: SavedLog): void {
    this.next = saved.next;
    this.entries = saved.entries.slice();
  }
}
