type Column = Int32Array | Float64Array;

/** A copy of a table, for snapshots. */
export interface SavedRows {
  readonly used: number;
  readonly live: number;
  readonly free: number;
  readonly words: Int32Array;
}

const FIRST_ROWS = 64;
/** The end of a chain of rows, the free ones' too. */
const NO_ROW = -1;

/** What every table has in common: the words with which a row begins. */
export const Row = {
  generation: 0,
  /** the next row in whatever chain a row stands; of a free one, the next that is free */
  next: 1,
} as const;

/**
 * Records of a fixed number of 32-bit words, one after another in one array, so that a handler finds all it needs of a
 * row beside each other. A row is named by where it begins: its word k is `words[row + k]`, and the doubles among its
 * words are `numbers[(row >> 1) + k]`, k in doubles from the row's beginning. Both arrays are replaced when the table
 * grows: fetch them again after anything that may take a row.
 *
 * A freed row is used again under a new generation, so that a reference kept as (row, generation) finds nobody instead of
 * a stranger. Nothing is allocated once the table has grown to what a run needs.
 */
export class Rows {
  words: Int32Array;
  numbers: Float64Array;
  /** Rows in use. */
  live = 0;
  /** Words of all rows ever taken, those free again among them. */
  used = 0;
  private free = NO_ROW;

  /** `stride`: words of a row, an even number. */
  constructor(readonly stride: number) {
    this.words = new Int32Array(FIRST_ROWS * stride);
    this.numbers = new Float64Array(this.words.buffer);
  }

  /** A row whose words hold whatever its last user left there. */
  take(): number {
    this.live++;
    const row = this.free;
    if (row === NO_ROW) return this.takeNew();
    this.free = this.words[row + Row.next]!;
    return row;
  }

  give(row: number): void {
    const { words } = this;
    words[row + Row.generation]!++;
    words[row + Row.next] = this.free;
    this.free = row;
    this.live--;
  }

  save(): SavedRows {
    const { used, live, free } = this;
    return { used, live, free, words: this.words.slice(0, used) };
  }

  load(saved: SavedRows): void {
    while (this.words.length < saved.used) this.grow();
    this.used = saved.used;
    this.live = saved.live;
    this.free = saved.free;
    this.words.set(saved.words);
  }

  private takeNew(): number {
    if (this.used === this.words.length) this.grow();
    const row = this.used;
    this.used += this.stride;
    return row;
  }

  private grow(): void {
    this.words = doubled(this.words);
    this.numbers = new Float64Array(this.words.buffer);
  }
}

export function doubled<T extends Column>(array: T): T {
  const bigger = new (array.constructor as new (length: number) => T)(2 * array.length);
  bigger.set(array);
  return bigger;
}
