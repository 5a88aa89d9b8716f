import { untrack } from 'svelte';
import { inTurn } from './tasks';

/**
 * A value as it was when its turn came. A size is told while the page is being laid out; what is drawn for it would be
 * laid out in the same task again, and this makes it the next one. To be called while a component is set up.
 */
export function later<T>(now: () => T): { readonly current: T } {
  let current = $state.raw(untrack(now));
  $effect(() => {
    const value = now();
    return inTurn(() => (current = value));
  });
  return {
    get current() {
      return current;
    },
  };
}
