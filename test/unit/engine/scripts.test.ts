import { describe, expect, it } from 'vitest';
import type { Engine as AnEngine } from '../../../src/engine/engine';
import { SpanKind } from '../../../src/engine/observation/trace';
import { OUTCOME_NAMES } from '../../../src/policies/outcome';
import { endpointName } from '../../../src/scenario/naming';
import { command, engineOf, Reader, seen } from '../support/run';

/* Workloads that tell each arrival and what its work will be. */

const scripted = (script: string, more = '', policies = '') => `
scenario: A script
workloads:
  caller:
    script: ${script}
    ${more}
    journeys: { call: { share: 100%, start: api.get } }
services:
  api: { workers: 10, queue: 10, endpoints: { get: { work: 7ms, calls: [store.read] } } }
  store: { workers: 10, queue: 10, endpoints: { read: { work: 3ms } } }
links: { default: { latency: 0ms } }
${policies}`;

/** Of every visit to an endpoint, from when to when and how it ended. */
function visits(engine: AnEngine, endpoint: string): string[] {
  return engine
    .tracesSince(0)
    .traces.flatMap(({ spans }) => spans)
    .filter(({ kind, subject }) => kind === SpanKind.visit && endpointName(engine.model, subject) === endpoint)
    .map(({ startMs, endMs, outcome }) => `${startMs} to ${endMs}: ${OUTCOME_NAMES[outcome]}`);
}

function played(yaml: string, untilMs = 1000): AnEngine {
  const engine = engineOf(yaml);
  engine.advance(untilMs);
  return engine;
}

