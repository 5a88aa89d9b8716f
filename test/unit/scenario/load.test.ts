import { describe, expect, it } from 'vitest';
import { constant, exponential } from '../../../src/kernel/distribution';
import { compileScenario } from '../../../src/scenario';
import { unmarked } from './marked';

/* How load is written, and what is said of what is wrong in it. */

const shop = (workload: string, journeys = 'go: { share: 100%, start: web.get }') => `scenario: Load
workloads:
  people:
${workload}
    journeys: { ${journeys} }
services:
  web: { workers: 1, queue: 0, endpoints: { get: { work: 1ms }, put: { work: 1ms } } }
`;

function modelOf(text: string) {
  const compiled = compileScenario(text);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.value;
}

/** The one problem of a text in which its place is marked. */
function expectProblem(marked: string, message: string): void {
  const { text, line, column, endColumn } = unmarked(marked);
  const compiled = compileScenario(text);
  expect(compiled.ok ? [] : compiled.problems).toMatchObject([{ message, line, column, endColumn }]);
}

describe('a workload', () => {
  it('may be users who come back', () => {
    const { users, think, rate } = modelOf(shop('    users: 50\n    think: exponential mean 2s')).workloads[0]!;
    expect([users, think, rate]).toEqual([[{ fromMs: 0, count: 50 }], exponential(2000), []]);
  });

  it('may have more and fewer users over time', () => {
    const written = '    users: { steps: [{ at: 1s, users: 50 }, { at: 2s, users: 0 }] }\n    think: 2s';
    const { users } = modelOf(shop(written)).workloads[0]!;
    expect(users).toEqual([
      { fromMs: 1000, count: 50 },
      { fromMs: 2000, count: 0 },
    ]);
  });

  it('may come in bursts', () => {
    const written = '    rate: 5/s\n    arrivals: { bursts: [{ rate: 0.5x, for: 9s }, { rate: 5.5, for: 1s }] }';
    expect(modelOf(shop(written)).workloads[0]).toMatchObject({
      isEven: false,
      bursts: [
        { factor: 0.5, meanMs: 9000 },
        { factor: 5.5, meanMs: 1000 },
      ],
    });
  });

  it.each([
    [
      '  «people»:',
      '    patience: 2s',
      'A workload needs a `rate`, or `users` and how long they `think`, or a `script`.',
    ],
    ['  «people»:', '    users: 5', 'How long do the `users` think? Add `think`, such as `think: 2s`.'],
    ['  «people»:', '    users: 5\n    rate: 2/s', 'A workload has either a `rate` or `users`, not both.'],
    ['  people:', '    rate: 2/s\n    think: «2s»', 'Only `users` think; shoppers of a `rate` come once.'],
    [
      '  people:',
      '    users: 5\n    think: 1s\n    arrivals: «constant»',
      'This says how a `rate` lies in time; `users` come back when they do.',
    ],
    [
      '  people:',
      '    users: 5000\n    think: «1ms»',
      'Answered at once, 5000 users who think 1ms would come more than 100000 times a second, the most that can be simulated.',
    ],
    [
      '  people:',
      '    users: «0»\n    think: 1s',
      '`users` is 0; expected a number of users such as 50, or { steps: [{ at: 0s, users: 10 }, { at: 30s, users: 50 }] }.',
    ],
    [
      '  people:',
      '    rate: 2/s\n    arrivals: { bursts: «[{ rate: 0x, for: 1s }, { rate: 0x, for: 2s }]» }',
      'With 0x in every state nobody would ever come.',
    ],
    [
      '  people:',
      '    rate: { ramp: { from: 10/s, to: 2000/s, over: 1s } }\n    arrivals: { bursts: [{ rate: 50x, for: 1s }, { rate: «51x», for: 2s }] }',
      'Of a rate of up to 2000/s this makes 102000/s, more than 100000/s, the most that can be simulated.',
    ],
    ['  people:', '    rate: { daily: { low: 2/s, high: «1/s», peak at: 3h } }', '`high` must not be less than `low`.'],
    ['  people:', '    rate: { daily: { low: 2/s, high: 3/s, peak at: «30h» } }', 'This must lie within the day.'],
  ])('is refused where it makes no sense: %s %s', (name, written, message) => {
    expectProblem(shop(written).replace('  people:', name), message);
  });
});

