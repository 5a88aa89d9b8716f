import type { Trace } from '../engine/observation/trace';
import type { LabView } from '../ui/lab-view.svelte';
import { nextRequest, ToldRequest } from './lesson-requests';

const TRAVELLING_SPEED = 0.1;

/** The next request of a journey, followed by a student: the shop runs on until it comes in, and slowly while it travels. */
export class Following {
  /** Simulated time from which on a request is followed; null: none is. */
  #fromMs = $state.raw<number | null>(null);
  readonly #told = new ToldRequest();
  #travels = false;

  constructor(private readonly view: LabView) {}

  begin(): void {
    this.#told.forget();
    this.#fromMs = this.view.lab.state.frame?.nowMs ?? 0;
    this.view.lab.setSpeed(1);
    this.view.lab.play();
  }

  forget(): void {
    this.#fromMs = null;
    this.#told.forget();
  }

  request(journey: string): Trace | null {
    const { state } = this.view;
    const fromMs = this.#fromMs;
    return fromMs === null ? null : this.#told.of(state, () => nextRequest(state, journey, fromMs));
  }

  standing(journey: string): 'none' | 'waiting' | 'travelling' | 'arrived' {
    if (this.#fromMs === null) return 'none';
    const request = this.request(journey);
    if (request === null) return 'waiting';
    return isTravelling(request) ? 'travelling' : 'arrived';
  }

  /** Chooses the speed, as the lab changes. Returns whether the request has arrived. */
  watch(journey: string): boolean {
    const request = this.request(journey);
    if (request === null || this.view.lab.state.frame === null) return false;
    const travels = isTravelling(request);
    const changed = travels !== this.#travels;
    this.#travels = travels;
    // That is a change of the lab too, and leads here again.
    if (changed) this.view.lab.setSpeed(travels ? TRAVELLING_SPEED : 1);
    return !travels;
  }
}

const isTravelling = ({ spans }: Trace): boolean => Number.isNaN(spans[0]?.endMs ?? NaN);
