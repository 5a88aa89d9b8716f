import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/engine/engine';
import { command, engineOf, Reader } from '../support/run';
import { calls, toldOfService } from '../support/story';

/** Ten at once, each with 10 ms of work for the one worker; then somebody at each of these instants. */
const crowd = (...later: readonly number[]): string =>
  calls(...Array.from({ length: 10 }, () => [0, 10] as const), ...later.map((atMs) => [atMs, 10] as const));

const count = (lines: readonly string[], outcome: string): number =>
  lines.filter((line) => line.endsWith(`ends ${outcome}`)).length;

describe('what a service does about those who come, edited under them:', () => {
  it('a longer queue has room at once, and a shorter one sends nobody away but takes nobody before enough have left', () => {
    const longer = toldOfService('queue: 2', crowd(5), { 5: 'queue: 3' });
    expect(longer.filter((line) => line.startsWith('0 '))).toHaveLength(7);
    expect(count(longer, 'ok')).toBe(4);
    const shorter = toldOfService('queue: 9', crowd(15, 75, 85), { 5: 'queue: 2' });
    expect(shorter.filter((line) => line.endsWith('queue full'))).toEqual([
      '15 - ends queue full',
      '75 - ends queue full',
    ]);
    expect(count(shorter, 'ok')).toBe(11);
  });

  it('another order holds for those who wait already', () => {
    const inTurn = calls([0, 10], [1, 20], [2, 30], [3, 40]);
    expect(toldOfService('queue: 9', inTurn, {})).toEqual([10, 30, 60, 100].map((ms) => `${ms} - ends ok`));
    const newestFirst = [10, 50, 80, 100].map((ms) => `${ms} - ends ok`);
    expect(toldOfService('queue: 9', inTurn, { 5: 'queue: { size: 9, discipline: lifo }' })).toEqual(newestFirst);
    // And back again, in the midst of it.
    const back = { 5: 'queue: { size: 9, discipline: lifo }', 20: 'queue: 9' };
    expect(toldOfService('queue: 9', inTurn, back)).toEqual([10, 50, 70, 100].map((ms) => `${ms} - ends ok`));
  });

  it('those who wait are put in order of deadlines, or in the order in which they came again', () => {
    const scenario = `
scenario: Two patiences
workloads:
  calm: { patience: 1h, script: ${calls([0, 10], [1, 20])}, journeys: { slow: { share: 100%, start: api.get } } }
  hasty: { patience: 1s, script: ${calls([2, 30])}, journeys: { fast: { share: 100%, start: api.get } } }
services: { api: { workers: 1, queue: 9, endpoints: { get: { work: 0ms } } } }
links: { default: { latency: 0ms } }`;
    const ends = (edits: Readonly<Record<number, string>>): string[] => {
      const engine = engineOf(scenario);
      for (const [atMs, discipline] of Object.entries(edits))
        edit(engine, Number(atMs), `queue: { size: 9, discipline: ${discipline} }`);
      const lines: string[] = [];
      engine.watchCalls((entry) => {
        if (entry.what === 'ends') lines.push(`${entry.atMs} ${entry.route}`);
      });
      engine.advance(200);
      return lines;
    };
    expect(ends({ 5: 'fifo' })).toEqual(['10 calm -> api.get', '30 calm -> api.get', '60 hasty -> api.get']);
    expect(ends({ 5: 'deadline' })).toEqual(['10 calm -> api.get', '40 hasty -> api.get', '60 calm -> api.get']);
    expect(ends({ 5: 'deadline', 6: 'fifo' })).toEqual(ends({}));
  });

  it('load is shed from then on, and nobody who waits is', () => {
    const lines = toldOfService('queue: 9', crowd(15, 16), { 5: 'shed: { queue: { normal: 20% } }', 16: 'shed: none' });
    expect(lines.filter((line) => line.endsWith('shed'))).toEqual(['15 - ends shed']);
    expect(count(lines, 'ok')).toBe(11);
  });

  it('a limit counts those who are there, refuses until enough have left, and learns from when they leave', () => {
    const limit = 'limit: { algorithm: aimd, initial: 8, minimum: 1, maximum: 8, slow: 1h }';
    const lines = toldOfService('queue: 9', crowd(5, 25, 35), { 5: limit });
    expect(lines.filter((line) => line.endsWith('limit reached'))).toEqual([
      '5 - ends limit reached',
      '25 - ends limit reached',
    ]);
    expect(count(lines, 'ok')).toBe(11);
    // Slower than it thinks right, each of the ten takes a tenth: rounded down, one of it at least.
    const slow = 'limit: { algorithm: aimd, initial: 8, minimum: 1, maximum: 8, slow: 1ms }';
    const after = toldOfService('queue: 9', crowd(101, 102), { 5: slow });
    expect(after.slice(-2)).toEqual(['102 - ends limit reached', '111 - ends ok']);
  });

  it('what a limit found out holds on under other numbers of it, and not under another algorithm', () => {
    const shop = (limit: string) => `
scenario: Overload
workloads: { people: { rate: 200/s, journeys: { go: { share: 100%, start: api.get } } } }
services: { api: { workers: 10, queue: 100, limit: ${limit}, endpoints: { get: { work: exponential mean 100ms } } } }`;
    const engine = engineOf(shop('vegas'));
    engine.advance(10_000);
    const found = new Reader(engine).replica('api').limit;
    expect(found).not.toBe(20);
    edit(engine, 10_000, 'limit: { algorithm: vegas, initial: 50, smoothing: 50% }');
    engine.advance(10_000.001);
    expect(new Reader(engine).replica('api').limit).toBe(found);
    edit(engine, 10_001, 'limit: { algorithm: aimd, initial: 50, minimum: 50 }');
    engine.advance(10_001.001);
    expect(new Reader(engine).replica('api').limit).toBe(50);
    const logged = engine.log.flatMap((entry) => (entry.kind === 'policies' ? [entry.fresh] : []));
    expect(logged).toEqual([[], ['api: limit']]);
  });

  it('what the text does not say is as the scenario says, and `none` takes away what it says', () => {
    const service = 'queue: 9, shed: { queue: { normal: 10% } }, retry after: 1s';
    expect(count(toldOfService(service, crowd(), {}), 'shed')).toBe(8);
    expect(count(toldOfService(service, crowd(5), { 5: 'queue: 5' }), 'shed')).toBe(9);
    expect(count(toldOfService(service, crowd(5), { 5: 'shed: none' }), 'shed')).toBe(8);
  });

  it('edits that say what is so already change nothing of the run', () => {
    const rules =
      'queue: { size: 20, discipline: codel }, shed: { queue: { low: 50% } }, limit: vegas, retry after: 1s';
    const shop = `
scenario: Overload
workloads: { people: { rate: 250/s, patience: 1s, journeys: { go: { share: 100%, start: api.get } } } }
services: { api: { workers: 10, replicas: 2, ${rules}, endpoints: { get: { work: exponential mean 100ms } } } }`;
    const engine = engineOf(shop);
    const edited = engineOf(shop);
    for (let ms = 500; ms < 5_000; ms += 500) edit(edited, ms, ms % 1000 === 0 ? rules : '');
    engine.advance(6_000);
    edited.advance(6_000);
    expect(edited.counts).toEqual(engine.counts);
    expect(edited.eventCount).toBe(engine.eventCount);
  });

  it('nobody stays counted by a limit that came and went', () => {
    const engine = engineOf(`
scenario: On and off
workloads: { people: { rate: { steps: [{ at: 0s, rate: 300/s }, { at: 2s, rate: 0/s }, { at: 10s, rate: 1/s }] }, patience: 500ms, journeys: { go: { share: 100%, start: api.get } } } }
services: { api: { workers: 10, queue: 50, endpoints: { get: { work: exponential mean 100ms } } } }`);
    const limit = 'limit: { algorithm: aimd, initial: 1, minimum: 1, maximum: 1 }';
    for (let ms = 100; ms <= 2_000; ms += 100) edit(engine, ms, ms % 200 === 0 ? limit : 'shed: {}');
    engine.advance(10_000);
    const before = new Reader(engine).visits('api.get');
    engine.advance(15_000);
    const after = new Reader(engine).visits('api.get');
    expect(before['limit reached']).toBeGreaterThan(10);
    expect(after.ok).toBeGreaterThan(before.ok);
  });
});

