import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallEntry } from '../../../../src/engine/observation/call-log';
import { command, Engine, modelOf } from '../../support/fast';
import { randomSchedule, randomShop } from '../../support/random-shop';
import { transitionsOf } from './paths';
import { KINDS, ThroughLayers } from './through-layers';

/** The whole run, until nothing is out any more: people come for four seconds. */
function through(yaml: string, seed: number, causes?: readonly string[]): ThroughLayers {
  const engine = new Engine(modelOf(yaml), seed);
  const log: CallEntry[] = [];
  engine.watchCalls((entry) => log.push(entry));
  engine.advance(4_100);
  for (const id of engine.faultsOn) command(engine, 4_100, { do: 'heal', id });
  engine.advance(200_000);
  expect(engine.census().rows).toBe(0);
  return new ThroughLayers(engine.model, log, causes);
}

/** A web app of one replica before a store of five, of which the third fails. */
const shop = (layers: string): string => `
scenario: What chance brings too seldom
workloads:
  people:
    rate: { steps: [{ at: 0s, rate: 200/s }, { at: 4s, rate: 0/s }] }
    journeys: { go: { share: 100%, start: web.go } }
services:
  web: { workers: 1000, queue: 0, endpoints: { go: { calls: [store.get], work: 0ms } } }
  store: { replicas: 5, workers: 100, queue: 100, endpoints: { get: { work: 10ms } } }
  spare: { workers: 1, queue: 0, endpoints: { get: { work: 20ms } } }
links: { web -> store: { connections: { connect: exponential mean 5ms, pool: 2 } }, web -> spare: {} }
policies: { web -> store: [${layers}] }
faults: { f: { node: store, replica: 3, does: errors, share: 70%, at: 0s, for: 4s } }
`;

const OUTLIERS = 'sweep: 500ms, eject for: 500ms, at most: 100%';

/**
 * Each leaves no doubt by what a replica is ejected, brings two retries to the caps at once, bounds the time to connect,
 * gives up while a retry waits, or asks another endpoint.
 */
const special = (): readonly ThroughLayers[] => [
  through(shop(`{ outliers: { ${OUTLIERS}, in a row: 2, success rate: off, failure rate: off } }`), 1, [
    'failures in a row',
  ]),
  through(
    shop(
      `{ outliers: { ${OUTLIERS}, in a row: off, success rate: { hosts: 3, requests: 5, deviations: 0.5 }, failure rate: off } }`,
    ),
    1,
    ['success rate'],
  ),
  through(
    shop(
      `{ outliers: { ${OUTLIERS}, in a row: off, success rate: off, failure rate: { at: 50%, hosts: 1, requests: 5 } } }`,
    ),
    1,
    ['failure percentage'],
  ),
  through(
    shop(
      '{ retry: { attempts: 3, backoff: { constant: 1ms } } }, { caps: { connections: 2, pending: 20, requests: 30, retries: 1 } }',
    ),
    1,
  ),
  through(shop('{ timeout: { connect: 10ms } }'), 1),
  through(shop('{ timeout: 30ms }, { retry: { attempts: 5, backoff: { constant: 50ms } } }'), 1),
  through(shop('{ fallback: { use: spare.get } }'), 1),
];

/** Where the cause of an ejection is in doubt, none is taken to be the one. */
const random = (): readonly ThroughLayers[] =>
  fc
    .sample(fc.tuple(randomShop, randomSchedule), { seed: 1, numRuns: 25 })
    .map(([yaml, faults], index) => through(`${yaml}${faults}`, index + 1));

describe('the machines of layers', () => {
  const runs = [...special(), ...random()];

  it('have a way to an end for every call at every layer, however policies and faults are put together', () => {
    for (const run of runs) {
      expect(KINDS.flatMap((kind) => (kind === 'outliers' ? [] : run.paths[kind].unfinished()))).toEqual([]);
    }
  });

  it('are gone through once for each time that the layers outside send a call down', () => {
    for (const run of runs) expect(run.tooOften()).toEqual([]);
  });

  it.each(KINDS)('have no transition that is never taken: %s', (kind) => {
    const taken = new Set(runs.flatMap((run) => [...run.paths[kind].taken]));
    expect(transitionsOf(kind).filter((transition) => !taken.has(transition))).toEqual([]);
  });
});
