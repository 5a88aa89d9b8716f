import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/engine/command';
import { Engine } from '../../../src/engine/engine';
import { EndpointSketch } from '../../../src/engine/observation/layout';
import { playStorm } from '../../../src/lesson/play';
import { judge } from '../../../src/lesson/judge';
import type { Check, Storm } from '../../../src/lesson/lesson';
import { Rig } from './rig';
import { Outcome } from '../../../src/policies/outcome';
import { compiled, FALLBACK, SMALL_SHOP, TIMEOUT } from './small-shop';

const model = compiled(SMALL_SHOP);

/** The run that these commands make, played without a lab. */
function played(commands: readonly Command[], untilMs: number, seed = 1): Engine {
  const engine = new Engine(model, seed);
  for (const command of commands) engine.schedule(command);
  engine.advance(untilMs);
  return engine;
}

const commandsOf = (rig: Rig): Command[] => [
  ...rig.of('began').at(-1)!.commands,
  ...rig.of('took').map(({ command }) => command),
];

const STORM: Storm = {
  id: 'hang',
  title: 'The catalog hangs',
  forMs: 20_000,
  commands: [{ atMs: 5000, do: 'break', id: 'catalog-hangs' }],
};
const ANSWERED: Check = {
  id: 'answered',
  storm: 'hang',
  title: 'Shoppers get an answer',
  points: 2,
  fromMs: 6000,
  toMs: 20_000,
  expect: { measure: 'answered', journeys: ['browse', 'help'], atLeast: 0.95 },
  message: '{measured} were answered.',
};
const testOf = (policies: string) =>
  ({ type: 'test', test: 1, request: { storm: STORM, checks: [ANSWERED], policies, seed: 3 } }) as const;

/** Answers from what it saw before the break. */
const REMEMBERING = `policies:
  web -> catalog:
    - fallback: { use: cached, up to: 1min old, otherwise: fail, message: "Prices of a minute ago" }
    - timeout: 100ms
`;

