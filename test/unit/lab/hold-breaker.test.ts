import { describe, expect, test } from 'vitest';
import { withBreakerHeld } from '../../../src/lab/hold-breaker';

const TEXT = `# Ours
policies:
  web -> catalog:
    - retry: { attempts: 2 }
    - breaker: { window: 20 calls } # the first
    - breaker: { like: polly }
    - { breaker: { window: 5 calls }, name: inner }
`;

describe('a breaker held by hand', () => {
  test('is written where it stands, and nothing else changes', () => {
    expect(withBreakerHeld(TEXT, 'web -> catalog', 'breaker', 'forced open')).toBe(
      TEXT.replace('window: 20 calls }', 'window: 20 calls, state: forced open }'),
    );
  });

  test('is found by its number or its name', () => {
    expect(withBreakerHeld(TEXT, 'web -> catalog', 'breaker 2', 'isolated')).toContain(
      '{ like: polly, state: isolated }',
    );
    expect(withBreakerHeld(TEXT, 'web -> catalog', 'inner', 'disabled')).toContain(
      'window: 5 calls, state: disabled }',
    );
  });

  test('is found however its link was written, and services beside the policies stay', () => {
    const text = 'policies:\n  web->catalog:\n    - breaker: {}\nservices:\n  catalog: { queue: 4 }\n';
    expect(withBreakerHeld(text, 'web -> catalog', 'breaker', 'disabled')).toBe(
      text.replace('{}', '{ state: disabled }'),
    );
  });

  test('is left to itself again', () => {
    const held = withBreakerHeld(TEXT, 'web -> catalog', 'inner', 'metrics only')!;
    expect(withBreakerHeld(held, 'web -> catalog', 'inner', 'automatic')).toBe(TEXT);
  });

  test('is held alone where several lists are one, written as aliases', () => {
    const text = `policies:
  web -> catalog: &guards
    - breaker: &usual { window: 20 calls }
    - { breaker: *usual, name: inner }
  web -> cart: *guards
`;
    const written = `policies:
  web -> catalog:
    - breaker: { window: 20 calls }
    - { breaker: { window: 20 calls }, name: inner }
  web -> cart:
    - breaker: { window: 20 calls }
    - { breaker: { window: 20 calls }, name: inner }
`;
    const held = '{ window: 20 calls, state: disabled }';
    const before = written.split('web -> cart')[0]!;
    const after = written.slice(before.length);
    expect(withBreakerHeld(text, 'web -> cart', 'inner', 'disabled')).toBe(
      before + after.replace('{ window: 20 calls }, name', `${held}, name`),
    );
    expect(withBreakerHeld(text, 'web -> catalog', 'breaker', 'disabled')).toBe(
      before.replace('{ window: 20 calls }', held) + after,
    );
  });

  test.each([
    ['web -> ads', 'breaker'],
    ['web -> catalog', 'outer'],
  ])('is not made up where there is none: %s, %s', (list, layer) => {
    expect(withBreakerHeld(TEXT, list, layer, 'forced open')).toBeNull();
  });
});
