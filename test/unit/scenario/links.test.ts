import { describe, expect, it } from 'vitest';
import { compileScenario } from '../../../src/scenario';
import { unmarked } from './marked';

/* What is said of what is wrong in connections and in the latency between zones. */

const shop = (links: string) => `scenario: Links
workloads:
  people: { rate: 1/s, zone: west, journeys: { go: { share: 100%, start: web.get } } }
services:
  web: { workers: 1, queue: 0, zone: east, endpoints: { get: { work: 1ms } } }
links:
  ${links}
`;

const MS = '250ms, 1.5s, 5min or 2h';
const TIME = 'a duration such as 3ms, or a distribution such as { exponential: { mean: 4ms } }';

describe.each([
  ['connections of a link', (written: string) => shop(`people -> web: ${written}`)],
  ['connections of every link', (written: string) => shop(`default: { latency: 1ms, ${written.slice(2)}`)],
])('%s', (_, withLink) => {
  it.each([
    ['{ «connections»: { pool: 5 } }', `\`connect\` is missing; expected ${TIME}.`],
    ['{ connections: { connect: «5» } }', `"5" has no unit: expected a duration such as ${MS}.`],
    ['{ connections: { connect: 5ms, pool: «1001» } }', '`pool` is 1001; expected a whole number from 0 to 1000.'],
    ['{ connections: { connect: 5ms, pool: «1.5» } }', '`pool` is 1.5; expected a whole number from 0 to 1000.'],
    ['{ connections: { connect: 5ms, keep alive: «60» } }', `"60" has no unit: expected a duration such as ${MS}.`],
    ['{ connections: { connect: 5ms, «keepalive»: 60s } }', 'Unknown key `keepalive`; did you mean `keep alive`?'],
    [
      '{ connections: { connect: 5ms, dns: { lookup: 2ms, ttl: «-1s» } } }',
      `"-1s" is negative: expected a duration such as ${MS}.`,
    ],
    [
      '{ connections: { connect: 5ms, «dns»: { lookup: 2ms } } }',
      `\`ttl\` is missing; expected a duration such as ${MS}.`,
    ],
    [
      '{ connections: { connect: 5ms, dns: «2ms» } }',
      '`dns` is `2ms`; expected a lookup such as { lookup: 20ms, ttl: 30s }.',
    ],
    ['{ connections: «5ms» }', '`connections` is `5ms`; expected connections such as { connect: 2ms, pool: 10 }.'],
  ])('are checked: %s', (written, message) => expectProblem(withLink(written), message));
});

describe('the latency between zones', () => {
  it.each([
    ['«between zones»: {}', `\`latency\` is missing; expected ${TIME}.`],
    ['between zones: { latency: «40» }', `"40" has no unit: expected a duration such as ${MS}.`],
    ['between zones: { latency: 40ms, «balancing»: random }', 'Unknown key `balancing`; expected one of latency.'],
    [
      '«between zone»: { latency: 40ms }',
      '`between zone` is not a link; expected one such as `web -> catalog`, `default` or `between zones`.',
    ],
  ])('is checked: %s', (written, message) => expectProblem(shop(written), message));
});

/** The one problem of a text in which its place is marked. */
function expectProblem(marked: string, message: string): void {
  const { text, line, column, endColumn } = unmarked(marked);
  const compiled = compileScenario(text);
  expect(compiled.ok ? [] : compiled.problems).toMatchObject([{ message, line, column, endColumn }]);
}
