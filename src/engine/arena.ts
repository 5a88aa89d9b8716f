import { doubled } from '../kernel/doubled';

export interface SavedArena {
  readonly numbers: Float64Array;
  readonly free: readonly (readonly [number, readonly number[]])[];
}

/** One array of numbers from which policies get blocks for their state; a block given back is used again for one of its size. */
export class Arena {
  numbers = new Float64Array(1024);
  private used = 0;
  private free = new Map<number, number[]>();

  take(size: number): number {
    const again = this.free.get(size)?.pop();
    if (again !== undefined) return again;
    const at = this.used;
    this.used += size;
    while (this.used > this.numbers.length) this.numbers = doubled(this.numbers);
    return at;
  }

  give(at: number, size: number): void {
    if (size === 0) return;
    const blocks = this.free.get(size);
    if (blocks === undefined) this.free.set(size, [at]);
    else blocks.push(at);
  }

  save(): SavedArena {
    return {
      numbers: this.numbers.slice(0, this.used),
      free: [...this.free].map(([size, blocks]) => [size, [...blocks]]),
    };
  }

  load(saved: SavedArena): void {
    this.used = saved.numbers.length;
    while (this.used > this.numbers.length) this.numbers = doubled(this.numbers);
    this.numbers.set(saved.numbers);
    this.free = new Map(saved.free.map(([size, blocks]) => [size, [...blocks]]));
  }
}
