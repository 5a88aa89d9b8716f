import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Engine } from '../../../src/engine/engine';
import type { Layer } from '../../../src/policies/layer';
import { BREAKERS, breaker, bulkhead, codeOf, fallback, retry, timeout, underLayers } from './layers';
import { loaded } from './load';

/* What is exported for opossum and cockatiel is run, call by call, and must come to what the simulator comes to. */

interface Try {
  readonly takes: number;
  readonly fails: boolean;
}

interface Arrival {
  readonly at: number;
  readonly tries: readonly Try[];
}

const written = ({ takes, fails }: Try): string => `takes: ${takes}ms, ends: ${fails ? 'failure' : 'success'}`;

const scriptOf = (arrivals: readonly Arrival[]): string =>
  `[${arrivals
    .map(({ at, tries: [first, ...then] }) => {
      const later = then.length === 0 ? '' : `, then: [${then.map((one) => `{ ${written(one)} }`).join(', ')}]`;
      return `{ at: ${at}ms, ${written(first!)}${later} }`;
    })
    .join(', ')}]`;

const LAST_MS = 10_000;

/** How each call ended for its caller, and when; null where two calls had something happen at one instant. */
function simulated(layers: readonly Layer[], arrivals: readonly Arrival[]): string[] | null {
  const engine = new Engine(underLayers(layers, scriptOf(arrivals)), 1);
  const ends: string[] = [];
  const atInstant = new Map<number, number>();
  let tied = false;
  engine.watchCalls((entry) => {
    if (entry.what === 'state') return;
    tied ||= (atInstant.get(entry.atMs) ?? entry.call) !== entry.call;
    atInstant.set(entry.atMs, entry.call);
    if (entry.what === 'ends') ends[entry.call] = `${entry.atMs}: ${wordOf(entry.outcome)}`;
  });
  engine.advance(LAST_MS);
  return tied ? null : ends.slice(1);
}

const wordOf = (outcome: string): string => (outcome === 'ok' || outcome === 'degraded' ? outcome : 'failed');

/** The same by the library, on a clock that only moves when it is told to. */
async function real(call: (arrival: number) => Promise<unknown>, arrivals: readonly Arrival[]): Promise<string[]> {
  const ends: string[] = [];
  arrivals.forEach(({ at }, arrival) => {
    const note = (how: string) => (ends[arrival] = `${Date.now()}: ${how}`);
    setTimeout(() => {
      call(arrival).then(
        (answer) => note(answer === 'ok' ? 'ok' : 'degraded'),
        () => note('failed'),
      );
    }, at);
  });
  await vi.advanceTimersByTimeAsync(LAST_MS);
  return ends;
}

/** What is called: each arrival's tries one after another, the last for ever. */
function scripted(arrivals: readonly Arrival[]): (arrival: number) => Promise<string> {
  const met = arrivals.map(() => 0);
  return (arrival) => {
    const { tries } = arrivals[arrival]!;
    const { takes, fails } = tries[Math.min(met[arrival]!++, tries.length - 1)]!;
    return new Promise((resolve, reject) =>
      setTimeout(() => (fails ? reject(new Error('as scripted')) : resolve('ok')), takes),
    );
  };
}

interface Executes {
  execute(action: () => Promise<string>): Promise<unknown>;
}
type Makes = (action: (arrival: number) => Promise<string>) => {
  fire(arrival: number): Promise<unknown>;
  shutdown(): void;
};

async function byCockatiel(layers: readonly Layer[], arrivals: readonly Arrival[]): Promise<string[]> {
  const { testApi } = (await loaded(codeOf('cockatiel', layers))) as { testApi: Executes };
  const action = scripted(arrivals);
  return real((arrival) => testApi.execute(() => action(arrival)), arrivals);
}

