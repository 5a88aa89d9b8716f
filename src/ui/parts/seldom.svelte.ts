import { untrack } from 'svelte';

/**
 * A value that changes at most once in so many milliseconds of real time: for what takes long to draw and cannot be read
 * faster. The newest always comes, and `atOnce` tells of changes that do not wait. To be called while a component is set up.
 */
export function seldom<T>(
  now: () => T,
  everyMs: () => number,
  atOnce: (shown: T, value: T) => boolean = () => false,
): { readonly current: T } {
  let current = $state.raw(untrack(now));
  let followedAtMs = -Infinity;
  $effect(() => {
    const value = now();
    const shown = untrack(() => current);
    if (value === shown) return;
    const follow = (): void => {
      followedAtMs = performance.now();
      current = value;
    };
    const waitMs = followedAtMs + untrack(everyMs) - performance.now();
    if (waitMs <= 0 || atOnce(shown, value)) {
      follow();
      return;
    }
    const timer = setTimeout(follow, waitMs);
    return () => clearTimeout(timer);
  });
  return {
    get current() {
      return current;
    },
  };
}
