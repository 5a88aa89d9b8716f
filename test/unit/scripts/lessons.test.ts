import { expect, test } from 'vitest';
import { asCode } from '../../../scripts/vite/lessons.mjs';

test.each([[{ a: [1, 'two', null, true] }], [{ never: Infinity, before: -Infinity }], ['Infinity'], ['"NaN"\\']])(
  'data written as code comes back as it was: %j',
  (data) => {
    const read: unknown = new Function(`return ${asCode(data)};`)();
    expect(read).toEqual(data);
  },
);
