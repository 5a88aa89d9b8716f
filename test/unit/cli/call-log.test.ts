import { describe, expect, test } from 'vitest';
import { run } from '../../../src/cli/run';
import { scratch } from './files';

/* What `run --log` prints: a trace of a library's test, replayed call by call. */

const { write } = scratch();

const scenario = (script: string, policies: string, more = '') => `scenario: A trace
workloads:
  test:
    script:${script}
    journeys: { call: { share: 100%, start: api.get } }
services:
  api: { workers: 50, queue: 0, endpoints: { get: { work: 0ms } } }
  spare: { workers: 50, queue: 0, endpoints: { get: { work: 2ms } } }
links: { default: { latency: 0ms }, test -> spare: {} }
policies:
  test -> api: ${policies}
${more}`;

type Line = Record<string, unknown>;

function logOf(text: string, forMs = 10_000): Line[] {
  const lines: string[] = [];
  const options = { seed: 1, forMs, commands: null, json: false, log: (line: string) => lines.push(line) };
  const { out, errors, code } = run(write('trace.yaml', text), options);
  // a reviewer's remarks are no errors
  expect({ out, errors: errors.filter((line) => !line.includes(': warning: ')), code }).toEqual({
    out: [],
    errors: [],
    code: 0,
  });
  return lines.map((line) => JSON.parse(line) as Line);
}

/** A line in a few words: when, which call, and what. */
const short = ({ atMs, call, what, layer, outcome, from, to, forMs, late, ...rest }: Line): string =>
  [
    atMs,
    call === undefined ? null : `#${String(call)}`,
    layer,
    what,
    outcome,
    what === 'state' ? `${String(from)} > ${String(to)}` : null,
    forMs === undefined ? null : `for ${String(forMs)}`,
    what === 'tries' ? rest['try'] : null,
    late === true ? 'late' : null,
  ]
    .filter((part) => part !== null && part !== undefined)
    .join(' ');

const FAILS = `
      - { at: 0ms, takes: 1ms, ends: failure }
      - { at: 10ms, takes: 1ms, ends: failure }
      - { at: 20ms, takes: 1ms }
      - { at: 1100ms, takes: 5ms }`;
const BREAKER = '[{ breaker: { window: 2 calls, minimum calls: 2, open for: 1s, half-open calls: 1 } }]';

describe('the log of a run', () => {
  test('begins with what is run', () => {
    expect(logOf(scenario(FAILS, BREAKER))[0]).toEqual({
      format: 'breakwater log 1',
      scenario: 'A trace',
      modelVersion: expect.any(String),
      seed: 1,
    });
  });

  test('tells each call, each attempt, what its breaker did, and the states of the breaker, in order', () => {
    expect(logOf(scenario(FAILS, BREAKER)).slice(1).map(short)).toEqual([
      '0 #1 begins',
      '0 #1 breaker admitted',
      '0 #1 sent',
      '1 #1 answered error',
      '1 #1 breaker hears error',
      '1 #1 ends error',
      '10 #2 begins',
      '10 #2 breaker admitted',
      '10 #2 sent',
      '11 #2 answered error',
      '11 #2 breaker hears error',
      '11 breaker state closed > open',
      '11 #2 ends error',
      '20 #3 begins',
      '20 #3 breaker refused breaker open',
      '20 #3 ends breaker open',
      '1100 #4 begins',
      '1100 breaker state open > half-open',
      '1100 #4 breaker admitted',
      '1100 #4 sent',
      '1105 #4 answered ok',
      '1105 #4 breaker hears ok',
      '1105 breaker state half-open > closed',
      '1105 #4 ends ok',
    ]);
  });

  test('names the call, its arrival in the script, its route and caller, and the layer', () => {
    const admitted = logOf(scenario(FAILS, BREAKER)).find(({ what, call }) => what === 'admitted' && call === 4);
    expect(admitted).toEqual({
      atMs: 1100,
      call: 4,
      arrival: 4,
      route: 'test -> api.get',
      replica: 0,
      list: 'test -> api',
      layer: 'breaker',
      policy: 'breaker',
      what: 'admitted',
    });
    const change = logOf(scenario(FAILS, BREAKER)).find(({ what }) => what === 'state');
    expect(change).toEqual({
      atMs: 11,
      list: 'test -> api',
      layer: 'breaker',
      policy: 'breaker',
      replica: 0,
      what: 'state',
      from: 'closed',
      to: 'open',
    });
  });

  test('tells of waits before retries, of tries, of timeouts, and of what comes late', () => {
    const script = `
      - { at: 0ms, takes: 30ms, ends: failure, then: [{ takes: 5ms }] }`;
    const policies = '[{ retry: { attempts: 2, backoff: { constant: 100ms } } }, { timeout: 20ms }]';
    expect(logOf(scenario(script, policies)).slice(1).map(short)).toEqual([
      '0 #1 begins',
      '0 #1 sent',
      '20 #1 timeout decides timeout',
      '20 #1 retry hears timeout',
      '20 #1 retry waits for 100',
      '30 #1 answered error late',
      '120 #1 retry tries 2',
      '120 #1 sent',
      '125 #1 answered ok',
      '125 #1 timeout hears ok',
      '125 #1 retry hears ok',
      '125 #1 ends ok',
    ]);
  });

  test('tells of fallbacks: what they answer for, and what they ask', () => {
    const script = `
      - { at: 0ms, takes: 1ms, ends: failure }`;
    expect(logOf(scenario(script, '[{ fallback: { use: default } }]')).slice(1).map(short)).toEqual([
      '0 #1 begins',
      '0 #1 sent',
      '1 #1 answered error',
      '1 #1 fallback hears error',
      '1 #1 fallback decides degraded',
      '1 #1 ends degraded',
    ]);
    expect(logOf(scenario(script, '[{ fallback: { use: spare.get } }]')).slice(4).map(short)).toEqual([
      '1 #1 fallback hears error',
      '1 #1 fallback asks',
      '1 #2 begins',
      '1 #2 sent',
      '3 #2 answered ok',
      '3 #2 ends ok',
      '3 #1 fallback decides degraded',
      '3 #1 ends degraded',
    ]);
  });

  test('tells of calls that wait at a gate, and of those that have waited long enough', () => {
    const script = `
      - { at: 0ms, takes: 10ms }
      - { at: 1ms, takes: 10ms }
      - { at: 2ms, takes: 10ms }`;
    const log = logOf(scenario(script, '[{ bulkhead: { calls: 1, wait: 15ms } }]')).slice(1);
    expect(log.filter(({ layer }) => layer === 'bulkhead').map(short)).toEqual([
      '0 #1 bulkhead admitted',
      '1 #2 bulkhead waits',
      '2 #3 bulkhead waits',
      '10 #1 bulkhead hears ok',
      '10 #2 bulkhead admitted',
      '17 #3 bulkhead refused bulkhead full',
      '20 #2 bulkhead hears ok',
    ]);
  });
});
