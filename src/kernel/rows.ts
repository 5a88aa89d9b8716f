type Column = Int32Array | Float64Array;

/** A copy of a table, for snapshots. */
export interface SavedRows {
  readonly used: number;
  readonly free: Int32Array;
  readonly columns: readonly Column[];
}

const FIRST_CAPACITY = 64;

/**
 * Records held column by column. A freed row is used again under a new generation, so that a reference kept as (row,
 * generation) finds nobody instead of a stranger. Nothing is allocated once the table has grown to what a run needs.
 */
class RowTable {
  /** Rows ever taken; those in use and those free among them. */
  used = 0;
  capacity = FIRST_CAPACITY;
  generation = new Int32Array(FIRST_CAPACITY);
  private free = new Int32Array(FIRST_CAPACITY);
  private freeCount = 0;

  constructor(private readonly names: readonly string[]) {}

  get live(): number {
    return this.used - this.freeCount;
  }

  /** A row whose columns hold whatever its last user left there. */
  take(): number {
    if (this.freeCount > 0) return this.free[--this.freeCount]!;
    if (this.used === this.capacity) this.grow();
    return this.used++;
  }

  give(row: number): void {
    this.generation[row]!++;
    this.free[this.freeCount++] = row;
  }

  save(): SavedRows {
    return {
      used: this.used,
      free: this.free.slice(0, this.freeCount),
      columns: this.allNames().map((name) => this.column(name).slice(0, this.used)),
    };
  }

  load(saved: SavedRows): void {
    while (this.capacity < saved.used) this.grow();
    this.used = saved.used;
    this.free.set(saved.free);
    this.freeCount = saved.free.length;
    this.allNames().forEach((name, i) => this.column(name).set(saved.columns[i]!));
  }

  private grow(): void {
    this.capacity *= 2;
    this.free = doubled(this.free);
    for (const name of this.allNames()) this.setColumn(name, doubled(this.column(name)));
  }

  private allNames(): string[] {
    return ['generation', ...this.names];
  }

  private column(name: string): Column {
    return (this as unknown as Record<string, Column>)[name]!;
  }

  private setColumn(name: string, column: Column): void {
    (this as unknown as Record<string, Column>)[name] = column;
  }
}

export type Rows<I extends string, F extends string> = RowTable & Record<I, Int32Array> & Record<F, Float64Array>;

/** A table with these columns of 32-bit integers and of doubles, each a field of that name. */
export function makeRows<I extends string, F extends string>(
  integers: readonly I[],
  numbers: readonly F[],
): Rows<I, F> {
  const table = new RowTable([...integers, ...numbers]);
  const columns: Record<string, Column> = {};
  for (const name of integers) columns[name] = new Int32Array(FIRST_CAPACITY);
  for (const name of numbers) columns[name] = new Float64Array(FIRST_CAPACITY);
  return Object.assign(table, columns) as Rows<I, F>;
}

export function doubled<T extends Column>(array: T): T {
  const bigger = new (array.constructor as new (length: number) => T)(2 * array.length);
  bigger.set(array);
  return bigger;
}