describe('a session', () => {
  it('starts paused at 0 with a frame to show', () => {
    const rig = new Rig().load().run(500);
    expect(rig.of('began')).toHaveLength(1);
    expect(rig.frames()).toHaveLength(1);
    expect(rig.last()).toMatchObject({ nowMs: 0, playing: false, speed: 1 });
  });

  it('plays one simulated second in one real second', () => {
    const rig = new Rig().load().ask({ type: 'play' }).run(1000);
    expect(rig.last().nowMs).toBeGreaterThan(960);
    expect(rig.last().nowMs).toBeLessThanOrEqual(1000);
  });

  it('plays at a tenth of real time and at a hundred times as much', () => {
    const slow = new Rig().load().ask({ type: 'speed', speed: 0.1 }).ask({ type: 'play' }).run(2000);
    expect(slow.last().nowMs).toBeCloseTo(200, -1);
    const fast = new Rig().load().ask({ type: 'speed', speed: 100 }).ask({ type: 'play' }).run(200);
    expect(fast.last().nowMs).toBeGreaterThan(16_000);
  });

  it('gives its thread back by real time, however much happens in it', () => {
    const turnsFor = (rate: string): { turns: number; events: number } => {
      const rig = new Rig();
      const scenario = SMALL_SHOP.replace('rate: 40/s', `rate: ${rate}`);
      rig.ask({ type: 'load', load: 1, scenario, policies: null, seed: 1 });
      rig.ask({ type: 'speed', speed: 50 }).ask({ type: 'play' });
      let turns = 0;
      for (; rig.nowMs < 200; turns++) rig.nowMs += rig.session.turn();
      return { turns, events: rig.last().eventCount };
    };
    const [quiet, busy] = [turnsFor('9/s'), turnsFor('900/s')];
    expect(busy.events).toBeGreaterThan(20 * quiet.events);
    expect(busy.events / busy.turns).toBeGreaterThan(1_000);
    expect(busy.turns).toBe(quiet.turns);
  });

  it('stops when paused and goes on from there', () => {
    const rig = new Rig().load().ask({ type: 'play' }).run(500).ask({ type: 'pause' }).run(1000);
    const stoodAt = rig.last().nowMs;
    expect(rig.last()).toMatchObject({ playing: false, achievedSpeed: 0 });
    rig.ask({ type: 'play' }).run(100);
    expect(rig.last().nowMs).toBeGreaterThan(stoodAt);
    expect(rig.last().nowMs).toBeLessThanOrEqual(stoodAt + 100);
  });

  it('sends at most 30 frames in a real second', () => {
    const rig = new Rig(0.01).load().ask({ type: 'play' }).run(2000);
    expect(rig.frames().length).toBeGreaterThan(40);
    expect(rig.frames().length).toBeLessThanOrEqual(61);
  });

  it('sends no further frame until the page has seen the last, and then leaves nothing out', () => {
    const rig = new Rig(0, false).load().ask({ type: 'play' }).run(3000);
    expect(rig.frames()).toHaveLength(1);
    rig.ask({ type: 'seen' }).run(50);
    expect(rig.frames()).toHaveLength(2);
    expect(rig.last().points.map(({ fromMs }) => fromMs)).toEqual([...Array(12).keys()].map((cell) => cell * 250));
  });

  it('gives every quantile of what is looked at, at once though the run is paused, and of nothing else', () => {
    const rig = new Rig(0.01).load().ask({ type: 'play' }).run(3000).ask({ type: 'pause' }).run(100);
    const { layout } = played([], 0);
    const service = layout.model.services.findIndex(({ name }) => name === 'catalog');
    const seen = (): number[] =>
      [...rig.last().quantiles.keys()].filter((at) => !Number.isNaN(rig.last().quantiles[at]));
    expect(seen()).toEqual([]);
    expect(rig.last().servicesP95Ms.every((ms) => ms > 0)).toBe(true);
    expect(rig.last().journeysP95Ms.every((ms) => ms > 0)).toBe(true);

    rig.ask({ type: 'look at', subject: { kind: 'service', index: service } }).run(100);
    const endpoint = layout.model.endpoints.findIndex((candidate) => candidate.service === service);
    const good = 3 * (layout.endpointSketch(endpoint) + EndpointSketch.good);
    const { quantiles, servicesP95Ms } = rig.last();
    expect(quantiles[good + 1]).toBe(servicesP95Ms[service]);
    expect(quantiles[good]).toBeLessThanOrEqual(quantiles[good + 1]!);
    const ofService = (at: number): boolean =>
      at >= 3 * layout.endpointSketch(endpoint) && at < 3 * layout.endpointSketch(endpoint + 1);
    expect(seen().every(ofService)).toBe(true);

    rig.ask({ type: 'look at', subject: { kind: 'link', index: 0 } }).ask({ type: 'restart', seed: 2 });
    rig.ask({ type: 'play' }).run(3000);
    expect(seen().length).toBeGreaterThan(0);
    expect(seen().some(ofService)).toBe(false);
    rig.ask({ type: 'look at', subject: null }).run(100);
    expect(seen()).toEqual([]);
  });

  it('makes the same run whatever the speeds, pauses, steps and slices', () => {
    const action = fc.record({
      speed: fc.constantFrom(0.1, 1, 7, 100),
      realMs: fc.integer({ min: 0, max: 300 }),
      then: fc.constantFrom('play', 'pause', 'step', 'break', 'heal', 'policies'),
    });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 12 }), fc.constantFrom(0, 0.7, 6), (actions, lookCostMs) => {
        const rig = new Rig(lookCostMs).load().ask({ type: 'play' });
        for (const { speed, realMs, then } of actions) {
          rig.ask({ type: 'speed', speed });
          if (then === 'break' || then === 'heal')
            rig.ask({ type: 'command', body: { do: then, id: 'catalog-hangs' } });
          else if (then === 'policies') rig.ask({ type: 'command', body: { do: 'policies', yaml: TIMEOUT } });
          else rig.ask({ type: then });
          rig.run(realMs);
        }
        rig.ask({ type: 'pause' }).run(100);
        const { nowMs, eventCount, counts } = rig.last();
        const again = played(commandsOf(rig), nowMs);
        expect(again.eventCount).toBe(eventCount);
        expect(again.counts).toEqual(counts);
        expect(rig.of('took')).toHaveLength(actions.filter(({ then }) => /break|heal|policies/.test(then)).length);
      }),
      { numRuns: 25 },
    );
  });

  it('shows at once what a command did to a paused run', () => {
    const rig = new Rig().load().run(50);
    rig.ask({ type: 'command', body: { do: 'break', id: 'catalog-hangs' } }).run(50);
    expect(rig.of('frame').at(-1)!.faultsOn).toEqual(['catalog-hangs']);
    expect(rig.last().log).toContainEqual(expect.objectContaining({ kind: 'fault', id: 'catalog-hangs', on: true }));
    expect(rig.last().nowMs).toBeLessThan(0.01);
  });

  it('steps from one instant at which something happens to the next', () => {
    const rig = new Rig().load();
    for (let step = 1; step <= 30; step += 1) {
      const before = rig.ask({ type: 'step' }).run(50).last();
      const after = rig.ask({ type: 'step' }).run(50).last();
      expect(after.eventCount).toBeGreaterThan(before.eventCount);
      expect(after.nowMs).toBeGreaterThan(before.nowMs);
    }
  });

  it('says what speed it reaches, and skips nothing, when the machine cannot keep up', () => {
    const rig = new Rig(5).load().ask({ type: 'speed', speed: 100 }).ask({ type: 'play' }).run(3000);
    const { speed, achievedSpeed, nowMs } = rig.last();
    expect(speed).toBe(100);
    expect(achievedSpeed).toBeLessThan(60);
    expect(nowMs).toBeLessThan(200_000);
    expect(rig.frames().flatMap(({ points }) => points).length).toBe(Math.floor(nowMs / 250));
    expect(played([], nowMs).counts).toEqual(rig.last().counts);
  });

  it('does not race to catch up after the machine slept', () => {
    const rig = new Rig().load().ask({ type: 'play' }).run(1000);
    rig.nowMs += 3_600_000;
    rig.run(1000);
    expect(rig.last().nowMs).toBeLessThan(3000 + 100);
  });

  it('tells the log without gaps and without repeats', () => {
    const rig = new Rig().load().ask({ type: 'play' }).run(1000);
    rig.ask({ type: 'command', body: { do: 'break', id: 'catalog-hangs' } }).run(4000);
    const told = rig.frames().flatMap(({ log }) => log.map(({ seq }) => seq));
    expect(told.length).toBeGreaterThan(2);
    expect(told).toEqual(told.map((_, index) => index));
  });

  it('refuses a command that makes no sense, says why, and plays on', () => {
    const rig = new Rig().load().ask({ type: 'play' });
    rig.ask({ type: 'command', body: { do: 'break', id: 'nothing-of-the-kind' } }).run(500);
    expect(rig.of('refused')[0]!.problems[0]!.message).toContain('nothing-of-the-kind');
    expect(rig.last().nowMs).toBeGreaterThan(400);
  });

  it('says what is wrong with a scenario that does not compile', () => {
    const rig = new Rig().ask({ type: 'load', load: 4, scenario: 'scenario: 7', policies: null, seed: 1 });
    expect(rig.of('failed')).toMatchObject([{ load: 4 }]);
    expect(rig.of('failed')[0]!.problems.length).toBeGreaterThan(0);
    expect(rig.session.turn()).toBe(Infinity);
  });

  it('ends with a problem instead of silence when something breaks inside', () => {
    const rig = new Rig().load();
    rig.ask({ type: 'slow until queue full', service: 99, speed: 1, then: 1 }).run(200);
    expect(rig.of('failed')[0]!.problems[0]!.message).toContain('internal error');
    expect(rig.session.turn()).toBe(Infinity);
  });

  it('restarts at 0 with the policies in force and without the commands', () => {
    const rig = new Rig().load().ask({ type: 'play' }).run(500);
    rig.ask({ type: 'command', body: { do: 'policies', yaml: TIMEOUT } }).run(500);
    rig.ask({ type: 'command', body: { do: 'break', id: 'catalog-hangs' } }).run(500);
    rig.ask({ type: 'restart', seed: 9 }).run(300);
    const begun = rig.of('began').at(-1)!;
    expect(begun).toMatchObject({ seed: 9, commands: [{ atMs: 0, do: 'policies', yaml: TIMEOUT }] });
    expect(rig.of('frame').at(-1)!.faultsOn).toEqual([]);
    expect(rig.last().counts).toEqual(played(begun.commands, rig.last().nowMs, 9).counts);
  });

  it('plays slowly until every queue of a service is full, then on', () => {
    const rig = new Rig().load().ask({ type: 'play' }).run(1000);
    rig.ask({ type: 'command', body: { do: 'break', id: 'catalog-hangs' } });
    rig.ask({ type: 'slow until queue full', service: 0, speed: 0.5, then: 4 }).run(1000);
    expect(rig.last().speed).toBe(0.5);
    const fullAt = () =>
      rig.frames().flatMap(({ log }) => log.filter((entry) => entry.kind === 'queue' && entry.service === 0));
    while (fullAt().length < 2) rig.run(100);
    expect(rig.run(100).last().speed).toBe(4);
  });

  it('replays from before the break under other policies, up to the present, and plays on', () => {
    const rig = new Rig().load().ask({ type: 'play' }).run(2000);
    rig.ask({ type: 'command', body: { do: 'break', id: 'catalog-hangs' } }).run(2000);
    rig.ask({ type: 'command', body: { do: 'policies', yaml: TIMEOUT } }).run(500);
    const presentMs = rig.last().nowMs;
    const breakMs = rig.of('took')[0]!.command.atMs;
    rig.ask({ type: 'replay', policies: FALLBACK }).run(300);

    const { commands } = rig.of('began').at(-1)!;
    expect(commands).toEqual([
      { atMs: 0, do: 'policies', yaml: FALLBACK },
      { atMs: breakMs, do: 'break', id: 'catalog-hangs' },
    ]);
    const { nowMs, counts, playing } = rig.last();
    expect(playing).toBe(true);
    expect(nowMs).toBeGreaterThan(presentMs);
    expect(nowMs).toBeLessThan(presentMs + 400);
    expect(counts).toEqual(played(commands, nowMs).counts);
  });

  it('shows in a replay what the policies do when they stood there all along', () => {
    const rig = new Rig().load().ask({ type: 'play' }).run(2000);
    rig.ask({ type: 'command', body: { do: 'break', id: 'catalog-hangs' } }).run(2000);
    rig.ask({ type: 'replay', policies: REMEMBERING }).run(300);

    const { commands } = rig.of('began').at(-1)!;
    const replayed = played(commands, rig.last().nowMs);
    expect(replayed.readOldCalls()).toEqual([]);
    const browse = replayed.layout.journey(0);
    const ended = (...outcomes: Outcome[]) =>
      outcomes.reduce<number>((sum, outcome) => sum + replayed.counts[browse + 1 + outcome]!, 0);
    expect(ended(Outcome.degraded)).toBeGreaterThan(30);
    expect(ended(Outcome.dependency, Outcome.timeout, Outcome.gaveUp, Outcome.queueFull)).toBe(0);
  });

  it('sets the policies here and now when there was no break to go back to', () => {
    const rig = new Rig().load().ask({ type: 'play' }).run(1000).ask({ type: 'replay', policies: TIMEOUT }).run(100);
    expect(rig.of('began')).toHaveLength(1);
    expect(rig.of('took')).toMatchObject([{ command: { do: 'policies', yaml: TIMEOUT } }]);
  });
});