const edit = (engine: Engine, atMs: number, rules: string): void =>
  command(engine, atMs, { do: 'policies', yaml: `policies: {}\nservices: { api: { ${rules} } }` });

describe('a caller whose retry honours what it is told', () => {
  const waits = (service: string, retry: string, edits: Readonly<Record<number, string>> = {}): string[] => {
    const engine = engineOf(`
scenario: Told to wait
workloads: { caller: { script: ${calls([0, 50], [1, 50])}, journeys: { call: { share: 100%, start: api.get } } } }
services: { api: { workers: 1, ${service}, endpoints: { get: { work: 0ms } } } }
links: { default: { latency: 0ms } }
policies: { caller -> api: ${retry} }`);
    for (const [atMs, rules] of Object.entries(edits)) {
      const yaml = `policies: { caller -> api: ${retry} }\nservices: { api: { ${rules} } }`;
      command(engine, Number(atMs), { do: 'policies', yaml });
    }
    const lines: string[] = [];
    engine.watchCalls((entry) => {
      if (entry.what === 'sent' || entry.what === 'ends') lines.push(`${entry.atMs} ${entry.what}`);
    });
    engine.advance(1000);
    return lines;
  };
  const retry = '[{ retry: { attempts: 2, backoff: none, retry after: at least } }]';
  const atOnce = ['0 sent', '1 sent', '1 sent', '1 ends', '50 ends'];
  const later = ['0 sent', '1 sent', '50 ends', '101 sent', '151 ends'];

  it.each([
    ['a full queue', 'queue: 0'],
    ['a service that sheds', 'queue: 9, shed: { workers: { normal: 100% } }'],
    ['a limit of the service', 'queue: 9, limit: { algorithm: aimd, initial: 1, minimum: 1, maximum: 1 }'],
  ])('waits so long after a refusal by %s', (_, rules) => {
    expect(waits(rules, retry)).toEqual(atOnce);
    expect(waits(`${rules}, retry after: 100ms`, retry)).toEqual(later);
    expect(waits(rules, retry, { 1: 'retry after: 100ms' })).toEqual(later);
    expect(waits(`${rules}, retry after: 100ms`, retry, { 1: 'retry after: none' })).toEqual(atOnce);
  });

  it('waits its own time where a limit of its own may have refused', () => {
    const own =
      '[{ retry: { attempts: 2, backoff: none } }, { concurrency limit: { algorithm: aimd, initial: 1, minimum: 1 } }]';
    expect(waits('queue: 9, retry after: 100ms', own)).toEqual(['0 sent', '1 ends', '50 ends']);
  });
});
