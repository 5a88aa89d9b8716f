import { describe, expect, it } from 'vitest';
import { count, duration, percent, rate, shortCount } from '../../../../src/ui/parts/format';

/** As read: the no-break space before a unit is a space. */
const read = (figure: string) => figure.replaceAll('\u00a0', ' ');

describe('percent', () => {
  it('is whole in the middle of the range', () => {
    expect(read(percent(0.414))).toBe('41 %');
    expect(read(percent(0))).toBe('0 %');
    expect(read(percent(1))).toBe('100 %');
  });
  it('never rounds a few failures away, nor a few successes', () => {
    expect(read(percent(0.9999))).toBe('99.9 %');
    expect(read(percent(0.0001))).toBe('0.1 %');
    expect(read(percent(0.996))).toBe('99.6 %');
  });
  it('is a dash where nothing was measured', () => expect(percent(NaN)).toBe('–'));
});

describe('duration', () => {
  it.each([
    [0.42, '0.4 ms'],
    [4, '4 ms'],
    [62.3, '62 ms'],
    [999.7, '1.0 s'],
    [3000, '3.0 s'],
    [12_400, '12 s'],
    [125_000, '2 min 5 s'],
    [120_000, '2 min'],
    [Infinity, '∞'],
    [NaN, '–'],
  ])('%d ms reads %s', (ms, words) => expect(read(duration(ms))).toBe(words));
});

describe('a short count', () => {
  it.each([
    [0, '0'],
    [940, '940'],
    [999.6, '1 k'],
    [7306, '7.3 k'],
    [73_060, '73 k'],
    [999_600, '1 M'],
    [NaN, '–'],
  ])('%d reads %s', (number, words) => expect(read(shortCount(number))).toBe(words));
});

describe('rate and count', () => {
  it('keeps one decimal only where it says something', () => {
    expect(rate(0.44)).toBe('0.4/s');
    expect(rate(2)).toBe('2/s');
    expect(rate(18.4)).toBe('18/s');
    expect(rate(1200)).toBe('1,200/s');
    expect(count(12_345)).toBe('12,345');
  });
});
