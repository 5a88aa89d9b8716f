import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/engine/command';
import { command, engineOf, Reader } from '../support/run';

const SHOP = `
scenario: Commanded
workloads:
  people: { rate: 100/s, journeys: { browse: { share: 100%, start: web.browse } } }
services:
  web: { workers: 1000, queue: 0, endpoints: { browse: { work: 0ms, calls: [catalog.list] } } }
  catalog: { workers: 1000, queue: 0, endpoints: { list: { work: 10ms } } }
links: { default: { latency: 1ms } }
faults: { clockwork: { node: catalog, does: crash, at: 200ms, for: 100ms } }
`;

function played(commands: readonly Command[], untilMs = 1_000) {
  const engine = engineOf(SHOP);
  for (const { atMs, ...body } of commands) command(engine, atMs, body);
  engine.advance(untilMs);
  return engine;
}

describe('commands', () => {
  it('of one instant act in the order in which they were given, before everything else of that instant', () => {
    const atMs = 200;
    const fault = { node: 'catalog', does: 'hang' } as const;
    const healed = played([
      { atMs, do: 'break', id: 'f', fault },
      { atMs, do: 'heal', id: 'f' },
    ]);
    expect(healed.faultsOn).toEqual([]);
    const broken = played([
      { atMs, do: 'break', id: 'f', fault },
      { atMs, do: 'heal', id: 'f' },
      { atMs, do: 'break', id: 'f' },
    ]);
    expect(broken.faultsOn).toEqual(['f']);
    const told = broken.log.flatMap((entry) => (entry.kind === 'fault' ? [[entry.id, entry.on, entry.atMs]] : []));
    expect(told).toEqual([
      ['f', true, 200],
      ['f', false, 200],
      ['f', true, 200],
      ['clockwork', true, 200],
      ['clockwork', false, 300],
    ]);
  });

  it('given out of order act in the order of their instants', () => {
    const engine = engineOf(SHOP);
    command(engine, 700, { do: 'policies', yaml: 'policies: { web -> catalog: [{ timeout: 1s }] }' });
    command(engine, 100, { do: 'policies', yaml: 'policies: { web -> catalog: [{ timeout: 2s }] }' });
    engine.advance(500);
    expect(engine.policies).toMatchObject({ version: 2, sinceMs: 100 });
    engine.advance(800);
    expect(engine.policies).toMatchObject({ version: 3, sinceMs: 700 });
  });

  it('make the same run in whatever order their parts are written', () => {
    const one = played([{ atMs: 100, do: 'break', id: 'f', fault: { node: 'catalog', does: 'slow', by: '3x' } }]);
    const other = played([{ fault: { by: '3x', does: 'slow', node: 'catalog' }, id: 'f', do: 'break', atMs: 100 }]);
    expect(other.digest()).toBe(one.digest());
  });

  it('may break what an earlier command defines, but not what only a later one will', () => {
    const engine = engineOf(SHOP);
    command(engine, 500, { do: 'break', id: 'f', fault: { node: 'catalog', does: 'hang' } });
    expect(engine.schedule({ atMs: 400, do: 'break', id: 'f' }).ok).toBe(false);
    expect(engine.schedule({ atMs: 600, do: 'heal', id: 'f' }).ok).toBe(true);
    expect(engine.schedule({ atMs: 700, do: 'break', id: 'f' }).ok).toBe(true);
    engine.advance(1_000);
    expect(engine.faultsOn).toEqual(['f']);
  });

  it('are refused for an instant that never comes', () => {
    const engine = engineOf(SHOP);
    for (const atMs of [NaN, Infinity, -1])
      expect(engine.schedule({ atMs, do: 'heal', id: 'clockwork' }).ok).toBe(false);
  });

  it('given after a step act after what was stepped over, in this run and in its replay', () => {
    const stepped = engineOf(SHOP);
    for (let step = 0; step < 40; step++) stepped.stepInstant();
    const { nowMs: atMs } = stepped;
    const given: Command = { atMs, do: 'break', id: 'f', fault: { node: 'catalog', does: 'crash' } };
    expect(stepped.schedule(given).ok).toBe(true);
    stepped.advance(1_000);
    const replayed = played([given]);
    expect(stepped.digest()).toBe(replayed.digest());
    expect(new Reader(stepped).visits('catalog.list')).toEqual(new Reader(replayed).visits('catalog.list'));
  });
});

describe('a step', () => {
  it('goes from one instant at which something happens to the next, and ends where nothing is left', () => {
    const engine = engineOf(`
scenario: Ending
workloads:
  people: { rate: { steps: [{ at: 0s, rate: 50/s }, { at: 100ms, rate: 0/s }] }, patience: 1s, journeys: { browse: { share: 100%, start: web.browse } } }
services:
  web: { workers: 10, queue: 0, endpoints: { browse: { work: 3ms } } }
`);
    let last = -1;
    while (engine.stepInstant()) {
      expect(engine.nowMs).toBeGreaterThan(last);
      last = engine.nowMs;
    }
    expect(new Reader(engine).journey('browse').arrived).toBeGreaterThan(0);
    expect(engine.census()).toMatchObject({ journeys: [0], rows: 0 });
    expect(engine.nextEventMs).toBe(Infinity);
  });
});