describe('a test', () => {
  it('judges the untouched storm, however the machine plays it', () => {
    for (const lookCostMs of [0, 3]) {
      for (const policies of [TIMEOUT, FALLBACK]) {
        const rig = new Rig(lookCostMs).load().run(100).ask(testOf(policies));
        while (rig.of('tested').length === 0) rig.run(500);
        const storm = playStorm(model, policies, STORM, 3);
        const expected = storm.ok ? judge([ANSWERED], storm.value.recorder) : null;
        expect(rig.of('tested')[0]!.result.verdicts).toEqual(expected);
        expect(expected![0]!.passed).toBe(policies === FALLBACK);
      }
    }
  });

  it('leaves a recording that plays the same run again', () => {
    const rig = new Rig().load().ask(testOf(FALLBACK)).run(7000);
    const { recording } = rig.of('tested')[0]!.result;
    expect(recording).toMatchObject({ scenario: SMALL_SHOP, seed: 3 });
    expect(played(recording.commands, STORM.forMs, 3).counts).toEqual(rig.last().counts);
  });

  it('takes about six real seconds and then stands paused at the storm’s end', () => {
    const rig = new Rig().load().ask(testOf(FALLBACK)).run(5900);
    expect(rig.of('tested')).toHaveLength(0);
    rig.run(200);
    expect(rig.of('tested')).toMatchObject([{ test: 1 }]);
    expect(rig.run(1000).last()).toMatchObject({ nowMs: STORM.forMs, playing: false });
  });

  it('cannot be touched while it is played', () => {
    const rig = new Rig().load().ask(testOf(FALLBACK)).run(1000);
    rig.ask({ type: 'command', body: { do: 'heal', id: 'catalog-hangs' } });
    rig.ask({ type: 'pause' }).ask({ type: 'step' }).ask({ type: 'speed', speed: 1 });
    rig.run(6000);
    expect(rig.of('refused')).toHaveLength(1);
    const { recording } = rig.of('tested')[0]!.result;
    expect(recording.commands).toEqual([{ atMs: 0, do: 'policies', yaml: FALLBACK }, ...STORM.commands]);
  });

  it('can be left, and gives no verdict then', () => {
    const rig = new Rig().load().ask(testOf(FALLBACK)).run(1000).ask({ type: 'cancel test' }).run(9000);
    expect(rig.of('tested')).toHaveLength(0);
    expect(rig.last()).toMatchObject({ playing: false, speed: 1 });
    rig.ask({ type: 'command', body: { do: 'break', id: 'catalog-slow' } });
    expect(rig.of('took')).toHaveLength(1);
  });

  it('is refused, and the run before it stays, when its storm breaks what is not there', () => {
    const rig = new Rig().load().ask({ type: 'play' }).run(1000).ask({ type: 'pause' });
    const storm: Storm = { ...STORM, commands: [{ atMs: 1, do: 'break', id: 'nothing-of-the-kind' }] };
    rig.ask({ type: 'test', test: 5, request: { storm, checks: [], policies: TIMEOUT, seed: 1 } }).run(100);
    expect(rig.of('refused')).toMatchObject([{ test: 5 }]);
    expect(rig.last().nowMs).toBeGreaterThan(900);
  });
});