describe('a script', () => {
  it('says when each arrival comes, how long its work takes and how that ends', () => {
    const script = `
      - { at: 0ms, takes: 20ms, ends: failure }
      - { at: 5ms, takes: 1ms }
      - { at: 5ms, takes: 40ms, ends: slow }
      - { at: 12.5ms, ends: ignored }
      - { at: 100ms, takes: 2ms, ends: cancelled }`;
    const engine = played(scripted(script));
    expect(visits(engine, 'api.get')).toEqual([
      '0 to 20: error',
      '5 to 9: ok',
      '5 to 48: ok',
      '12.5 to 12.5: bad request',
      '100 to 102: cancelled',
    ]);
    // what succeeds goes on to make its calls, and their work is their own
    expect(visits(engine, 'store.read')).toEqual(['6 to 9: ok', '45 to 48: ok']);
  });

  it('may be lines of text, with later tries in lines without an instant', () => {
    const text = `|
      at s, takes ms, ends
      0, 20, failure
      , 5, success
      0.05, 1, success`;
    const retry = 'policies: { caller -> api: [{ retry: { attempts: 2, backoff: { constant: 10ms } } }] }';
    const engine = played(scripted(text, '', retry));
    expect(visits(engine, 'api.get')).toEqual(['0 to 20: error', '30 to 38: ok', '50 to 54: ok']);
  });

  it('tells what each further try of an arrival meets, and the last one for all that follow', () => {
    const script = `
      - { at: 0ms, takes: 1ms, ends: failure, then: [{ takes: 2ms, ends: failure }, { takes: 3ms, ends: failure }] }
      - { at: 500ms, takes: 1ms, ends: failure }`;
    const retry = 'policies: { caller -> api: [{ retry: { attempts: 4, backoff: { constant: 10ms } } }] }';
    const engine = played(scripted(script, '', retry));
    expect(visits(engine, 'api.get')).toEqual([
      '0 to 1: error',
      '11 to 13: error',
      '23 to 26: error',
      '36 to 39: error',
      ...[500, 511, 522, 533].map((at) => `${at} to ${at + 1}: error`),
    ]);
  });

  it('may tell the work of an endpoint further on', () => {
    const engine = played(scripted('[{ at: 0ms, takes: 50ms, ends: failure }]', 'scripted: store.read'));
    expect(visits(engine, 'store.read')).toEqual(['7 to 57: error']);
    expect(visits(engine, 'api.get')).toEqual(['0 to 57: dependency']);
  });

  it('tells the work that fallbacks and messages in queues lead to', () => {
    const yaml = `
scenario: Far
workloads:
  caller: { script: [{ at: 0ms, takes: 9ms, ends: failure }], scripted: spare.get, journeys: { call: { share: 100%, start: api.get } } }
services:
  api: { workers: 1, queue: 0, endpoints: { get: { work: 1ms, calls: [{ store.read: optional }, { q.put: optional }] } } }
  store: { workers: 1, queue: 0, endpoints: { read: { work: 3ms } } }
  spare: { workers: 5, queue: 0, endpoints: { get: { work: 5ms } } }
  q: { kind: queue, workers: 1, queue: 5, endpoints: { put: { work: 0ms, calls: [spare.get], deliveries: 2 } } }
links: { default: { latency: 0ms }, api -> spare: {} }
policies: { api -> store: [{ fallback: { use: spare.get } }, { timeout: 1ms }] }`;
    const engine = played(yaml);
    expect(visits(engine, 'spare.get')).toEqual(['2 to 11: error', '11 to 20: error', '20 to 29: error']);
  });

  it('lets the arrivals of an instant come in their order, before all else that happens then', () => {
    const script = `
      - { at: 0ms, takes: 10ms }
      - { at: 5ms, takes: 5ms }
      - { at: 10ms, takes: 1ms }
      - { at: 10ms, takes: 2ms }`;
    const engine = played(scripted(script, '', 'policies: { caller -> api: [{ bulkhead: 2 }] }'));
    expect(seen(new Reader(engine).calls('caller -> api.get'))).toEqual({ arrived: 4, ok: 2, 'bulkhead full': 2 });
  });

  it('names the journey of each arrival where there are several', () => {
    const yaml = scripted('[{ at: 0ms, takes: 4ms, start: read }, { at: 1ms, takes: 5ms, start: call }]').replace(
      'share: 100%, start: api.get }',
      'share: 40%, start: api.get }, read: { share: 60%, start: store.read }',
    );
    const engine = played(yaml);
    expect(visits(engine, 'store.read')).toEqual(['0 to 4: ok', '6 to 9: ok']);
    expect(visits(engine, 'api.get')).toEqual(['1 to 9: ok']);
  });

  it('leaves faults in force: work takes longer while they slow it, and a crash ends it', () => {
    const engine = engineOf(scripted('[{ at: 0ms, takes: 10ms }, { at: 100ms, takes: 10ms }]'));
    command(engine, 0, { do: 'break', id: 'slow', fault: { node: 'api', does: 'slow', by: '3x' } });
    command(engine, 105, { do: 'break', id: 'down', fault: { node: 'api', does: 'crash' } });
    engine.advance(1000);
    expect(visits(engine, 'api.get')).toEqual(['0 to 33: ok', '100 to 105: reset']);
  });

  it('goes on from a snapshot at the same try of the same arrival', () => {
    const script = `
      - { at: 0ms, takes: 1ms, ends: failure, then: [{ takes: 2ms, ends: failure }, { takes: 3ms }] }
      - { at: 40ms, takes: 1ms, ends: failure, then: [{ takes: 2ms }] }`;
    const retry = 'policies: { caller -> api: [{ retry: { attempts: 3, backoff: { constant: 10ms } } }] }';
    const yaml = scripted(script, '', retry);
    const whole = played(yaml);
    for (let untilMs = 0.5; untilMs < 70; untilMs += 1) {
      const half = engineOf(yaml);
      half.advance(untilMs);
      const other = engineOf(yaml);
      other.advance(2 * untilMs);
      other.restore(half.snapshot());
      other.advance(1000);
      expect(other.digest()).toBe(whole.digest());
      expect(visits(other, 'api.get')).toEqual(visits(whole, 'api.get'));
    }
  });
});
