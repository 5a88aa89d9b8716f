/** A stroke of typing ends after a pause this long. */
const PAUSE_MS = 1000;

/** Tells which edits belong to one stroke of typing, so that Undo takes back strokes and not letters. */
export class Strokes {
  #endsAtMs = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** An edit was made: whether it goes on with the stroke of the one before. */
  continues(): boolean {
    const atMs = this.now();
    const continues = atMs < this.#endsAtMs;
    this.#endsAtMs = atMs + PAUSE_MS;
    return continues;
  }

  /** The next edit begins a stroke of its own. */
  end(): void {
    this.#endsAtMs = 0;
  }
}