async function byOpossum(layers: readonly Layer[], arrivals: readonly Arrival[]): Promise<string[]> {
  const { testApi } = (await loaded(codeOf('opossum', layers))) as { testApi: Makes };
  const breaker = testApi(scripted(arrivals));
  const ends = await real((arrival) => breaker.fire(arrival), arrivals);
  breaker.shutdown();
  return ends;
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const oneTry = fc.record({ takes: fc.constantFrom(3, 7, 13, 29, 61), fails: fc.boolean() });
const someArrivals = fc
  .array(
    fc.record({
      gap: fc.constantFrom(5, 11, 17, 37, 83, 151),
      tries: fc.array(oneTry, { minLength: 1, maxLength: 3 }),
    }),
    {
      minLength: 1,
      maxLength: 25,
    },
  )
  .map((list) => {
    let at = 0;
    return list.map(({ gap, tries }): Arrival => ({ at: (at += gap), tries }));
  });

const RUNS = { numRuns: 40, seed: 11 };

/** As many sequences as asked for in which no two calls have something happen at one instant. */
async function expectAgreement(
  layers: readonly Layer[],
  peer: (layers: readonly Layer[], arrivals: readonly Arrival[]) => Promise<string[]>,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(someArrivals, async (arrivals) => {
      const expected = simulated(layers, arrivals);
      fc.pre(expected !== null);
      vi.setSystemTime(0);
      expect(await peer(layers, arrivals)).toEqual(expected);
    }),
    RUNS,
  );
}

const ofCockatiel = BREAKERS.filter(({ like }) => like === 'cockatiel');
const ofOpossum = BREAKERS.filter(({ like }) => like === 'opossum');

describe('what is exported to cockatiel', () => {
  it.each([
    ['a breaker of failures in a row', [breaker(ofCockatiel[0]!)]],
    ['a breaker of the newest calls, open longer the second time', [breaker(ofCockatiel[1]!)]],
    ['a breaker of the time gone by', [breaker(ofCockatiel[2]!)]],
    ['a timeout inside a breaker', [breaker(ofCockatiel[0]!), timeout(25)]],
    ['a retry with growing waits', [retry(3, { kind: 'exponential', baseMs: 2, factor: 3 })]],
    ['a retry whose waits are listed', [retry(4, { kind: 'listed', baseMs: 2, listMs: [2, 7] })]],
    ['a retry whose waits stand still at the cap', [retry(4, { kind: 'exponential', baseMs: 2, factor: 2, capMs: 5 })]],
    ['a retry around a timeout', [retry(2, { kind: 'constant', baseMs: 2 }), timeout(25)]],
    ['a timeout around a retry', [timeout(40), retry(3, { kind: 'constant', baseMs: 2 })]],
    ['a bulkhead where calls wait', [bulkhead(2, 3)]],
    [
      'all of them',
      [fallback('Later'), retry(2, { kind: 'constant', baseMs: 2 }), breaker(ofCockatiel[0]!), timeout(25)],
    ],
    ['the other way round', [breaker(ofCockatiel[0]!), retry(2, { kind: 'constant', baseMs: 2 }), timeout(25)]],
  ])('does call by call what the simulator does: %s', async (_, layers) => {
    await expectAgreement(layers, byCockatiel);
  });
});

describe('what is exported to opossum', () => {
  it.each([
    ['a breaker', [breaker(ofOpossum[0]!)]],
    ['a breaker with a timeout', [breaker(ofOpossum[0]!), timeout(25)]],
    ['a timeout', [timeout(25)]],
    ['a breaker with a capacity', [breaker(ofOpossum[0]!), bulkhead(2)]],
    ['all of them', [fallback('Later'), breaker(ofOpossum[0]!), bulkhead(3), timeout(25)]],
  ])('does call by call what the simulator does: %s', async (_, layers) => {
    await expectAgreement(layers, byOpossum);
  });
});

describe('what is exported to the AWS SDK', () => {
  it('is a configuration with the keys that its clients document', async () => {
    const layers = [
      timeout(2000),
      retry(4, { kind: 'exponential', baseMs: 50, factor: 2, jitter: 'full' }),
      timeout(250),
    ];
    expect(await loaded(codeOf('aws-sdk', layers))).toMatchObject({
      testApi: { maxAttempts: 4, retryMode: 'standard', requestHandler: { requestTimeout: 250 } },
    });
    expect(await loaded(codeOf('aws-sdk', []))).toMatchObject({ testApi: { maxAttempts: 1 } });
  });
});
