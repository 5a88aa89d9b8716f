import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { withoutEachLayer } from '../../../src/lesson/layers';

const POLICIES = `policies:
  # a price
  web -> catalog:
    - fallback: { use: default }
    - name: short
      timeout: 50ms
  web -> payments:
    - timeout: 2s
`;

describe('policies with one left out', () => {
  const left = withoutEachLayer(POLICIES);

  test('are one document for each policy, named and placed', () => {
    expect(left.map(({ name, line }) => [name, line])).toEqual([
      ['fallback of web -> catalog', 4],
      ['timeout of web -> catalog', 5],
      ['timeout of web -> payments', 8],
    ]);
  });

  test('keep all the others', () => {
    expect(left.map(({ policies }) => (parse(policies) as { policies: unknown }).policies)).toEqual([
      { 'web -> catalog': [{ name: 'short', timeout: '50ms' }], 'web -> payments': [{ timeout: '2s' }] },
      { 'web -> catalog': [{ fallback: { use: 'default' } }], 'web -> payments': [{ timeout: '2s' }] },
      { 'web -> catalog': [{ fallback: { use: 'default' } }, { name: 'short', timeout: '50ms' }] },
    ]);
  });

  test.each(['', 'policies:', 'policies: {}', 'policies: [a]', 'policies: { a -> b: }', '- a'])(
    'are none for %j',
    (text) => expect(withoutEachLayer(text)).toEqual([]),
  );
});
