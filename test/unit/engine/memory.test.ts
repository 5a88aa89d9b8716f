import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/* In a process of its own, where garbage is collected when asked, and with the engine as a build has it. */

const SCENARIO = `
scenario: Ten hours
workloads:
  people:
    rate: 20/s
    patience: 2s
    journeys: { go: { share: 100%, start: web.go } }
services:
  web: { replicas: 3, workers: 20, queue: 20, zone: [east, west], endpoints: { go: { work: exponential mean 5ms, calls: [store.get] } } }
  store:
    replicas: 4
    cores: 2
    queue: 20
    balancing: power of two
    contention: 2%
    warm up: { for: 10s, from: 4x }
    zone: [east, west]
    endpoints: { get: { work: exponential mean 8ms } }
policies:
  web -> store:
    - retry: { attempts: 3, backoff: { exponential: 20ms }, jitter: full }
    - breaker: { window: 10s, open for: 2s }
    - bulkhead: 30
    - timeout: 200ms
faults:
  chaos: { node: store, replica: random, does: crash, every: exponential mean 20s, for: exponential mean 5s }
  flapping: { link: web -> store, does: cut, off for: exponential mean 60s, for: exponential mean 2s }
  leak: { node: web, does: leak, by: 20x, over: 2min, down for: 5s, at: 0s }
  outage: { zone: west, does: hang, every: 10min, for: 20s }
`;

const HOUR_MS = 3_600_000;

function heapsInMb(): number[] {
  const core = fileURLToPath(new URL('../../../node_modules/.cache/breakwater-core/core.mjs', import.meta.url));
  const program = `
    const { Engine, modelOf } = await import(${JSON.stringify(core)});
    const engine = new Engine(modelOf(${JSON.stringify(SCENARIO)}), 1);
    const heaps = [1, 10].map((hour) => {
      engine.advance(hour * ${HOUR_MS});
      gc();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return (heapUsed + arrayBuffers) / 2 ** 20;
    });
    console.log(JSON.stringify({ heaps, events: engine.eventCount, log: engine.log.length }));
  `;
  const out = execFileSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  const { heaps, events, log } = JSON.parse(out) as { heaps: number[]; events: number; log: number };
  expect(events).toBeGreaterThan(3_000_000);
  // More happened than is kept.
  expect(log).toBeGreaterThanOrEqual(10_000);
  return heaps;
}

it('a run of ten simulated hours of chaos holds no more at its end than after an hour', () => {
  const [early, late] = heapsInMb();
  expect(late! - early!).toBeLessThan(4);
}, 60_000);
