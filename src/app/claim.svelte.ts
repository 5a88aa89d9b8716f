import { tick } from 'svelte';

/** How a tab stands with a place in which work is saved. */
type Standing =
  /** Not known yet. */
  | 'asking'
  /** What is done here is saved. */
  | 'ours'
  /** Another tab has it, and saves. */
  | 'elsewhere';

interface Said {
  readonly place: string;
  readonly say: 'leave' | 'left';
}

const NAME = 'breakwater.places';
/** A place is free within that time after a reload; only then does the page say that another tab has it. */
const BEFORE_TELLING_MS = 250;
/** Another tab has that long to write its last change; one that hangs is not waited for. */
const LEAVING_MS = 3000;

export const placeOfLesson = (id: string): string => `lesson/${id}`;

const lockOf = (place: string): string => `${NAME}/${place}`;

/** Browsers have none for a page that came from another machine over a plain connection: there no tab knows of others. */
const locks = (): LockManager | undefined => navigator.locks as LockManager | undefined;

/**
 * A tab's claim to a place: the first tab has it until it is closed or another takes over, so that no two save the same
 * work. A tab that waits gets the place as soon as it is free.
 */
export class Claim {
  standing = $state.raw<Standing>('asking');
  readonly #channel = locks() && new BroadcastChannel(NAME);
  #waiting = new AbortController();
  #release = (): void => {};
  #closed = false;

  constructor(
    readonly place: string,
    /** Reads what other tabs have saved; before anything is done here. */
    private readonly arrive: () => Promise<void>,
    /** Over when everything done here is saved; before another tab goes on. */
    private readonly leave: () => Promise<void>,
  ) {
    this.#channel?.addEventListener('message', ({ data }: MessageEvent<Said>) => {
      if (data.place === place && data.say === 'leave' && this.standing === 'ours') void this.#makeWay();
    });
    if (this.#channel) this.#wait();
    else void this.#hold();
  }

  /** Goes on here; the tab that has the place saves its last change and stops. */
  async takeOver(): Promise<void> {
    this.#waiting.abort();
    this.standing = 'asking';
    await askToLeave(this.place);
    if (!this.#closed) void this.#request({ steal: true });
  }

  close(): void {
    this.#closed = true;
    this.#channel?.close();
    this.#waiting.abort();
    this.#release();
  }

  #wait(): void {
    this.#waiting = new AbortController();
    const { signal } = this.#waiting;
    setTimeout(() => {
      if (!signal.aborted && this.standing === 'asking') this.standing = 'elsewhere';
    }, BEFORE_TELLING_MS);
    void this.#request({ signal });
  }

  async #request(options: LockOptions): Promise<void> {
    try {
      await locks()?.request(lockOf(this.place), options, () => this.#hold());
    } catch (refused) {
      if (!(refused instanceof DOMException && refused.name === 'AbortError')) throw refused;
      // Either the waiting was given up here, or another tab has taken over.
      if (this.#closed || options.signal?.aborted === true) return;
      this.standing = 'elsewhere';
      this.#wait();
    }
  }

  async #hold(): Promise<void> {
    await this.arrive();
    if (this.#closed) return;
    this.standing = 'ours';
    await new Promise<void>((resolve) => (this.#release = resolve));
  }

  async #makeWay(): Promise<void> {
    this.standing = 'elsewhere';
    // What is still on the page goes first: it may have something to save.
    await tick();
    await this.leave();
    this.#channel?.postMessage({ place: this.place, say: 'left' } satisfies Said);
  }
}

/** Does the work while no tab has any of the places; those that had one read anew what is saved. */
export async function alone(places: readonly string[], work: () => Promise<void>): Promise<void> {
  const [place, ...others] = places;
  const all = locks();
  if (place === undefined || all === undefined) return work();
  await askToLeave(place);
  await all.request(lockOf(place), { steal: true }, () => alone(others, work));
}

/** Over when the tab that has the place, if one has, has saved its last change. */
async function askToLeave(place: string): Promise<void> {
  const held = (await locks()?.query())?.held ?? [];
  if (!held.some(({ name }) => name === lockOf(place))) return;
  const channel = new BroadcastChannel(NAME);
  await new Promise<void>((resolve) => {
    setTimeout(resolve, LEAVING_MS);
    channel.addEventListener('message', ({ data }: MessageEvent<Said>) => {
      if (data.place === place && data.say === 'left') resolve();
    });
    channel.postMessage({ place, say: 'leave' } satisfies Said);
  });
  channel.close();
}
