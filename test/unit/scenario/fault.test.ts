import { describe, expect, it } from 'vitest';
import { compileScenario, resolveFault, type FaultSource } from '../../../src/scenario';
import { SHOP } from '../support/shop';

const compiled = compileScenario(SHOP);
if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
const shop = compiled.value;

const CATALOG = { kind: 'service', service: 1, replica: -1 };
const LINK = { kind: 'link', link: 1 };

describe('a fault', () => {
  const CASES: readonly (readonly [FaultSource, object, object])[] = [
    [{ node: 'catalog', does: 'crash' }, CATALOG, { does: 'crash' }],
    [{ node: 'catalog', replica: 2, does: 'hang' }, { ...CATALOG, replica: 1 }, { does: 'hang' }],
    [{ node: 'catalog', does: 'slow', by: '5x' }, CATALOG, { does: 'slow', factor: 5 }],
    [{ node: 'catalog', does: 'slow', by: 2.5 }, CATALOG, { does: 'slow', factor: 2.5 }],
    [{ node: 'catalog', does: 'errors' }, CATALOG, { does: 'errors', share: 1, when: 'after work' }],
    [
      { node: 'catalog', does: 'errors', share: '30%', when: 'at once' },
      CATALOG,
      { does: 'errors', share: 0.3, when: 'at once' },
    ],
    [{ link: 'web -> catalog', does: 'latency', add: '200ms' }, LINK, { does: 'latency', addMs: 200 }],
    [{ link: 'web -> catalog', does: 'loss', share: '5%' }, LINK, { does: 'loss', share: 0.05, direction: 'both' }],
    [{ link: 'web->catalog', does: 'cut', direction: 'reply' }, LINK, { does: 'cut', direction: 'reply' }],
  ];

  it.each(CASES)('resolves to indices and numbers: %j', (source, target, effect) => {
    expect(resolveFault(shop, 'test', source)).toEqual({
      ok: true,
      value: { id: 'test', target, effect, atMs: NaN, lasts: null, repeats: null },
    });
  });

  it('has an instant and a length where they are given', () => {
    const source: FaultSource = { node: 'web', does: 'crash', at: '60s', for: '2min' };
    expect(resolveFault(shop, 'test', source)).toMatchObject({ value: { atMs: 60_000, lasts: { a: 120_000 } } });
  });

  it('resolves alike in a scenario and on its own', () => {
    expect(resolveFault(shop, 'catalog-hangs', { node: 'catalog', does: 'hang', at: '60s', for: '2min' })).toEqual({
      ok: true,
      value: shop.faults[0],
    });
  });

  it.each([
    [{ node: 'catlog', does: 'hang' }, 'node', 'There is no service `catlog`; did you mean `catalog`?'],
    [{ node: 'catalog', replica: 3, does: 'hang' }, 'replica', '`catalog` has 2 replicas, counted from 1.'],
    [
      { node: 'catalog', does: 'hang', for: '2m' },
      'for',
      'min or ms? "2m" could be either: expected a duration such as 250ms, 1.5s, 5min or 2h.',
    ],
    [
      { node: 'catalog', does: 'explode' },
      'does',
      '`does` is `explode`; expected crash, hang, slow, leak or errors for a node; latency, loss or cut for a link.',
    ],
    [null, '', 'The document is empty; expected a fault such as { node: catalog, does: hang, at: 60s, for: 2min }.'],
  ])('outside a document has its problems on line 1: %j', (source, path, message) => {
    // What a command read from a file holds need not be what the type says.
    expect(resolveFault(shop, 'test', source as FaultSource)).toEqual({
      ok: false,
      problems: [{ severity: 'error', message, path, line: 1, column: 1, endLine: 1, endColumn: 1 }],
    });
  });
});
