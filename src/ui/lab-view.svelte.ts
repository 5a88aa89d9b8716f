import { createSubscriber } from 'svelte/reactivity';
import type { Lab, LabState } from '../lab/lab';

/** A lab's state as Svelte reads it: whatever reads `state` in an effect or a template runs again when it changes. */
export class LabView {
  readonly #subscribe: () => void;

  constructor(readonly lab: Lab) {
    this.#subscribe = createSubscriber((update) => lab.subscribe(update));
  }

  get state(): LabState {
    this.#subscribe();
    return this.lab.state;
  }
}
