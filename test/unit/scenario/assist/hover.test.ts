import { describe, expect, it } from 'vitest';
import { hoverAt } from '../../../../src/scenario/assist';
import { scenarioSchema } from '../../../../src/scenario/schema/scenario-schema';
import { SHOP } from '../../support/shop';
import { atCursor, SHOP_MODEL } from './cursor';

const LIST = 'policies:\n  web -> catalog:\n';
const hover = (marked: string) => hoverAt(...atCursor(marked));

describe('hovering over a policies document', () => {
  it('explains a key with its unit, default and whose it is', () => {
    expect(hover(`${LIST}    - breaker: { wind|ow: 20 calls }`)).toMatchObject({
      title: 'window',
      policy: 'breaker',
      value: null,
      definition: 'What it judges by: the last so many calls, or the calls of the last so many whole seconds.',
      unit: 'calls or seconds',
      default: '100 calls',
      scope: 'per replica of the caller, over all routes the list covers',
      libraries: expect.arrayContaining(['gobreaker Interval']),
      examples: ['20 calls', '10s'],
      line: 3,
      column: 18,
      endLine: 3,
      endColumn: 24,
    });
  });

  it('explains a value by its key', () => {
    expect(hover(`${LIST}    - timeout: 1|s`)).toMatchObject({ title: 'timeout', column: 16, endColumn: 18 });
  });

  it('writes defaults as one would', () => {
    expect(hover(`${LIST}    - retry: { back|off: none }`)).toMatchObject({ default: '{ constant: 500ms }' });
    expect(hover(`${LIST}    - retry: { atte|mpts: 2 }`)).toMatchObject({ default: '3' });
  });

  it.each([
    ['retry: { wait_expo|nential: { min: 1s } , like: tenacity }', 'any of `multiplier`, `exp_base`, `min`, `max`'],
    ['caps: { max|: 1 }', null],
    [
      'fall|back: { use: cached }',
      '`use` (must be given), and any of `up to`, `fresh for`, `stale for`, `otherwise`, `call`, `queue`, `message`',
    ],
  ])('says what a map holds, and nothing of other values: %s', (layer, holds) => {
    expect(hover(`${LIST}    - ${layer}`)?.holds ?? null).toBe(holds);
  });

  it('says what a breaker holds by whose it is like', () => {
    const holds = (layer: string) => hover(`${LIST}    - ${layer}`)?.holds;
    expect(holds('break|er: { window: 20 calls }')).toMatch(/^any of `like`, .*`failure rate`.*`window`/);
    expect(holds('break|er: { like: opossum }')).toMatch(
      /^`like` \(must be given\), and any of .*`errorThresholdPercentage`/,
    );
    expect(holds('break|er: { like: opossum }')).not.toContain('`half-open calls`');
  });

  it('says what a list of layers holds', () => {
    expect(hover('policies:\n  web -> cat|alog: []')?.holds).toMatch(
      /^a list of maps, each with one of `timeout`, `retry`, .*`balance`, and any of `name`$/,
    );
  });

  it('says what holds where a layer is left out', () => {
    expect(hover(`${LIST}    - break|er: { window: 20 calls }`)).toMatchObject({
      unit: null,
      default: 'none: every call is let out, however many fail',
    });
  });

  it('says which calls a list surrounds', () => {
    expect(hover('policies:\n  web -> cat|alog: []')).toMatchObject({
      title: 'web -> catalog',
      definition: 'What surrounds the calls of web to catalog.list, catalog.price.',
    });
    expect(hover('policies:\n  web -> catalog.pri|ce: []')).toMatchObject({
      definition: 'What surrounds the calls of web to catalog.price.',
    });
  });

  it.each(['policies:\n  web -> shop|: []', `${LIST}    - color|: 1`, '# |', '', `${LIST}  |  - timeout: 1s`])(
    'says nothing at %j',
    (marked) => expect(hover(marked)).toBeNull(),
  );

  it('works in a text that is not finished', () => {
    expect(hover(`${LIST}    - retry: { atte|mpts: 3, back`)).toMatchObject({ title: 'attempts' });
  });
});

