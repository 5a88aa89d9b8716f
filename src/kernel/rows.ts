import type { Memory } from './memory';

/** What a table knows beside its rows, for snapshots. */
export interface SavedRows {
  readonly live: number;
  readonly free: number;
  readonly blocks: readonly number[];
}

const ROWS_OF_A_BLOCK = 64;
const NO_ROW = -1;

/** The first word of every row, whatever its kind. */
export const GENERATION = 0;
/** The second word. Of a free row, the next that is free; of one in use, whatever its user keeps there. */
const NEXT = 1;

/**
 * Rows of one kind in a memory. A freed row is used again under a new generation (its first word), so that a reference
 * kept as (row, generation) finds nobody instead of a stranger. Nothing is allocated once a run has as many as it needs.
 */
export class Rows {
  /** Rows in use. */
  live = 0;
  private free = NO_ROW;
  /** Where each block of rows begins. */
  private blocks: number[] = [];

  /** `stride`: words of a row, an even number. */
  constructor(
    private readonly memory: Memory,
    private readonly stride: number,
  ) {}

  /** A row whose words hold whatever its last user left there. */
  take(): number {
    if (this.free === NO_ROW) this.addBlock();
    const row = this.free;
    this.free = this.memory.words[row + NEXT]!;
    this.live++;
    return row;
  }

  give(row: number): void {
    const { words } = this.memory;
    words[row + GENERATION]!++;
    words[row + NEXT] = this.free;
    this.free = row;
    this.live--;
  }

  /** Every row there ever was, in use or free. */
  forEach(see: (row: number) => void): void {
    for (const block of this.blocks) {
      for (let n = 0; n < ROWS_OF_A_BLOCK; n++) see(block + n * this.stride);
    }
  }

  save(): SavedRows {
    return { live: this.live, free: this.free, blocks: this.blocks.slice() };
  }

  load({ live, free, blocks }: SavedRows): void {
    this.live = live;
    this.free = free;
    this.blocks = blocks.slice();
  }

  private addBlock(): void {
    const block = this.memory.reserve(ROWS_OF_A_BLOCK * this.stride);
    const { words } = this.memory;
    for (let n = ROWS_OF_A_BLOCK - 1; n >= 0; n--) {
      const row = block + n * this.stride;
      words[row + NEXT] = this.free;
      this.free = row;
    }
    this.blocks.push(block);
  }
}