describe('going to an instant of a storm', () => {
  const RUN = { storm: STORM, policies: FALLBACK, seed: 3 };
  const STORMED: Command[] = [{ atMs: 0, do: 'policies', yaml: FALLBACK }, ...STORM.commands];

  it('shows the storm’s own run, paused, whatever ran before, and the storm goes on from there', () => {
    const rig = new Rig().load().ask({ type: 'play' }).run(1000);
    rig.ask({ type: 'command', body: { do: 'break', id: 'catalog-slow' } }).run(8000);

    rig.ask({ type: 'go to', run: RUN, atMs: 4500 }).run(500);
    expect(rig.last()).toMatchObject({ nowMs: 4500, playing: false });
    expect([...rig.last().counts]).toEqual([...played(STORMED, 4500, 3).counts]);

    rig.ask({ type: 'play' }).run(3000);
    expect([...rig.last().counts]).toEqual([...played(STORMED, rig.last().nowMs, 3).counts]);
    expect(rig.of('frame').at(-1)?.faultsOn).toEqual(['catalog-hangs']);
  });

  it('goes to the very start', () => {
    const rig = new Rig().load().ask({ type: 'play' }).run(1000).ask({ type: 'go to', run: RUN, atMs: 0 }).run(200);
    expect(rig.last()).toMatchObject({ nowMs: 0, playing: false });
  });
});