describe('hovering over a distribution', () => {
  const value = (work: string) =>
    hoverAt(...atCursor(`scenario: a\nservices: { a: { endpoints: { b: { ${work} } } } }`), scenarioSchema)?.value;

  it.each([
    ['wo|rk: { lognormal: { p50: 8ms, p99: 90ms } }', 'Mean 13.7 ms, p50 8 ms, p99 90 ms; cv 1.4.'],
    ['work: { lognormal: { p50: 8|ms, p99: 90ms } }', 'Mean 13.7 ms, p50 8 ms, p99 90 ms; cv 1.4.'],
    ['work: log|normal p50 8ms p99 90ms', 'Mean 13.7 ms, p50 8 ms, p99 90 ms; cv 1.4.'],
    ['work: { expo|nential: { mean: 4ms } }', 'Mean 4 ms, p50 2.77 ms, p99 18.4 ms; cv 1.'],
    ['work: { weibull: { mean: 8ms, sh|ape: 0.7 } }', 'Mean 8 ms, p50 3.74 ms, p99 56 ms; cv 1.46.'],
    ['work: { pareto: { shape: 1, m|in: 1ms, max: 100ms } }', 'Mean 4.65 ms, p50 1.98 ms, p99 50.3 ms; cv 1.9.'],
    ['work: { hyperexponential: { me|an: 8ms, cv: 3 } }', 'Mean 8 ms, p50 3.15 ms, p99 126 ms; cv 3.'],
    ['work: { gamma: { mean: 8ms, c|v: 0.5 } }', 'Mean 8 ms, p50 7.34 ms, p99 20.1 ms; cv 0.5.'],
    ['work: { empirical: { sam|ples: [1ms, 2ms, 9ms] } }', 'Mean 4 ms, p50 2 ms, p99 9 ms; cv 0.89.'],
    ['work: 3|ms', 'Always 3 ms.'],
  ])('says what it comes to: %s', (work, words) => expect(value(work)).toBe(words));

  it('says of a part of a mixture what the part comes to, and of the mixture what all of it does', () => {
    const parts = '[{ share: 90%, of: 2ms }, { share: 10%, of: { uniform: { from: 10ms, to: 20ms } } }]';
    expect(value(`work: { mix|ture: ${parts} }`)).toBe('Mean 3.3 ms, p50 2 ms, p99 19 ms; cv 1.21.');
    expect(value(`work: { mixture: ${parts.replace('uni', 'uni|')} }`)).toBe(
      'Mean 15 ms, p50 15 ms, p99 19.9 ms; cv 0.192.',
    );
  });

  it('says nothing of one that is not right', () => {
    expect(value('work: { lognormal: { p5|0: 8ms } }')).toBeNull();
    expect(value('work: { lognormal: { p5|0: 8 ')).toBeNull();
  });
});

describe('hovering over a scenario', () => {
  it.each([
    ['workl|oads: {}', 'maps by names of your choice, each with `journeys` (must be given), and any of `rate`'],
    ['services: { a: { warm |up: { from: 2x } } }', '`for`, `from` (must be given)'],
    ['links: { de|fault: {} }', '`latency` (must be given), and any of '],
    ['workloads: { w: { rate: { st|eps: [] } } }', 'a list of maps, each with `at`, `rate` (must be given)'],
    ['workloads: { w: { ra|te: 1/s } }', 'as a map, one of `steps`, `ramp`'],
  ])('says what a map holds: %s', (text, holds) => {
    const found = hoverAt(...atCursor(`scenario: a\n${text}`), scenarioSchema);
    expect(found?.holds?.slice(0, holds.length)).toBe(holds);
  });

  it('finds something to say of every key that is not a name', () => {
    const silent = SHOP.split('\n').flatMap((text, index) => {
      const column = text.search(/[^\s-]/) + 1;
      return column > 0 && !hoverAt(SHOP, index + 1, column, SHOP_MODEL, scenarioSchema) ? [text.trim()] : [];
    });
    const names = silent.map((text) => text.split(':')[0]!.replace('- ', ''));
    expect(names).toEqual([
      ...['shoppers', 'browse', 'checkout'],
      ...['web', 'browse', 'checkout', 'catalog', 'list', 'price', 'payments', 'charge', 'database', 'read'],
      ...['catalog-hangs', 'payments-slow', 'cable-cut'],
    ]);
  });
});
