import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/engine/engine';
import { SpanKind } from '../../../src/engine/observation/trace';
import { OUTCOME_NAMES } from '../../../src/policies/outcome';
import { routeName } from '../../../src/scenario/naming';
import { command, engineOf, Reader, seen } from '../support/run';

/* A caller whose calls each meet what a script tells: the first try, then what each further one meets. */

const ROUTE = 'caller -> api.get';

const scripted = (script: string, layers: string, more = '') => `
scenario: Hedged
workloads:
  caller: { script: ${script}, journeys: { call: { share: 100%, start: api.get } } }
services:
  api: { replicas: 3, workers: 10, queue: 10, endpoints: { get: { work: 7ms } } }
links: { default: { latency: 0ms } }
policies: { caller -> api: ${layers} }
${more}`;

function played(script: string, layers: string, untilMs = 2000): Engine {
  const engine = engineOf(scripted(script, layers));
  engine.advance(untilMs);
  return engine;
}

/** Of every call, or every attempt, from when to when and how it ended for the caller. */
function spans(engine: Engine, of: SpanKind): string[] {
  return engine
    .tracesSince(0)
    .traces.flatMap((trace) => trace.spans)
    .filter(({ kind, subject }) => kind === of && routeName(engine.model, subject) === ROUTE)
    .map(({ startMs, endMs, outcome }) => `${startMs} to ${endMs}: ${OUTCOME_NAMES[outcome] ?? 'going on'}`);
}
const calls = (engine: Engine): string[] => spans(engine, SpanKind.call);
const attempts = (engine: Engine): string[] => spans(engine, SpanKind.attempt);

const HEDGE = '[{ hedge: { after: 50ms } }]';

describe('a hedge', () => {
  it('sends nothing more while the first answers in time', () => {
    const engine = played('[{ at: 0ms, takes: 50ms }]', '[{ hedge: { after: 50.5ms } }]');
    expect(attempts(engine)).toEqual(['0 to 50: ok']);
  });

  it('sends another after its time and takes the answer that comes first; the loser’s goes on for nobody', () => {
    const engine = played('[{ at: 0ms, takes: 400ms, then: [{ takes: 30ms }] }]', HEDGE);
    expect(calls(engine)).toEqual(['0 to 80: ok']);
    expect(attempts(engine)).toEqual(['0 to 400: abandoned', '50 to 80: ok']);
    expect(new Reader(engine).visits('api.get').abandoned).toBe(1);
  });

  it('takes the first one’s answer if it still wins', () => {
    const engine = played('[{ at: 0ms, takes: 60ms, then: [{ takes: 30ms }] }]', HEDGE);
    expect(calls(engine)).toEqual(['0 to 60: ok']);
    expect(attempts(engine)).toEqual(['0 to 60: ok', '50 to 80: abandoned']);
  });

  it('sends each further one after the same time again, as many as it may', () => {
    const engine = played('[{ at: 0ms, takes: 1s }]', '[{ hedge: { after: 50ms, hedges: 3 } }]');
    expect(attempts(engine).map((words) => words.split(' ')[0])).toEqual(['0', '50', '100', '150']);
  });

  it('sends all at once when there is nothing to wait for', () => {
    const engine = played(
      '[{ at: 0ms, takes: 90ms, then: [{ takes: 40ms }, { takes: 20ms }] }]',
      '[{ hedge: { after: 0ms, hedges: 2 } }]',
    );
    expect(calls(engine)).toEqual(['0 to 20: ok']);
    expect(attempts(engine)).toEqual(['0 to 90: abandoned', '0 to 40: abandoned', '0 to 20: ok']);
  });

  it('sends the next one at once after a failure, and then waits its time anew', () => {
    const engine = played(
      '[{ at: 0ms, takes: 10ms, ends: failure, then: [{ takes: 300ms }, { takes: 20ms }] }]',
      '[{ hedge: { after: 50ms, hedges: 2 } }]',
    );
    expect(attempts(engine)).toEqual(['0 to 10: error', '10 to 310: abandoned', '60 to 80: ok']);
    expect(calls(engine)).toEqual(['0 to 80: ok']);
  });

  it('sends none but after a failure where it says so', () => {
    const engine = played(
      '[{ at: 0ms, takes: 500ms }, { at: 1s, takes: 10ms, ends: failure, then: [{ takes: 5ms }] }]',
      '[{ hedge: { after: failure } }]',
    );
    expect(attempts(engine)).toEqual(['0 to 500: ok', '1000 to 1010: error', '1010 to 1015: ok']);
  });

  it('waits for the others when one fails and no more may go, and fails when the last has, as the first did', () => {
    const failing = '{ takes: 80ms, ends: failure, then: [{ takes: 10ms, ends: ignored }] }';
    const engine = played(`[${failing.replace('{', '{ at: 0ms,')}]`, HEDGE);
    expect(attempts(engine)).toEqual(['0 to 80: error', '50 to 60: bad request']);
    expect(calls(engine)).toEqual(['0 to 80: error']);
  });

  it('sends no call twice to an endpoint that is not idempotent, unless told to', () => {
    const script = '[{ at: 0ms, takes: 200ms }]';
    const yaml = (layers: string) => scripted(script, layers).replace('work: 7ms', 'work: 7ms, idempotent: false');
    const plain = engineOf(yaml(HEDGE));
    plain.advance(1000);
    expect(attempts(plain)).toHaveLength(1);
    const told = engineOf(yaml('[{ hedge: { after: 50ms, even if not idempotent: true } }]'));
    told.advance(1000);
    expect(attempts(told)).toHaveLength(2);
  });

  it('hedges at most the share of calls that its budget pays for', () => {
    const engine = engineOf(`
scenario: Budget
workloads: { people: { rate: 100/s, journeys: { go: { share: 100%, start: api.get } } } }
services: { api: { workers: 1000, queue: 0, endpoints: { get: { work: 100ms } } } }
policies: { people -> api: [{ hedge: { after: 10ms, budget: 10% } }] }`);
    engine.advance(60_000);
    const { arrived } = new Reader(engine).calls('people -> api.get');
    const hedges = new Reader(engine).attempts('people -> api.get').arrived - arrived;
    expect(hedges).toBeLessThanOrEqual(arrived / 10);
    expect(hedges).toBeGreaterThan(arrived / 10 - 2);
  });
});

