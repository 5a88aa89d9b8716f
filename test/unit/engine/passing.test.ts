import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cases } from '../support/cases';
import { command, Engine, modelOf } from '../support/fast';
import { anyShop, randomStorm } from '../support/random-shop';

/*
 * Calls pass policies that would do nothing all at once, without a record, and take them one by one while somebody watches:
 * what comes of them must be the same.
 */

const nothing = (): void => undefined;
const seeds = fc.integer({ min: 1, max: 1000 });
const toggles = fc.array(fc.integer({ min: 0, max: 4_000 }), { minLength: 1, maxLength: 8 });

/** How a run stands at the end that is watched from the first instant to the second, from the third to the fourth, and so on. */
function standing(engine: InstanceType<typeof Engine>, watchedAt: readonly number[], untilMs: number) {
  let isWatched = false;
  for (const atMs of [...watchedAt].sort((a, b) => a - b)) {
    engine.advance(atMs);
    isWatched = !isWatched;
    engine.watchCalls(isWatched ? nothing : null);
  }
  engine.advance(untilMs);
  return { digest: engine.digest(), counts: [...engine.counts], breakers: engine.readBreakers() };
}

it('whoever watches, whenever, makes no difference to what policies do', () => {
  fc.assert(
    fc.property(anyShop, randomStorm, seeds, toggles, (yaml, storm, seed, watchedAt) => {
      const run = (watched: readonly number[]) => {
        const engine = new Engine(modelOf(yaml), seed);
        for (const { atMs, ...body } of storm) command(engine, atMs, body);
        return standing(engine, watched, 5_000);
      };
      expect(run(watchedAt)).toEqual(run([]));
    }),
    cases(10),
  );
});

const LISTS = [
  'a -> b: [{ bulkhead: { calls: 4, wait: 20ms } }, { breaker: { window: 5 calls } }, { retry: { attempts: 3, backoff: { constant: 5ms } } }, { timeout: 30ms }]',
  'a -> b: [{ timeout: 80ms }, { breaker: { window: 5 calls } }, { retry: { attempts: 3, backoff: { constant: 5ms } } }, { bulkhead: 6 }, { timeout: 30ms }]',
  'a -> b: [{ breaker: { window: 4 calls } }, { bulkhead: { calls: 2, wait: 50ms } }]',
  'a -> b: [{ retry: { attempts: 2, backoff: { constant: 1ms } } }]',
];

const calm = (list: string): string => `
scenario: Calm, but for a while
workloads:
  shoppers: { rate: 200/s, journeys: { go: { share: 100%, start: a.go } } }
services:
  a: { workers: 50, queue: 100, endpoints: { go: { work: 1ms, calls: [b.go] } } }
  b: { workers: 20, queue: 5, endpoints: { go: { work: { exponential: { mean: 5ms } } } } }
policies:
  ${list}
`;

it('calm policies that are edited, and that faults wake up, come to the same however they are passed', () => {
  for (const list of LISTS) {
    for (const other of LISTS) {
      const run = (watchedAt: readonly number[], isSaved: boolean) => {
        const engine = new Engine(modelOf(calm(list)), 3);
        command(engine, 500, { do: 'break', id: 'slow', fault: { node: 'b', does: 'slow', by: '8x' } });
        command(engine, 900, { do: 'heal', id: 'slow' });
        command(engine, 1_300, { do: 'policies', yaml: `policies:\n  ${other}` });
        command(engine, 1_700, { do: 'break', id: 'slow', fault: { node: 'b', does: 'slow', by: '8x' } });
        command(engine, 2_100, { do: 'heal', id: 'slow' });
        if (!isSaved) return standing(engine, watchedAt, 3_000);
        const again = new Engine(modelOf(calm(list)), 3);
        for (const atMs of [400, 700, 1_350, 1_900]) {
          engine.advance(atMs);
          again.restore(engine.snapshot());
          engine.restore(again.snapshot());
        }
        return standing(engine, watchedAt, 3_000);
      };
      const plain = run([], false);
      expect(run([0], false)).toEqual(plain);
      expect(run([300, 600, 1_000, 1_320, 1_600, 1_800, 2_500], false)).toEqual(plain);
      expect(run([], true)).toEqual(plain);
    }
  }
});

/** Timeouts of equal lengths, that tell deadlines and call off, outside and inside of what else there is. */
const TIMED = [
  '[{ timeout: 12ms }, { retry: { attempts: 3, backoff: { constant: 2ms } } }, { timeout: 12ms }]',
  '[{ timeout: { after: 25ms, propagate: true, cancel: true } }, { bulkhead: { calls: 4, wait: 5ms } }, { timeout: 9ms }]',
  '[{ timeout: 9ms }, { breaker: { window: 5 calls } }, { timeout: { after: 25ms, propagate: true, cancel: true } }, { retry: { attempts: 2 } }]',
  '[{ retry: { attempts: 4, backoff: { constant: 1ms } } }, { timeout: { after: 8ms, cancel: true } }]',
  '[{ timeout: 8ms }]',
];

/** Nobody may stop waiting for calls that pass all at once: those of shoppers who lose patience, or whose calls are called off, do not. */
const SHOPPERS = [
  { patience: '', list: '[{ timeout: 15ms }]' },
  { patience: 'patience: 20ms, ', list: '[{ timeout: { after: 15ms, propagate: true, cancel: true } }]' },
];

it('calls that pass all at once are timed out and lost as those that take their layers one by one', () => {
  for (const [list, shoppers] of TIMED.flatMap((list) => SHOPPERS.map((shoppers) => [list, shoppers] as const))) {
    const yaml = `
scenario: Timed out, now and then
workloads:
  shoppers: { rate: 200/s, ${shoppers.patience}journeys: { go: { share: 100%, start: a.go } } }
services:
  a: { workers: 50, queue: 100, endpoints: { go: { work: 1ms, calls: [{ parallel: [b.go, c.go] }] } } }
  b: { workers: 20, queue: 5, endpoints: { go: { work: { exponential: { mean: 5ms } }, calls: [c.go] } } }
  c: { workers: 20, queue: 5, endpoints: { go: { work: { exponential: { mean: 1ms } } } } }
policies:
  shoppers -> a: ${shoppers.list}
  a -> b: ${list}
  a -> c: [{ timeout: 8ms }]
`;
    const run = (watchedAt: readonly number[], isSaved: boolean) => {
      const engine = new Engine(modelOf(yaml), 5);
      command(engine, 300, { do: 'break', id: 'lost', fault: { link: 'a -> b', does: 'loss', share: '20%' } });
      command(engine, 600, { do: 'heal', id: 'lost' });
      command(engine, 700, { do: 'break', id: 'cut', fault: { link: 'a -> b', does: 'cut', direction: 'reply' } });
      command(engine, 750, { do: 'heal', id: 'cut' });
      command(engine, 1_000, { do: 'policies', yaml: 'policies:\n  a -> b: [{ timeout: 3ms }]' });
      const again = new Engine(modelOf(yaml), 5);
      for (const atMs of isSaved ? [101, 402, 703, 752, 1_001] : []) {
        engine.advance(atMs);
        again.restore(engine.snapshot());
        again.advance(atMs + 40);
        engine.restore(again.snapshot());
      }
      return standing(engine, watchedAt, 1_500);
    };
    const plain = run([], false);
    expect(run([0], false)).toEqual(plain);
    expect(run([50, 120, 310, 420, 701, 751, 1_001], false)).toEqual(plain);
    expect(run([], true)).toEqual(plain);
  }
});
