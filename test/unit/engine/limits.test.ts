import { describe, expect, it } from 'vitest';
import { Engine } from '../../../src/engine/engine';
import { LIMITS } from '../../../src/engine/limits';
import { Recorder } from '../../../src/engine/observation/recorder';
import { command, modelOf, Reader } from '../support/run';

/** Shoppers without patience behind a cut: each of them waits for ever. */
const CUT = `
scenario: Behind a cut
workloads:
  people: { rate: 100/s, journeys: { go: { share: 100%, start: web.go } } }
services:
  web: { workers: 1000, queue: 0, endpoints: { go: { work: 1ms } } }
links: { default: { latency: 1ms } }
faults: { cut: { link: people -> web, does: cut, at: 2s } }
`;

const SMALL = { rows: 300 };
const engine = (limits = SMALL, seed = 1): Engine => new Engine(modelOf(CUT), seed, limits);

describe('a run that asks for more than the limit', () => {
  it('stops at a simulated instant and says at which, and at what limit', () => {
    const run = engine();
    run.advance(1_000);
    expect(run.stopped).toBeNull();
    run.advance(60_000);
    const { stopped } = run;
    expect(stopped).toMatchObject({ limit: 'rows', atMs: run.nowMs });
    expect(stopped!.atMs).toBeGreaterThan(2_000);
    expect(stopped!.atMs).toBeLessThan(5_000);
    expect(stopped!.message).toMatch(/stopped at \d\.\d{3} s of simulated time: 300 /);
  });

  it('goes no further, and nothing vanishes', () => {
    const run = engine();
    run.advance(60_000);
    const before = [run.nowMs, run.eventCount, run.digest()];
    command(run, 70_000, { do: 'heal', id: 'cut' });
    run.advance(100_000);
    expect(run.stepInstant()).toBe(false);
    expect([run.nowMs, run.eventCount, run.digest()]).toEqual(before);
    expect(run.nextEventMs).toBe(Infinity);
    const { arrived, ok } = new Reader(run).journey('go');
    expect(arrived - ok).toBe(run.census().journeys[0]);
    expect(run.census().rows).toBeGreaterThan(280);
  });

  it('stops at the same event whatever the slices, and from a snapshot', () => {
    const whole = engine();
    whole.advance(60_000);
    const sliced = engine();
    for (let ms = 0; ms < 10_000; ms += 7) sliced.advance(ms);
    const restored = engine();
    const taken = engine();
    taken.advance(2_500);
    restored.restore(structuredClone(taken.snapshot()));
    restored.advance(60_000);
    for (const run of [sliced, restored]) {
      expect(run.digest()).toBe(whole.digest());
      expect(run.stopped).toEqual(whole.stopped);
    }
    taken.restore(whole.snapshot());
    expect(taken.stopped).toEqual(whole.stopped);
  });

  it('is not recorded as if time had gone on', () => {
    const recorder = new Recorder(engine());
    recorder.advance(60_000);
    expect(recorder.cellCount * recorder.cellMs).toBeLessThanOrEqual(recorder.engine.nowMs);
  });
});

it('a run that stays below the limit never hears of it', () => {
  const run = new Engine(modelOf(CUT), 1);
  run.advance(20_000);
  expect(run.stopped).toBeNull();
  expect(run.nowMs).toBe(20_000);
  expect(LIMITS.rows).toBeGreaterThan(1_000_000);
});
