import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressOf, parseRoute } from '../../../src/app/router.svelte';

describe('an address', () => {
  test('without anything leads home', () => {
    expect(['', '#', '#/', '#//'].map((hash) => parseRoute(hash).page)).toEqual(['home', 'home', 'home', 'home']);
  });

  test('that was made for a lesson leads back to it, whatever its name', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (lesson) => {
        expect(parseRoute(addressOf({ page: 'lesson', lesson }))).toEqual({ page: 'lesson', lesson });
        expect(parseRoute(addressOf({ page: 'report', lesson }))).toEqual({ page: 'report', lesson });
      }),
    );
  });

  test('of a page that is there once leads back to it', () => {
    for (const page of ['sandbox', 'trust'] as const) expect(parseRoute(addressOf({ page }))).toEqual({ page });
  });

  test('of the guide to the policies leads back to its chapter', () => {
    for (const chapter of [null, 'breaker', 'rate-limit']) {
      expect(parseRoute(addressOf({ page: 'policies', chapter }))).toEqual({ page: 'policies', chapter });
    }
  });

  test('that leads nowhere is said to', () => {
    for (const hash of [
      '#/nonsense',
      '#/lesson',
      '#/lesson/a/b',
      '#/sandbox/x',
      '#/lesson/a/report/b',
      '#/policies/a/b',
    ]) {
      expect(parseRoute(hash)).toEqual({ page: 'unknown', address: hash });
    }
  });

  test('with a broken escape is taken as it is', () => {
    expect(parseRoute('#/lesson/%E0%A4')).toEqual({ page: 'lesson', lesson: '%E0%A4' });
  });
});
