import { describe, expect, test } from 'vitest';
import { indentAfter } from '../../../../src/ui/editor/indent';

describe('a new line of YAML begins', () => {
  test.each([
    ['policies:', 2],
    ['  web -> catalog:', 4],
    ['    - breaker:', 8],
    ['    - timeout: 500ms', 4],
    ['        failure rate: 50%', 8],
    ['  # for the catalog:', 2],
    ['', 0],
  ])('after %j at column %d', (before, columns) => expect(indentAfter(before)).toBe(' '.repeat(columns)));
});
