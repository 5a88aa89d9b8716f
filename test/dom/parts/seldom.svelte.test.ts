import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { seldom } from '../../../src/ui/parts/seldom.svelte';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** A number that is followed at most ten times a second, and at once where it becomes 0. */
function followed(): { set: (value: number) => void; shown: () => number; end: () => void } {
  let value = $state.raw(1);
  let seen!: { readonly current: number };
  const end = $effect.root(() => {
    seen = seldom(
      () => value,
      () => 100,
      (_, now) => now === 0,
    );
  });
  flushSync();
  return {
    set: (next) => {
      value = next;
      flushSync();
    },
    shown: () => seen.current,
    end,
  };
}

test('a change after a rest is followed at once, the next ones when their time has come, the newest of them', () => {
  const { set, shown, end } = followed();
  set(2);
  expect(shown()).toBe(2);
  vi.advanceTimersByTime(30);
  set(3);
  set(4);
  expect(shown()).toBe(2);
  vi.advanceTimersByTime(69);
  expect(shown()).toBe(2);
  vi.advanceTimersByTime(1);
  expect(shown()).toBe(4);
  end();
});

test('what may not wait does not', () => {
  const { set, shown, end } = followed();
  set(2);
  set(0);
  expect(shown()).toBe(0);
  end();
});
