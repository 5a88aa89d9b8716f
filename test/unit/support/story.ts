import type { CallEntry } from '../../../src/engine/observation/call-log';
import { command, engineOf } from './run';

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
  const engine = engineOf(`
scenario: A story
workloads:
  caller: { script: ${script}, journeys: { call: { share: 100%, start: api.get } } }
services:
  api: { workers: 100, queue: 0, endpoints: { get: { work: 0ms } } }
links: { default: { latency: 0ms } }
policies: { caller -> api: ${layers} }`);
  for (const [atMs, to] of Object.entries(edits)) {
    command(engine, Number(atMs), { do: 'policies', yaml: `policies: { caller -> api: ${to} }` });
  }
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
