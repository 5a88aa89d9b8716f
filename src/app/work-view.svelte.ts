import { createSubscriber } from 'svelte/reactivity';
import type { KeepingState, WorkStore } from '../lab/work-store';
import type { SavedWork } from '../lab/saved-work';

/** The kept work as Svelte reads it. */
export class WorkView {
  readonly #subscribe: () => void;

  constructor(readonly store: WorkStore) {
    this.#subscribe = createSubscriber((update) => store.subscribe(update));
  }

  get work(): SavedWork {
    this.#subscribe();
    return this.store.work;
  }

  get keeping(): KeepingState {
    this.#subscribe();
    return this.store.keeping;
  }
}