describe('a hedge and the layers around it', () => {
  it('has every attempt counted by what stands inside it, the loser’s own end too', () => {
    const engine = played(
      '[{ at: 0ms, takes: 400ms, ends: failure, then: [{ takes: 30ms }] }]',
      '[{ hedge: { after: 50ms } }, { breaker: { window: 10 calls } }, { bulkhead: 2 }]',
    );
    const [inside] = engine.readBreakers();
    expect(inside).toMatchObject({ seen: 2 });
  });

  it('is one call to what stands outside it', () => {
    const engine = played(
      '[{ at: 0ms, takes: 400ms, ends: failure, then: [{ takes: 30ms }] }, { at: 1s, takes: 10ms }]',
      '[{ breaker: { window: 10 calls } }, { bulkhead: 1 }, { hedge: { after: 50ms } }]',
    );
    expect(engine.readBreakers()[0]).toMatchObject({ seen: 2 });
    expect(seen(new Reader(engine).calls(ROUTE))).toEqual({ arrived: 2, ok: 2 });
  });

  it('counts an inner refusal as a failure, so that the next one goes at once', () => {
    const engine = played(
      '[{ at: 0ms, takes: 400ms }, { at: 10ms, takes: 5ms }]',
      '[{ hedge: { after: 1s, hedges: 2 } }, { bulkhead: 1 }]',
    );
    expect(calls(engine)).toEqual(['0 to 400: ok', '10 to 10: bulkhead full']);
  });

  it('sends nothing more once an outer timeout has ended the wait', () => {
    const engine = played('[{ at: 0ms, takes: 400ms }]', '[{ timeout: 70ms }, { hedge: { after: 50ms, hedges: 5 } }]');
    expect(calls(engine)).toEqual(['0 to 70: timeout']);
    expect(attempts(engine)).toEqual(['0 to 400: abandoned', '50 to 450: abandoned']);
  });

  it('goes through an inner retry of its own with each one it sends', () => {
    const engine = played(
      '[{ at: 0ms, takes: 60ms, ends: failure, then: [{ takes: 100ms, ends: failure }, { takes: 10ms }] }]',
      '[{ hedge: { after: 50ms } }, { retry: { attempts: 2, backoff: { constant: 5ms } } }]',
    );
    expect(attempts(engine)).toEqual(['0 to 60: error', '50 to 150: abandoned', '65 to 75: ok']);
    expect(calls(engine)).toEqual(['0 to 75: ok']);
  });

  it('calls the others off if it is to: they end at once, and their work as soon as word has come', () => {
    const engine = played(
      '[{ at: 0ms, takes: 400ms, then: [{ takes: 30ms }] }]',
      '[{ hedge: { after: 50ms, cancel: true } }, { breaker: { window: 10 calls } }, { bulkhead: 2 }]',
    );
    expect(attempts(engine)).toEqual(['0 to 80: cancelled', '50 to 80: ok']);
    expect(new Reader(engine).visits('api.get').cancelled).toBe(1);
    expect(engine.readBreakers()[0]).toMatchObject({ seen: 1 });
    expect(engine.nextEventMs).toBe(Infinity);
  });

  it('leaves nothing held once all have come back', () => {
    const script = Array.from(
      { length: 40 },
      (_, n) => `{ at: ${20 * n}ms, takes: ${(37 * n) % 300}ms, ends: ${n % 3 === 0 ? 'failure' : 'success'} }`,
    );
    const engine = played(
      `[${script.join(', ')}]`,
      '[{ timeout: 200ms }, { hedge: { after: 20ms, hedges: 2 } }, { bulkhead: { calls: 3, wait: 40ms } }, { retry: { attempts: 2, backoff: none } }]',
      5000,
    );
    const { arrived, ...ends } = new Reader(engine).calls(ROUTE);
    expect(Object.values(ends).reduce((sum, count) => sum + count, 0)).toBe(arrived);
    expect(engine.nextEventMs).toBe(Infinity);
    const census = engine.census();
    expect(census.calls.every((count) => count === 0)).toBe(true);
  });
});

describe('over a link that loses messages', () => {
  it('wins with another what one lost, and keeps no silent loser', () => {
    const engine = engineOf(`
scenario: Lossy
workloads: { people: { rate: 50/s, journeys: { go: { share: 100%, start: api.get } } } }
services: { api: { workers: 1000, queue: 0, endpoints: { get: { work: 5ms } } } }
links: { people -> api: { latency: 1ms } }
policies: { people -> api: [{ hedge: { after: 20ms, hedges: 10 } }] }`);
    command(engine, 0, { do: 'break', id: 'f', fault: { link: 'people -> api', does: 'loss', share: '30%' } });
    engine.advance(60_000);
    const reader = new Reader(engine);
    const { arrived, ok } = reader.calls('people -> api.get');
    expect(arrived - ok).toBeLessThan(10);
    const attempted = reader.attempts('people -> api.get');
    const { arrived: sent, ...ended } = attempted;
    expect(sent - Object.values(ended).reduce((sum, count) => sum + count, 0)).toBeLessThan(20);
    expect(attempted.abandoned).toBeGreaterThan(1000);
  });
});
