import type { Prediction } from '../lab/saved-work';

/** What was typed or ticked and not handed in yet. */
export type Draft = string | Prediction;

const KEY = 'breakwater.drafts';

/** Half-finished answers, kept in this browser as they are made, so that a reload in the middle loses none of them. */
export class Drafts {
  #all = $state.raw<Readonly<Record<string, Draft>>>(stored());
  #lasting = true;

  /** `of` says what it is a draft of; anything that does not change will do. */
  read(of: string): Draft | undefined {
    return Object.hasOwn(this.#all, of) ? this.#all[of] : undefined;
  }

  text(of: string): string {
    const draft = this.read(of);
    return typeof draft === 'string' ? draft : '';
  }

  keep(of: string, draft: Draft): void {
    this.readAnew();
    this.#replace({ ...this.#all, [of]: draft });
  }

  /** Forgets every draft whose name begins so. */
  forget(beginning: string): void {
    this.readAnew();
    this.#replace(Object.fromEntries(Object.entries(this.#all).filter(([of]) => !of.startsWith(beginning))));
  }

  /** Takes in what other tabs have kept. */
  readAnew(): void {
    if (this.#lasting) this.#all = stored();
  }

  #replace(all: Readonly<Record<string, Draft>>): void {
    this.#all = all;
    try {
      localStorage.setItem(KEY, JSON.stringify(all));
    } catch {
      // Where nothing can be kept, the draft lives as long as the page.
      this.#lasting = false;
    }
  }
}

function stored(): Readonly<Record<string, Draft>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).filter((entry): entry is [string, Draft] => isDraft(entry[1])));
  } catch {
    return {};
  }
}

const isDraft = (value: unknown): boolean =>
  typeof value === 'string' ||
  typeof value === 'number' ||
  (Array.isArray(value) && value.every((item) => typeof item === 'string'));
