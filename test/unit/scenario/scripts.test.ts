import { describe, expect, it } from 'vitest';
import { Outcome } from '../../../src/policies/outcome';
import { compileScenario } from '../../../src/scenario';
import { unmarked } from './marked';

/* How arrivals are written call by call, and what is said of what is wrong in them. */

const shop = (workload: string, journeys = 'go: { share: 100%, start: web.get }') => `scenario: Script
workloads:
  caller:
${workload}
    journeys: { ${journeys} }
services:
  web: { workers: 1, queue: 0, endpoints: { get: { work: 1ms, calls: [store.read] }, put: { work: 1ms } } }
  store: { workers: 1, queue: 0, endpoints: { read: { work: 1ms } } }
`;

const lines = (...text: string[]) => `    script: |\n${text.map((line) => `      ${line}\n`).join('')}`;

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

describe('a script', () => {
  it('is a list of arrivals, of which only the instant must be said', () => {
    const written =
      '    script: [{ at: 0ms }, { at: 1s, takes: 20ms, ends: failure, then: [{ takes: 5ms }, { ends: ignored }] }]';
    expect(modelOf(shop(written)).workloads[0]!.script).toEqual([
      { atMs: 0, journey: 0, endpoint: 0, tries: [{ takesMs: 0, ends: Outcome.ok }] },
      {
        atMs: 1000,
        journey: 0,
        endpoint: 0,
        tries: [
          { takesMs: 20, ends: Outcome.error },
          { takesMs: 5, ends: Outcome.ok },
          { takesMs: 0, ends: Outcome.badRequest },
        ],
      },
    ]);
  });

  it('says the same as lines of text', () => {
    const listed = `    script:
      - { at: 0ms, takes: 20ms, ends: failure, then: [{ takes: 5ms, ends: success }] }
      - { at: 1.5s, takes: 90s, ends: slow }
      - { at: 1.5s, takes: 1ms, ends: cancelled }`;
    const text = lines(
      'at s, takes ms, ends',
      '0, 20, failure',
      ', 5, success',
      '',
      '1.5, 90000, slow',
      '1.5, 1, cancelled',
    );
    expect(modelOf(shop(text)).workloads).toEqual(modelOf(shop(listed)).workloads);
  });

  it('names journeys and the endpoint whose work it tells', () => {
    const journeys = 'go: { share: 50%, start: web.get }, write: { share: 50%, start: web.put }';
    const text = lines('at ms, takes ms, ends, start', '0, 1, success, write', '1, 1, success, go');
    expect(modelOf(shop(text, journeys)).workloads[0]!.script).toMatchObject([
      { journey: 1, endpoint: 1 },
      { journey: 0, endpoint: 0 },
    ]);
    const far = modelOf(shop('    scripted: store.read\n    script: [{ at: 0ms, start: go }]', journeys));
    expect(far.workloads[0]!.script).toMatchObject([{ journey: 0, endpoint: 2 }]);
  });

  it.each([['rate: «1/s»'], ['users: «1»\n    think: 1s'], ['arrivals: «constant»']])(
    'stands alone, without %s',
    (other) => {
      expectProblem(
        shop(`    script: [{ at: 0ms }]\n    ${other}`),
        'The `script` says who comes when; it stands alone.',
      );
    },
  );

  it.each([
    ['[{ at: 2s }, { at: «1s» }]', 'An arrival must not come before the one above it.'],
    [
      '[{ at: 0ms, start: go }, «{ at: 0ms, start: gone }»]',
      'There is no journey `gone` in this workload; there are: go.',
    ],
    [
      '[«{ at: 0ms, ends: slow }»]',
      'How slow? What is slow is told by how long it takes: add `takes`, such as `takes: 90s`.',
    ],
    ['[{ at: 0ms, ends: «well» }]', '`ends` is `well`; expected one of success, failure, slow, ignored, cancelled.'],
    ['«[]»', '`script` is an empty list; it needs at least one item.'],
  ])('is refused with its place: %s', (script, message) => {
    const { text, line, column } = unmarked(shop(`    script: ${script}`));
    const compiled = compileScenario(text);
    const problems = compiled.ok ? [] : compiled.problems;
    expect(problems).toMatchObject([{ line, column }]);
    expect(problems[0]!.message).toContain(message);
  });

  it('of several journeys must say which each arrival makes', () => {
    const journeys = 'go: { share: 50%, start: web.get }, write: { share: 50%, start: web.put }';
    expectProblem(
      shop('    script: [{ at: 0ms, start: go }, «{ at: 1ms }»]', journeys),
      'Which journey does it `start`? There are: go, write.',
    );
  });

  it.each([
    [
      ['«at, takes, ends»', '0, 1, failure'],
      'The first line says what the columns are and their units: a line such as `at ms, takes ms, ends`, perhaps with `, start` after it; units are ms, s, min and h.',
    ],
    [['at ms, takes ms, ends', '«0, 1»'], '`0, 1` is not an arrival; expected 3 cells such as `0, 20, failure`.'],
    [
      ['at ms, takes ms, ends', '«0, 1, fine»'],
      '`fine` is no way to end; expected one of success, failure, slow, ignored, cancelled.',
    ],
    [
      ['at ms, takes ms, ends', '5, 1, success', '«4, 1, success»'],
      'An arrival must not come before the one above it.',
    ],
    [['at ms, takes ms, ends', '«, 1, success»'], 'A line without an instant is a later try of one above.'],
    [['«at ms, takes ms, ends»'], 'There is nothing below this line; expected lines such as `0, 20, failure`.'],
    [
      ['at ms, takes ms, ends, start', '«0, 1, success, gone»'],
      'There is no journey `gone` in this workload; there are: go.',
    ],
  ])('as text is refused line by line: %s', (text, message) => {
    expectProblem(shop(lines(...text)), message);
  });

  it('tells the work of an endpoint that its journeys lead to', () => {
    expectProblem(
      shop('    scripted: «web.put»\n    script: [{ at: 0ms }]'),
      'No journey of `caller` ever leads to `web.put`.',
    );
    expectProblem(shop('    rate: 1/s\n    scripted: «web.get»'), 'There is no `script` that could tell its work.');
  });
});
