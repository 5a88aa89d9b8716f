import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/engine/engine';
import type { ServiceKind } from '../../../src/scenario/model';
import { OUTCOME_NAMES } from '../../../src/policies/outcome';
import { engineOf } from '../support/fast';
import { Reader, type Tally } from '../support/run';

/*
 * Every kind of node under every policy that can sit on a call to it: the policy changes what it should and nothing else.
 * The link to the node is slow for two seconds, then the node itself is down for two; both are within what every kind does.
 */

const UNTIL_MS = 8000;

const scenario = (kind: string, layers: string): string => `
scenario: One kind of node
workloads:
  callers: { rate: 50/s, arrivals: constant, journeys: { go: { share: 100%, start: web.go } } }
  bystanders: { rate: 40/s, journeys: { look: { share: 100%, start: aside.look } } }
services:
  web: { workers: 500, queue: 0, mode: async, endpoints: { go: { work: { exponential: { mean: 2ms } }, calls: [node.use] } } }
  node: { kind: ${kind}, replicas: 2, workers: 25, queue: 250, endpoints: { use: { work: ${kind === 'queue' ? '0ms' : '{ exponential: { mean: 1ms } }'}, calls: [behind.do] } } }
  behind: { workers: 500, queue: 0, endpoints: { do: { work: { exponential: { mean: 1ms } } } } }
  aside: { workers: 2, queue: 50, endpoints: { look: { work: { exponential: { mean: 20ms } } } } }
links: { default: { latency: 1ms } }
faults:
  slow: { link: web -> node, does: latency, add: 50ms, at: 2s, for: 2s }
  down: { node: node, does: crash, at: 5s, for: 2s }
policies: { web -> node: ${layers} }`;

interface Case {
  readonly acts: string;
  readonly idle: string;
  /** How calls end that without it never end so. */
  readonly brings: readonly (typeof OUTCOME_NAMES)[number][];
  /** What became of the attempts beside the calls they were made for. */
  readonly attempts: 'more' | 'fewer' | 'as many';
}

const CASES: Readonly<Record<string, Case>> = {
  timeout: { acts: '{ timeout: 40ms }', idle: '{ timeout: 60s }', brings: ['timeout'], attempts: 'as many' },
  retry: {
    acts: '{ retry: { attempts: 3, backoff: { constant: 10ms } } }',
    idle: '{ retry: { attempts: 1 } }',
    brings: [],
    attempts: 'more',
  },
  breaker: {
    acts: '{ breaker: { window: 10 calls, open for: 500ms } }',
    idle: '{ breaker: { window: 1000 calls, minimum calls: 1000 } }',
    brings: ['breaker open'],
    attempts: 'fewer',
  },
  bulkhead: { acts: '{ bulkhead: 2 }', idle: '{ bulkhead: 1000 }', brings: ['bulkhead full'], attempts: 'fewer' },
  fallback: {
    acts: '{ fallback: { use: default } }',
    idle: '{ fallback: { use: cached, up to: 1ms, otherwise: fail } }',
    brings: ['degraded'],
    attempts: 'as many',
  },
  'rate limit': {
    acts: '{ rate limit: { fixed window: 30, per: 1s, wait: 0s } }',
    idle: '{ rate limit: { fixed window: 1000, per: 1s, wait: 0s } }',
    brings: ['rate limited'],
    attempts: 'fewer',
  },
  hedge: {
    acts: '{ hedge: { after: 20ms } }',
    idle: '{ hedge: { after: 60s, budget: 0.1% } }',
    brings: [],
    attempts: 'more',
  },
  throttle: {
    acts: '{ throttle: { multiple: 1.2x, window: 1s } }',
    idle: '{ throttle: { multiple: 100x, window: 2min } }',
    brings: ['throttled'],
    attempts: 'fewer',
  },
  'concurrency limit': {
    acts: '{ concurrency limit: { algorithm: aimd, initial: 2, minimum: 1, maximum: 3 } }',
    idle: '{ concurrency limit: { algorithm: aimd, initial: 1000, minimum: 900, maximum: 1000 } }',
    brings: ['limit reached'],
    attempts: 'fewer',
  },
  caps: {
    acts: '{ caps: { requests: 2 } }',
    idle: '{ caps: { like: istio } }',
    brings: ['over the cap'],
    attempts: 'fewer',
  },
  outliers: {
    acts: '{ outliers: { like: istio, in a row: 3, at most: 100% } }',
    idle: '{ outliers: { in a row: off } }',
    brings: ['no replica'],
    attempts: 'fewer',
  },
};

function played(kind: string, layers: string): Engine {
  const engine = engineOf(scenario(kind, layers), 7);
  engine.advance(UNTIL_MS);
  return engine;
}

const endings = (tally: Tally): string[] => OUTCOME_NAMES.filter((name) => tally[name] > 0);

/** Whatever can be counted of those who have nothing to do with the node. */
const aside = (engine: Engine): unknown[] => {
  const reader = new Reader(engine);
  return [reader.journey('look'), reader.visits('aside.look'), reader.calls('bystanders -> aside.look')];
};

const KINDS: readonly ServiceKind[] = ['service', 'web app', 'database', 'cache', 'third party', 'queue'];

describe.each(KINDS)('before a %s', (kind) => {
  const without = played(kind, '[]');
  const bare = new Reader(without);

  it.each(Object.entries(CASES))('a %s changes what it should and nothing else', (_, { acts, brings, attempts }) => {
    const engine = played(kind, `[${acts}]`);
    const reader = new Reader(engine);
    const [calls, before] = [reader.calls('web -> node.use'), bare.calls('web -> node.use')];
    const more = endings(calls).filter((name) => !endings(before).includes(name));
    expect(more).toEqual(brings);
    expect(calls.arrived).toBe(before.arrived);
    const tries = reader.attempts('web -> node.use').arrived;
    expect(Math.sign(tries - calls.arrived)).toBe({ more: 1, fewer: -1, 'as many': 0 }[attempts]);
    expect(aside(engine)).toEqual(aside(without));
  });

  it.each(Object.entries(CASES))('a %s that never acts changes nothing', (_, { idle }) => {
    const engine = played(kind, `[${idle}]`);
    expect(engine.counts).toEqual(without.counts);
    expect(engine.sketches.copyBins()).toEqual(without.sketches.copyBins());
  });

  it('a way of balancing changes who is asked and nothing else', () => {
    const engine = played(kind, '[{ balance: random }]');
    const reader = new Reader(engine);
    expect(reader.calls('web -> node.use').arrived).toBe(bare.calls('web -> node.use').arrived);
    expect(reader.attempts('web -> node.use').arrived).toBe(bare.attempts('web -> node.use').arrived);
    expect(reader.visits('node.use', 0).arrived).not.toBe(bare.visits('node.use', 0).arrived);
    expect(aside(engine)).toEqual(aside(without));
  });
});
