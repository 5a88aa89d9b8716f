import type { Command } from '../../engine/command';
import type { LogEntry } from '../../engine/observation/log';
import type { FaultModel, Model } from '../../scenario/model';
import { text } from '../text';

/** A fault from its start to its end; Infinity: it goes on. */
export interface FaultSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly words: string;
}

/** An instant at which something was done or changed its state. */
export interface Mark {
  readonly atMs: number;
  readonly kind: 'policies' | 'opened' | 'closed' | 'queue';
  readonly words: string;
}

export function faultSpans(model: Model, log: readonly LogEntry[], faults: readonly FaultModel[]): FaultSpan[] {
  const spans: FaultSpan[] = [];
  const open = new Map<string, number>();
  for (const entry of log) {
    if (entry.kind !== 'fault') continue;
    const at = open.get(entry.id);
    if (entry.on && at === undefined) {
      const fault = faults.find(({ id }) => id === entry.id);
      const words = fault === undefined ? entry.id : text.log.fault(model, fault);
      open.set(entry.id, spans.push({ fromMs: entry.atMs, toMs: Infinity, words }) - 1);
    } else if (!entry.on && at !== undefined) {
      spans[at] = { ...spans[at]!, toMs: entry.atMs };
      open.delete(entry.id);
    }
  }
  return spans;
}

/** In these states a breaker stops nothing. */
const LETS_OUT: readonly string[] = ['closed', 'forced closed', 'disabled', 'metrics only'];

/** Changed policies, breakers that open or close, queues that fill; of several replicas the first that does. */
export function marksOf(model: Model, log: readonly LogEntry[], commands: readonly Command[]): Mark[] {
  const marks: Mark[] = commands.flatMap((command): Mark[] =>
    command.do === 'policies' && command.atMs > 0
      ? [{ atMs: command.atMs, kind: 'policies', words: text.timeline.policies }]
      : [],
  );
  /** Breakers that are not closed, by list. */
  const open = new Map<string, Set<string>>();
  const full = new Map<number, number>();
  for (const entry of log) {
    if (entry.kind === 'breaker') {
      const instances = open.get(entry.list) ?? new Set<string>();
      open.set(entry.list, instances);
      const before = instances.size;
      const instance = `${entry.layer} ${entry.instance}`;
      if (LETS_OUT.includes(entry.to)) instances.delete(instance);
      else instances.add(instance);
      if (before === 0 && instances.size === 1) {
        marks.push({ atMs: entry.atMs, kind: 'opened', words: text.timeline.opened(entry.list) });
      } else if (before > 0 && instances.size === 0) {
        marks.push({ atMs: entry.atMs, kind: 'closed', words: text.timeline.closed(entry.list) });
      }
    } else if (entry.kind === 'queue') {
      const before = full.get(entry.service) ?? 0;
      full.set(entry.service, Math.max(0, before + (entry.full ? 1 : -1)));
      if (entry.full && before === 0) {
        const words = text.timeline.queueFull(model.services[entry.service]!.name);
        marks.push({ atMs: entry.atMs, kind: 'queue', words });
      }
    }
  }
  return marks.sort((a, b) => a.atMs - b.atMs);
}
