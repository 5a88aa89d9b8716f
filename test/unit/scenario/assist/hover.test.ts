import { describe, expect, it } from 'vitest';
import { hoverAt } from '../../../../src/scenario/assist';
import { scenarioSchema } from '../../../../src/scenario/schema/json-schema';
import { SHOP } from '../../support/shop';
import { atCursor, SHOP_MODEL } from './cursor';

const LIST = 'policies:\n  web -> catalog:\n';
const hover = (marked: string) => hoverAt(...atCursor(marked));

describe('hovering over a policies document', () => {
  it('explains a key with its unit, default and whose it is', () => {
    expect(hover(`${LIST}    - breaker: { wind|ow: 20 calls }`)).toEqual({
      title: 'window',
      definition: 'What it judges by: the last so many calls, or the calls of the last so many whole seconds.',
      unit: 'calls or seconds',
      default: '100 calls',
      scope: 'per replica of the caller, over all routes the list covers',
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

describe('hovering over a scenario', () => {
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
