const FIRST_WORDS = 1024;

/** A copy of a memory, for snapshots. */
export interface SavedMemory {
  readonly words: Int32Array;
}

/**
 * One block of numbers for everything that a run keeps, so that a handler finds whatever it touches by a single base.
 * A record is named by its first word: its word k is `words[record + k]`, the double at its even word k is
 * `numbers[(record + k) >> 1]`. Both arrays look at the same bytes; both are replaced when the memory grows, so fetch
 * them again after anything that may take a row.
 */
export class Memory {
  words = new Int32Array(FIRST_WORDS);
  numbers = new Float64Array(this.words.buffer);
  private used = 0;

  /** The first of so many fresh words, an even number, all 0. */
  reserve(count: number): number {
    const from = this.used;
    this.used += count;
    if (this.used > this.words.length) this.grow();
    return from;
  }

  save(): SavedMemory {
    return { words: this.words.slice(0, this.used) };
  }

  load(saved: SavedMemory): void {
    this.used = saved.words.length;
    if (this.used > this.words.length) this.grow();
    this.words.set(saved.words);
    this.words.fill(0, this.used);
  }

  private grow(): void {
    let length = 2 * this.words.length;
    while (length < this.used) length *= 2;
    const words = new Int32Array(length);
    words.set(this.words);
    this.words = words;
    this.numbers = new Float64Array(words.buffer);
  }
}
