import { expect, test } from 'vitest';
import { table } from '../../../src/cli/table';

test('a table sets its first column to the left and figures to the right', () => {
  expect(
    table([
      ['NAME', 'ok', 'p95'],
      ['checkout', '5', '12 ms'],
      ['search', '1,204', ''],
    ]),
  ).toEqual(['NAME         ok    p95', 'checkout      5  12 ms', 'search    1,204']);
});
