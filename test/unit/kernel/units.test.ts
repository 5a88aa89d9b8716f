import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatClock,
  formatDuration,
  formatRate,
  formatShare,
  parseDuration,
  parseRate,
  parseShare,
} from '../../../src/kernel/units';

const value = (number: number) => ({ ok: true, value: number });
const problem = (message: RegExp) => ({ ok: false, message: expect.stringMatching(message) as string });

describe('a duration', () => {
  it.each([
    ['250ms', 250],
    ['1.5s', 1500],
    ['5min', 300_000],
    ['2h', 7_200_000],
    ['0s', 0],
    ['0.1ms', 0.1],
    ['.5s', 500],
    [' 3 s ', 3000],
  ])('%s is read in milliseconds', (text, ms) => {
    expect(parseDuration(text)).toEqual(value(ms));
  });

  it.each([
    ['5m', /^min or ms\? "5m"/],
    ['250', /"250" has no unit/],
    [250, /"250" has no unit/],
    [0, /"0" has no unit/],
    ['-5s', /"-5s" is negative/],
    [-5, /"-5" is negative/],
    ['+5s', /has a sign/],
    ['5 sec', /unknown unit "sec"/],
    ['5S', /unknown unit "S"/],
    ['5%', /unknown unit "%"/],
    ['60/s', /unknown unit "\/s"/],
    ['1m30s', /unknown unit "m30s"/],
    ['1e3ms', /unknown unit "e3ms"/],
    ['1,5s', /unknown unit ",5s"/],
    ['soon', /"soon" is not a number with a unit/],
    ['', /"" is not a number/],
    ['Infinitys', /is not a number/],
    [NaN, /is not a number/],
    [`${'9'.repeat(400)}h`, /is too large/],
  ])('%s is a problem that says what was expected', (source, message) => {
    expect(parseDuration(source)).toEqual(problem(message));
    expect(parseDuration(source)).toEqual(problem(/expected a duration such as 250ms, 1\.5s, 5min or 2h\.$/));
  });

  it('reads back what any number of milliseconds is written as', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 9 }), (ms) => {
        expect(parseDuration(`${ms}ms`)).toEqual(value(ms));
      }),
    );
  });

  it.each([
    [0, '0 ms'],
    [0.25, '0.25 ms'],
    [12.34, '12.3 ms'],
    [250, '250 ms'],
    [999.4, '999 ms'],
    [999.6, '1 s'],
    [1200, '1.2 s'],
    [59_900, '59.9 s'],
    [59_960, '1 min'],
    [180_000, '3 min'],
    [5_400_000, '1.5 h'],
    [-1500, '-1.5 s'],
    [Infinity, '∞'],
    [NaN, '–'],
  ])('%d ms is shown as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('is shown within one percent of what it is, or a hundredth of a millisecond, in words that read back', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (ms) => {
        const shown = parseDuration(formatDuration(ms));
        expect(shown.ok && Math.abs(shown.value - ms) <= Math.max(0.01 * ms, 0.01)).toBe(true);
      }),
    );
  });
});

describe('the clock', () => {
  it.each([
    [0, 2, '0:00.00'],
    [0, 0, '0:00'],
    [9.99, 2, '0:00.00'],
    [74_200, 2, '1:14.20'],
    [59_999, 2, '0:59.99'],
    [59_999, 0, '0:59'],
    [73_900, 1, '1:13.9'],
    [1_009, 3, '0:01.009'],
    [3_600_000, 0, '1:00:00'],
    [3_723_450, 2, '1:02:03.45'],
  ] as const)('shows %d ms with %d decimals as %s', (ms, decimals, text) => {
    expect(formatClock(ms, decimals)).toBe(text);
  });
});

describe('a rate', () => {
  it.each([
    ['60/s', 0.06],
    ['10/min', 10 / 60_000],
    ['100/h', 100 / 3_600_000],
    ['0/s', 0],
    ['1.5 /s', 0.0015],
  ])('%s is read as a count per millisecond', (text, perMs) => {
    expect(parseRate(text)).toEqual(value(perMs));
  });

  it.each([
    ['60', /"60" has no unit/],
    [60, /"60" has no unit/],
    ['10/m', /^min or ms\? "10\/m"/],
    ['10/ms', /unknown unit "\/ms"/],
    ['10s', /unknown unit "s"/],
    ['10/day', /unknown unit "\/day"/],
    ['-1/s', /is negative/],
    ['fast', /is not a number with a unit/],
  ])('%s is a problem that says what was expected', (source, message) => {
    expect(parseRate(source)).toEqual(problem(message));
    expect(parseRate(source)).toEqual(problem(/expected a rate such as 60\/s, 10\/min or 100\/h\.$/));
  });

  it.each(['60/s', '1/s', '10/min', '1/min', '59/min', '30/h', '2.5/s', '0/s'])(
    '%s is shown as it was written',
    (text) => {
      const rate = parseRate(text);
      expect(rate.ok && formatRate(rate.value)).toBe(text);
    },
  );
});

describe('a share', () => {
  it.each([
    ['70%', 0.7],
    ['0%', 0],
    ['100%', 1],
    ['0.1%', 0.001],
    ['150%', 1.5],
  ])('%s is read as a fraction', (text, share) => {
    expect(parseShare(text)).toEqual(value(share));
  });

  it.each([
    ['0.7', /"0\.7" has no unit/],
    [0.7, /"0\.7" has no unit/],
    ['-5%', /is negative/],
    ['70 percent', /unknown unit "percent"/],
  ])('%s is a problem that says what was expected', (source, message) => {
    expect(parseShare(source)).toEqual(problem(message));
    expect(parseShare(source)).toEqual(problem(/expected a share such as 70%\.$/));
  });

  it.each([
    [0, '0\u00a0%'],
    [0.7, '70\u00a0%'],
    [0.995, '99.5\u00a0%'],
    [1, '100\u00a0%'],
    [1.5, '150\u00a0%'],
    [0.0004, '< 0.1\u00a0%'],
    [0.9996, '> 99.9\u00a0%'],
  ])('%d is shown as %s', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });

  it('is shown as all or nothing only when it is', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true, noNaN: true }), (share) => {
        expect(['0\u00a0%', '100\u00a0%']).not.toContain(formatShare(share));
      }),
    );
  });
});
