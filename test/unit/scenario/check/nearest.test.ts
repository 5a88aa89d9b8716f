import { describe, expect, it } from 'vitest';
import { nearest, suggestion } from '../../../../src/scenario/check/nearest';

describe('the nearest name', () => {
  it.each([
    ['catlog', 'catalog'],
    ['catalgo', 'catalog'],
    ['Catalog', 'catalog'],
    ['databse', 'database'],
    ['wbe', 'web'],
  ])('of %s is %s', (name, expected) => {
    expect(nearest(name, ['web', 'catalog', 'database'])).toBe(expected);
  });

  it.each(['warehouse', 'x', ''])('does not exist for %j', (name) => {
    expect(nearest(name, ['web', 'catalog', 'database'])).toBeNull();
  });

  it('is offered, or else the choice there is', () => {
    expect(suggestion('catlog', ['web', 'catalog'], 'there are')).toBe('; did you mean `catalog`?');
    expect(suggestion('warehouse', ['web', 'catalog'], 'there are')).toBe('; there are web, catalog.');
    expect(suggestion('warehouse', [], 'there are')).toBe('.');
  });

  it('keeps a long choice short', () => {
    const names = Array.from({ length: 20 }, (_, index) => `service${index}`);
    expect(suggestion('x', names, 'there are')).toMatch(/service11 and 8 more\.$/);
  });
});
