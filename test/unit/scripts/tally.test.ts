import { describe, expect, test } from 'vitest';
import { settle, tallyLastLine, tallyPlaywright, tallyVitest } from '../../../scripts/lib/tally.mjs';

const file = (status: string, ...results: string[]) => ({
  status,
  assertionResults: results.map((result) => ({ status: result })),
});

describe('Vitest', () => {
  test('passed and failed tests are counted over all files', () => {
    const report = { testResults: [file('passed', 'passed', 'passed'), file('failed', 'passed', 'failed')] };
    expect(tallyVitest(report)).toEqual({ passed: 3, failed: 1 });
  });

  test.each(['pending', 'skipped', 'todo'])('a %s test failed', (status) => {
    expect(tallyVitest({ testResults: [file('passed', 'passed', status)] })).toEqual({ passed: 1, failed: 1 });
  });

  test('a file that cannot be loaded failed once', () => {
    expect(tallyVitest({ testResults: [file('failed'), file('passed', 'passed')] })).toEqual({ passed: 1, failed: 1 });
  });
});

describe('Playwright', () => {
  const report = (stats: object, errors: object[] = []) => ({
    stats: { expected: 5, unexpected: 0, flaky: 0, skipped: 0, ...stats },
    errors,
  });

  test('expected results passed', () => expect(tallyPlaywright(report({}))).toEqual({ passed: 5, failed: 0 }));

  test('unexpected, flaky and skipped ones failed', () => {
    expect(tallyPlaywright(report({ unexpected: 1, flaky: 2, skipped: 3 }))).toEqual({ passed: 5, failed: 6 });
  });

  test('an error outside every test failed once', () => {
    expect(tallyPlaywright(report({ expected: 0 }, [{ message: 'no server' }]))).toEqual({ passed: 0, failed: 1 });
  });
});

describe('a last line', () => {
  test('is read where it stands alone', () => {
    expect(tallyLastLine('lesson one\n12 passed, 3 failed\n')).toEqual({ passed: 12, failed: 3 });
    expect(tallyLastLine('1 passed, 0 failed')).toEqual({ passed: 1, failed: 0 });
  });

  test.each(['', 'about 12 passed, 3 failed', '12 passed, 3 failed\nand a crash'])('is not read from %j', (output) => {
    expect(tallyLastLine(output)).toBeNull();
  });
});

describe('a tally', () => {
  test('of a runner that succeeded stands', () => {
    expect(settle({ passed: 4, failed: 0 }, 0)).toEqual({ passed: 4, failed: 0 });
  });

  test('of a runner that failed and named its tests stands', () => {
    expect(settle({ passed: 4, failed: 2 }, 1)).toEqual({ passed: 4, failed: 2 });
  });

  test('of a runner that failed without naming a test has one failure', () => {
    expect(settle({ passed: 4, failed: 0 }, 1)).toEqual({ passed: 4, failed: 1 });
  });

  test('of a runner that ran nothing has one failure', () => {
    expect(settle({ passed: 0, failed: 0 }, 0)).toEqual({ passed: 0, failed: 1 });
  });
});
