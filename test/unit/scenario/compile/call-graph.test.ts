import { describe, expect, it } from 'vitest';
import { compileScenario } from '../../../../src/scenario';
import { unmarked } from '../marked';

/** A scenario whose endpoints `x.<name>` make the calls given. */
const scenario = (plans: Readonly<Record<string, string>>): string =>
  [
    'scenario: Calls',
    'workloads: { w: { rate: 1/s, journeys: { j: { share: 100%, start: x.a } } } }',
    'services:',
    '  x:',
    '    workers: 1',
    '    queue: 1',
    '    endpoints:',
    ...Object.entries(plans).map(([name, calls]) => `      ${name}: { work: 1ms, calls: [${calls}] }`),
  ].join('\n');

function problemsOf(text: string) {
  const compiled = compileScenario(text);
  return compiled.ok ? [] : compiled.problems;
}

describe('calls that go round', () => {
  it.each([
    ['an endpoint that calls itself', { a: '«x.a»' }, 'x.a -> x.a'],
    ['a circle of three', { a: '«x.b»', b: 'x.c', c: 'x.a' }, 'x.a -> x.b -> x.c -> x.a'],
    ['a circle that is called from outside', { a: 'x.b', b: '«x.c»', c: 'x.b' }, 'x.b -> x.c -> x.b'],
    ['a circle within calls at once', { a: '{ parallel: [x.b, «x.a»] }', b: '' }, 'x.a -> x.a'],
    ['a circle of optional calls', { a: '{ «x.a»: optional }' }, 'x.a -> x.a'],
    [
      'calls that grow although each is made less than always',
      { a: '{ «x.a»: { probability: 60% } }, { x.a: { probability: 60% } }' },
      'x.a -> x.a',
    ],
  ])('are refused: %s', (_, plans, way) => {
    const { text, line, column, endColumn } = unmarked(scenario(plans));
    expect(problemsOf(text)).toMatchObject([
      {
        line,
        column,
        endColumn,
        message: `These calls go round without an end: ${way}. Take one out, or make it seldom enough with \`probability\`.`,
      },
    ]);
  });

  it('name each of two circles', () => {
    expect(problemsOf(scenario({ a: 'x.a', b: 'x.b' }))).toHaveLength(2);
  });

  it.each([
    ['that are seldom enough to fade', { a: '{ x.a: { probability: 50% } }' }],
    ['that are never made', { a: '{ x.a: { probability: 0% } }' }],
  ])('are allowed %s', (_, plans) => {
    expect(problemsOf(scenario(plans))).toEqual([]);
  });
});

describe('calls without a circle', () => {
  const chain = (length: number) =>
    Object.fromEntries(
      Array.from({ length }, (_, i) => [i === 0 ? 'a' : `a${i}`, i < length - 1 ? `x.a${i + 1}` : '']),
    );

  it('may go 40 levels deep and no further', () => {
    expect(problemsOf(scenario(chain(40)))).toEqual([]);
    expect(problemsOf(scenario(chain(41)))).toMatchObject([
      { path: 'services.x.endpoints.a', message: 'The calls of x.a go more than 40 levels deep.' },
    ]);
  });

  it('are told to be too deep and nothing else, however long they are', () => {
    expect(problemsOf(scenario(chain(2100)))).toMatchObject([
      { path: 'services.x.endpoints.a2059', message: 'The calls of x.a2059 go more than 40 levels deep.' },
    ]);
  });

  it('may be long ways to a circle that fades', () => {
    const plans = { ...chain(2100), a2099: '{ x.a2099: { probability: 50% } }' };
    expect(problemsOf(scenario(plans))).toEqual([]);
  });

  it('are named in short where they are long and multiply', () => {
    const plans = { ...chain(20), a: '{ x.a1: { times: 1000 } }' };
    expect(problemsOf(scenario(plans)).map(({ message }) => message)).toEqual([
      'One request to x.a can make more than 10000 calls, most of them by ' +
        'x.a -> x.a1 (1000 times) -> x.a2 -> … (14 more) -> x.a17 -> x.a18 -> x.a19.',
    ]);
  });

  it('may not multiply beyond any use', () => {
    const many = (name: string) => Array(30).fill(name).join(', ');
    expect(problemsOf(scenario({ a: many('x.b'), b: many('x.c'), c: many('x.d'), d: '' }))).toMatchObject([
      {
        path: 'services.x.endpoints.a',
        message: 'One request to x.a can make more than 10000 calls, most of them by x.a -> x.b -> x.c -> x.d.',
      },
    ]);
  });

  it('may not multiply in loops, which count with all the times they can be made', () => {
    const plan = { a: '{ x.b: { times: { from: 0, to: 200 } } }', b: 'x.c, { x.c: { times: 60 } }', c: '' };
    expect(problemsOf(scenario(plan))).toMatchObject([
      {
        path: 'services.x.endpoints.a',
        message:
          'One request to x.a can make more than 10000 calls, most of them by x.a -> x.b (200 times) -> x.c (60 times).',
      },
    ]);
  });

  it('may not multiply on their way to a circle that fades', () => {
    const plan = { a: '{ x.b: { times: 1000 } }', b: '{ x.b: { probability: 95% } }' };
    expect(problemsOf(scenario(plan))).toMatchObject([
      {
        path: 'services.x.endpoints.a',
        message: 'One request to x.a can make more than 10000 calls, most of them by x.a -> x.b (1000 times) -> x.b.',
      },
    ]);
  });

  it('may meet again at one endpoint', () => {
    expect(problemsOf(scenario({ a: 'x.b, x.c', b: 'x.d', c: 'x.d', d: '' }))).toEqual([]);
  });
});
