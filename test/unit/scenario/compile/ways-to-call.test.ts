import { describe, expect, it } from 'vitest';
import { compileScenario } from '../../../../src/scenario';
import { unmarked } from '../marked';

/** A scenario whose endpoint `web.go` makes these calls; `more` are further services. */
const scenario = (calls: string, more = '', start = 'web.go'): string =>
  [
    'scenario: Calls',
    `workloads: { people: { rate: 1/s, journeys: { go: { share: 100%, start: ${start} } } } }`,
    'services:',
    `  web: { workers: 1, queue: 1, endpoints: { go: { work: 1ms, calls: ${calls} } } }`,
    '  a: { workers: 1, queue: 1, endpoints: { x: { work: 1ms }, y: { work: 1ms } } }',
    more,
  ].join('\n');

const DB =
  '  db: { workers: 1, queue: 1, endpoints: { read: { work: 1ms }, write: { work: 1ms, optimistic: { read: read } } } }';
const OTHER = DB.replace('db', 'other');
const CERTAIN = '`web.go` calls db.write without having read db.read for certain before it.';

function expectProblem(marked: string, message: string): void {
  const { text, line, column, endColumn } = unmarked(marked);
  const compiled = compileScenario(text);
  expect(compiled.ok ? [] : compiled.problems).toMatchObject([{ message, line, column, endColumn }]);
}

describe('a way to call that makes no sense is named at its place', () => {
  it.each([
    ['[{ parallel: [a.x, a.y], need: «3» }]', 'This needs 3 of 2 calls; it can need at most all of them.'],
    [
      '[{ parallel: [a.x, «{ a.y: optional }»], need: 1 }]',
      'Where some of the calls are enough, all are made and none is optional.',
    ],
    [
      '[{ parallel: [«{ a.x: { times: 2 } }»] }]',
      'Calls made at once are made once; put `times` beside the `parallel`.',
    ],
    ['[{ a.x: optional, «need»: 2 }]', '`need` belongs beside a `parallel`.'],
    ['[{ a.x: optional, «times»: 2 }]', '`times` belongs beside a `parallel`, or among the options of a call.'],
    [
      '[{ a.x: { wait: no, «optional»: true } }]',
      'A call that nobody waits for is optional already: its end changes nothing for the caller.',
    ],
    ['[{ a.x: { wait: «false» } }]', '`wait` is false; expected yes or no.'],
    ['[{ a.x: { times: «0» } }]', '`times` is 0; expected a whole number from 1 to 1000, or { from: 0, to: 5 }.'],
    ['[{ a.x: { times: { from: 3, to: «2» } } }]', '`to` is 2, less than `from`.'],
  ])('%s', (calls, message) => expectProblem(scenario(calls), message));
});

describe('an optimistic write', () => {
  it.each([
    ['whose read there is not', '[]', DB.replace('read: read', 'read: «reed»'), '`db` has no endpoint `reed`.'],
    [
      'whose read writes',
      '[]',
      DB.replace('read: read', 'read: «write»'),
      '`write` is itself an optimistic write; expected an endpoint that reads.',
    ],
  ])('%s is refused', (_, calls, more, message) => expectProblem(scenario(calls, more), message));

  it.each([
    '[db.write]',
    '[db.write, db.read]',
    '[{ parallel: [db.read, db.write] }]',
    '[{ db.read: optional }, db.write]',
    '[{ db.read: { probability: 50% } }, db.write]',
    '[{ db.read: { wait: no } }, db.write]',
    '[{ db.read: { times: { from: 0, to: 2 } } }, db.write]',
    '[{ parallel: [db.read, a.x], need: 1 }, db.write]',
  ])('is refused where its row may not have been read before: %s', (calls) => {
    expectProblem(scenario(calls, DB).replace('go: { work', '«go»: { work'), CERTAIN);
  });

  it('is refused in a request that goes by the versions of two rows', () => {
    const calls = '[db.read, other.read, db.write]';
    expectProblem(
      scenario(calls, `${DB}\n${OTHER}`).replace('go: { work', '«go»: { work'),
      '`web.go` reads or writes several rows by version; a request can hold the version of one.',
    );
  });

  it('is refused as the first step of a journey', () => {
    expectProblem(
      scenario('[]', DB, 'db.write').replace('go: { share', '«go»: { share'),
      '`go` calls db.write without having read db.read for certain before it.',
    );
  });

  it.each(['[db.read, db.write]', '[db.read, a.x, { db.write: optional }, db.write]'])('is fine after: %s', (calls) => {
    expect(compileScenario(scenario(calls, DB)).ok).toBe(true);
  });
});

describe('a queue', () => {
  const queue = (endpoint: string, rest = ''): string =>
    `  q: { kind: queue, workers: 2, queue: 10,${rest} endpoints: { «put»: ${endpoint} } }`;
  const plain = (text: string): string => text.replace('«put»', 'put');

  it('delivers three times at once unless it says otherwise', () => {
    const deliveryOf = (endpoint: string) => {
      const compiled = compileScenario(scenario('[q.put]', plain(queue(endpoint))));
      return compiled.ok ? compiled.value.endpoints.at(-1)!.delivery : compiled.problems;
    };
    expect(deliveryOf('{ work: 0ms, calls: [a.x] }')).toEqual({ most: 3, againAfterMs: 0 });
    const said = '{ work: 0ms, calls: [a.x], deliveries: 5, again after: 2s }';
    expect(deliveryOf(said)).toEqual({ most: 5, againAfterMs: 2000 });
  });

  it('needs somebody who consumes', () => {
    expectProblem(
      scenario('[q.put]', queue('{ work: 0ms }')),
      'Nobody consumes from it; a queue’s endpoint needs `calls`, by which it delivers.',
    );
  });

  it('is threaded', () => {
    expectProblem(
      scenario('[q.put]', plain(queue('{ work: 0ms, calls: [a.x] }', ' mode: «async»,'))),
      'A queue is threaded: its `workers` are the messages it delivers at once.',
    );
  });

  it('alone has deliveries', () => {
    expectProblem(
      scenario('[]').replace('work: 1ms, calls', '«deliveries»: 2, work: 1ms, calls'),
      '`deliveries` belongs to a queue; this is a service.',
    );
  });
});