it('bursts of just as many as can be simulated are none too many', () => {
  const bursts = '    rate: 100/s\n    arrivals: { bursts: [{ rate: 0x, for: 9s }, { rate: 1000x, for: 1s }] }';
  expect(modelOf(shop(bursts)).workloads[0]!.bursts[1]!.factor).toBe(1000);
});

describe('steps of a journey', () => {
  const withSteps = (steps: string) => shop('    rate: 1/s', `go: { share: 100%, ${steps} }`);

  it('are requests with thoughts between them', () => {
    const { journeys, routes } = modelOf(withSteps('steps: [web.get, { think: 2s }, web.put, web.get]'));
    expect(journeys[0]!.steps.map(({ route }) => routes[route]!.endpoint)).toEqual([0, 1, 0]);
    expect(journeys[0]!.steps.map(({ think }) => think)).toEqual([constant(0), constant(2000), constant(0)]);
  });

  it.each([
    ['steps: [web.get, «web.gt»]', '`web` has no endpoint `gt`; did you mean `web.get`?'],
    ['steps: [«{ think: 2s }», web.get]', 'A journey begins with a request, such as web.browse.'],
    ['steps: [web.get, «{ think: 2s }»]', 'After a thought comes a request, such as web.browse.'],
    [
      'steps: [web.get, { think: «2» }, web.put]',
      '"2" has no unit: expected a duration such as 250ms, 1.5s, 5min or 2h.',
    ],
  ])('are checked: %s', (steps, message) => expectProblem(withSteps(steps), message));

  it('stand instead of a start', () => {
    const both = withSteps('start: web.get, steps: [web.get]').replace('go: {', 'go: «{').replace('] } }', '] }» }');
    expectProblem(both, 'A journey has either a `start` or `steps`, not both.');
    const none = shop('    rate: 1/s', 'go: «{ share: 100% }»');
    expectProblem(none, 'A journey needs a `start`, such as `start: web.browse`, or `steps`.');
  });
});

describe('replayed rates', () => {
  const replay = (lines: string, more = '') =>
    shop(`    rate:
      replay:
${more}        rates: |
${lines}`);

  it('have their problems at their own lines', () => {
    const { ok, ...rest } = compileScenario(
      replay(`          time s, rate /min

          0, 60
          5; 60
          4, 60
          4, -1
          6, 70000000`),
    );
    expect(ok).toBe(false);
    const problems = 'problems' in rest ? rest.problems : [];
    expect(problems.map(({ line, column, message }) => [line, column, message])).toEqual([
      [10, 11, '`5; 60` is not a time and a rate; expected two plain numbers such as `30, 12.5`.'],
      [12, 11, '`4, -1` is not a time and a rate; expected two plain numbers such as `30, 12.5`.'],
      [13, 11, 'That is more than 100000/s, the most that can be simulated.'],
    ]);
  });

  it('must go forward in time, from their first line on', () => {
    const lines = `          time s, rate /min
          100, 60
          99, 60`.replace('99, 60', '«99, 60»');
    expectProblem(replay(lines), 'The time of a line must be later than that of the line before it.');
  });

  it('say their units first', () => {
    const message =
      'The first line says what the columns are and their units: a line such as `time s, rate /s`; time in ms, s, min or h, rate per s, min or h.';
    expectProblem(replay('          «time, rate»\n          1, 2'), message);
  });

  it('end before they begin again', () => {
    const lines = '          time s, rate /s\n          100, 2\n          160, 3';
    expectProblem(replay(lines, '        repeat every: «1min»\n'), 'This must be longer than the rates go on: 60s.');
    expect(modelOf(replay(lines, '        repeat every: 2min\n')).workloads[0]!.ratePeriodMs).toBe(120_000);
  });
});
