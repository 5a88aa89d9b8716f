import type { Engine } from '../../../src/engine/engine';
import type { CallEntry } from '../../../src/engine/observation/call-log';
import { command, engineOf } from './run';

/** A script: calls at these instants; each takes so long and ends so. */
export const calls = (...each: readonly (readonly [atMs: number, takesMs: number, ends?: string])[]): string =>
  `[${each.map(([at, takes, ends = 'success']) => `{ at: ${at}ms, takes: ${takes}ms, ends: ${ends} }`).join(', ')}]`;

/* Scripts of one call: it fails; it fails and is well the second time; it is slow; it is slow and quick the second time. */
export const FAILS = '[{ at: 0ms, takes: 10ms, ends: failure }]';
export const FAILS_THEN_WORKS = '[{ at: 0ms, takes: 10ms, ends: failure, then: [{ takes: 10ms }] }]';
export const SLOW = '[{ at: 0ms, takes: 100ms }]';
export const SLOW_THEN_QUICK = '[{ at: 0ms, takes: 100ms, then: [{ takes: 10ms }] }]';

/* Layers that such scripts were made for. */
export const RETRY = '{ retry: { attempts: 2, backoff: { constant: 100ms } } }';
export const HEDGE = '{ hedge: { after: 20ms } }';

/**
 * What the layers around a scripted workload's calls do, a line each: the instant, who (`-`: the call itself), what.
 * `names`: only lines of these layers or of these happenings; `edits`: lists that take the place of the first, by instant.
 */
export function told(
  layers: string,
  script: string,
  names: readonly string[],
  edits: Readonly<Record<number, string>> = {},
): string[] {
  const engine = engineOf(storyOfCalls(layers, script));
  edit(engine, edits);
  return played(engine, names);
}

/** The rest of that story, by an engine that goes on from a snapshot taken then; all edits come before it. */
export function toldFrom(
  snapshotMs: number,
  layers: string,
  script: string,
  names: readonly string[],
  edits: Readonly<Record<number, string>>,
): string[] {
  const engine = engineOf(storyOfCalls(layers, script));
  edit(engine, edits);
  engine.advance(snapshotMs);
  const another = engineOf(storyOfCalls(layers, script));
  another.restore(structuredClone(engine.snapshot()));
  return played(another, names);
}

const storyOfCalls = (layers: string, script: string): string => story('workers: 100, queue: 0', script, layers);

function edit(engine: Engine, edits: Readonly<Record<number, string>>): void {
  for (const [atMs, to] of Object.entries(edits)) {
    command(engine, Number(atMs), { do: 'policies', yaml: `policies: { caller -> api: ${to} }` });
  }
}

/** How the calls end, without policies, of a service with one worker and these rules; `edits`: rules in their place, by instant. */
export function toldOfService(rules: string, script: string, edits: Readonly<Record<number, string>>): string[] {
  const engine = engineOf(story(`workers: 1, ${rules}`, script, '[]'));
  for (const [atMs, to] of Object.entries(edits)) {
    command(engine, Number(atMs), { do: 'policies', yaml: `policies: {}\nservices: { api: { ${to} } }` });
  }
  return played(engine, ['ends']);
}

const story = (service: string, script: string, layers: string): string => `
scenario: A story
workloads:
  caller: { script: ${script}, journeys: { call: { share: 100%, start: api.get } } }
services:
  api: { ${service}, endpoints: { get: { work: 0ms } } }
links: { default: { latency: 0ms } }
policies: { caller -> api: ${layers} }`;

function played(engine: Engine, names: readonly string[]): string[] {
  const lines: string[] = [];
  engine.watchCalls((entry) => {
    const who = 'layer' in entry ? entry.layer : '-';
    if (names.includes(who) || names.includes(entry.what)) lines.push(line(who, entry));
  });
  engine.advance(5000);
  return lines;
}

function line(who: string, entry: CallEntry): string {
  const { atMs, what } = entry;
  const rest = [
    'outcome' in entry ? entry.outcome : '',
    'forMs' in entry ? `for ${entry.forMs}` : '',
    'to' in entry && what === 'state' ? entry.to : '',
    'late' in entry && entry.late === true ? 'late' : '',
  ].filter((part) => part !== '');
  return [`${atMs}`, who, what, ...rest].join(' ');
}
