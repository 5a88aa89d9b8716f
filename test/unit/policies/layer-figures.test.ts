import { describe, expect, it } from 'vitest';
import { command, engineOf } from '../support/run';
import { calls } from '../support/story';

/** What can be read of the layers between a caller and a service, at an instant: `name: what value of most`. */
function read(layers: string, script: string, atMs: number): string[] {
  const engine = engineOf(`
scenario: Read
workloads: { caller: { script: ${script}, journeys: { call: { share: 100%, start: api.get } } } }
services: { api: { workers: 100, queue: 0, endpoints: { get: { work: 0ms } } } }
links: { default: { latency: 0ms } }
policies: { caller -> api: ${layers} }`);
  engine.advance(atMs);
  const snapshot = engine.snapshot();
  const lines = engine
    .readLayers(0)
    .flatMap(({ layer, figures }) =>
      figures.map(({ what, value, most }) => `${layer}: ${what} ${Number(value.toFixed(2))} of ${most}`),
    );
  expect(engine.snapshot()).toEqual(snapshot);
  return lines;
}

const four = calls([0, 100], [1, 100], [2, 100], [3, 100]);

describe('what can be read of a policy', () => {
  it.each([
    ['[{ bulkhead: { calls: 2, queue: 5 } }]', 50, ['bulkhead: in use 2 of 2', 'bulkhead: waiting 2 of 5']],
    ['[{ bulkhead: 3 }]', 50, ['bulkhead: in use 3 of 3']],
    ['[{ rate limit: { token bucket: 10/s, burst: 8 } }]', 103, ['rate limit: tokens 5.03 of 8']],
    [
      '[{ rate limit: { token bucket: 10/s, burst: 2, wait: 1s } }]',
      50,
      ['rate limit: tokens 0.5 of 2', 'rate limit: waiting 2 of Infinity'],
    ],
    [
      '[{ rate limit: { leaky bucket: 100/s, queue: 9 } }]',
      5,
      ['rate limit: next in 5 of 10', 'rate limit: waiting 3 of 9'],
    ],
    ['[{ rate limit: { fixed window: 5, per: 40ms, wait: 0ms } }]', 39, ['rate limit: permits 1 of 5']],
    ['[{ rate limit: { fixed window: 5, per: 40ms, wait: 0ms } }]', 41, ['rate limit: permits 5 of 5']],
    ['[{ rate limit: { sliding window: 5, per: 40ms } }]', 41, ['rate limit: permits 3 of 5']],
    [
      '[{ concurrency limit: { algorithm: aimd, initial: 9, minimum: 1 } }]',
      50,
      ['concurrency limit: in flight 4 of 9'],
    ],
    ['[{ hedge: { after: 1s, budget: 50% } }]', 50, ['hedge: hedges left 2 of 50']],
    ['[{ hedge: { after: 1s } }, { timeout: 1s }]', 50, []],
    [
      '[{ caps: { connections: 3, pending: 7 } }]',
      50,
      ['caps: out 3 of 3', 'caps: retries out 0 of 3', 'caps: waiting 1 of 7'],
    ],
    ['[{ outliers: {} }]', 50, ['outliers: ejected 0 of 1']],
  ])('%s at %d ms', (layers, atMs, lines) => {
    expect(read(layers, four, atMs)).toEqual(lines);
  });

  it('of retries is what their budget has left', () => {
    const failing = calls([0, 1, 'failure'], [10, 1, 'failure']);
    const retry = (budget: string): string => `[{ retry: { attempts: 2, backoff: none, budget: ${budget} } }]`;
    expect(read(retry('{ tokens: 5, per success: 1, retry costs: 2 }'), failing, 20)).toEqual([
      'retry: retry tokens 1 of 5',
      'retry: retries left 0 of NaN',
    ]);
    expect(read(retry('{ at once: 20%, least: 3 }'), failing, 20)).toEqual(['retry: retries left 3 of NaN']);
    expect(read('[{ retry: { attempts: 2 } }]', failing, 20)).toEqual([]);
  });

  it('of a throttle is the share that it holds back, until what it saw is forgotten', () => {
    const refused = calls(...Array.from({ length: 9 }, (_, n) => [10 * n, 1] as const));
    const throttle = '[{ throttle: { multiple: 2x, window: 1s } }, { rate limit: { fixed window: 1, per: 1h } }]';
    // Nine wanted out, one was accepted: (9 - 2 x 1) / (9 + 1).
    const [first] = read(throttle, refused, 200);
    expect(first).toMatch(/^throttle: held back 0\.\d+ of NaN$/);
    expect(read(throttle, refused, 1_200)[0]).toBe('throttle: held back 0 of NaN');
  });
});

it('is that of each of the caller’s replicas, of the link that is asked for, under the policies in force', () => {
  const engine = engineOf(`
scenario: Two links
workloads: { people: { rate: 1/s, journeys: { go: { share: 100%, start: web.go } } } }
services:
  web: { replicas: 2, workers: 9, queue: 0, endpoints: { go: { work: 0ms, calls: [api.get, db.read] } } }
  api: { workers: 9, queue: 0, endpoints: { get: { work: 0ms } } }
  db: { workers: 9, queue: 0, endpoints: { read: { work: 0ms } } }
policies: { web -> api: [{ bulkhead: 4 }], web -> db: [{ bulkhead: 5 }] }`);
  const link = engine.model.links.findIndex(({ to }) => engine.model.services[to]!.name === 'db');
  expect(engine.readLayers(link).map(({ list, instance, figures }) => [list, instance, figures[0]!.most])).toEqual([
    ['web -> db', 0, 5],
    ['web -> db', 1, 5],
  ]);
  command(engine, 1, { do: 'policies', yaml: 'policies: { web -> db.read: [{ bulkhead: 7 }] }' });
  engine.advance(2);
  expect(engine.readLayers(link).map(({ list, figures }) => [list, figures[0]!.most])).toEqual([
    ['web -> db.read', 7],
    ['web -> db.read', 7],
  ]);
});
