import type { Command } from '../engine/command';
import type { LogEntry } from '../engine/observation/log';
import { TRACES_HELD, type Trace } from '../engine/observation/trace';
import { MOST_CALL_ENTRIES } from './frame';
import type { LabState } from './lab';
import type { Notice } from './protocol';
import { EMPTY_TIMELINE, extendTimeline, type Timeline } from './timeline';

const LOG_KEPT = 5000;
const TRACES_KEPT = 2000;

export const EMPTY_STATE: LabState = {
  status: 'empty',
  problems: [],
  model: null,
  layout: null,
  seed: 0,
  frame: null,
  log: [],
  calls: [],
  traces: [],
  points: [],
  commands: [],
  faultsOn: [],
  policies: { version: 1, yaml: '', sinceMs: 0 },
  test: null,
};

type Begun = Extract<Notice, { type: 'began' }>;
type Framed = Extract<Notice, { type: 'frame' }>;

/** What the page knows, and how each notice changes it. A new run replaces the old one with its first frame, at once. */
export interface PageState {
  readonly shown: LabState;
  readonly timeline: Timeline;
  /** A run that has begun but sent no frame yet. */
  readonly next: Begun | null;
  /** The test that the run shown is played for. */
  readonly runOfTest: number | null;
}

export const pageState = (shown: LabState): PageState => ({
  shown,
  timeline: EMPTY_TIMELINE,
  next: null,
  runOfTest: null,
});

export function began(page: PageState, notice: Begun): PageState {
  return { ...page, next: notice };
}

export function took(page: PageState, command: Command): PageState {
  if (page.next) return { ...page, next: { ...page.next, commands: commandsInOrder(page.next.commands, command) } };
  const commands = commandsInOrder(page.shown.commands, command);
  return { ...page, shown: { ...page.shown, commands, problems: [] } };
}

export function framed(before: PageState, { frame, faultsOn, policies }: Framed): PageState {
  const page = before.next ? firstOf(before, before.next) : before;
  const { shown } = page;
  const timeline = extendTimeline(page.timeline, frame.points);
  return {
    ...page,
    timeline,
    shown: {
      ...shown,
      status: 'ready',
      frame,
      log: keepLog(shown.log, frame.log),
      calls: frame.calls.length === 0 ? shown.calls : [...shown.calls, ...frame.calls].slice(-MOST_CALL_ENTRIES),
      traces: keepTraces(shown.traces, frame.traces),
      points: timeline.points,
      faultsOn,
      policies,
    },
  };
}

function firstOf(page: PageState, next: Begun): PageState {
  const { seed, commands, test } = next;
  const shown: LabState = { ...page.shown, problems: [], seed, commands, log: [], calls: [], traces: [], points: [] };
  return { shown, timeline: EMPTY_TIMELINE, next: null, runOfTest: test };
}

/** Stable: of commands at one instant, the one given later stands later. */
const commandsInOrder = (commands: readonly Command[], command: Command): Command[] =>
  [...commands, command].sort((a, b) => a.atMs - b.atMs);

function keepLog(log: readonly LogEntry[], fresh: readonly LogEntry[]): readonly LogEntry[] {
  return fresh.length === 0 ? log : [...log, ...fresh].slice(-LOG_KEPT);
}

/**
 * The newest traces by id, each in its newest version. One that is unfinished and so old that the engine holds it no
 * longer will never be finished here, so it is let go.
 */
export function keepTraces(traces: readonly Trace[], fresh: readonly Trace[]): readonly Trace[] {
  if (fresh.length === 0) return traces;
  const byId = new Map(traces.map((trace) => [trace.id, trace]));
  for (const trace of fresh) byId.set(trace.id, trace);
  const inOrder = [...byId.values()].sort((a, b) => a.id - b.id);
  const held = inOrder[inOrder.length - 1]!.id - TRACES_HELD;
  return inOrder.filter((trace) => trace.spans[0]?.outcome !== -1 || trace.id > held).slice(-TRACES_KEPT);
}
