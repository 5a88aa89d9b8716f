import { describe, expect, it } from 'vitest';
import { runApart } from '../../../scripts/lib/apart.mjs';
import { scratch } from '../cli/files';

const { write } = scratch();

describe('a step in a process of its own', () => {
  it('tells its tally, and what it printed in one piece', async () => {
    const step = write(
      'step.mjs',
      "console.log(process.argv[2]); console.error('and so on'); process.send({ passed: 3, failed: 1 });",
    );
    const { tally, printed } = await runApart('some step', step);
    expect(tally).toEqual({ passed: 3, failed: 1 });
    expect(printed.split('\n').toSorted()).toEqual(['', 'and so on', 'some step']);
  });

  it('failed if it ended without a tally', async () => {
    const { tally, printed } = await runApart('some step', write('broken.mjs', "throw new Error('out of order');"));
    expect(tally).toEqual({ passed: 0, failed: 1 });
    expect(printed).toContain('out of order');
  });
});
