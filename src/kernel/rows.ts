/** What is used again and again: a request, say, and after its end another one. */
export abstract class Row {
  /** Counts its users, so that a reference kept as (row, generation) finds nobody instead of a stranger. */
  generation = 0;
  /** Of a free row, the next that is free. */
  nextFree: Row | null = null;

  declare readonly number: number;

  constructor(number: number) {
    this.number = number;
  }
}

/** Rows of one kind, by number. Nothing is allocated once a run has as many as it needs. */
export class Rows<T extends Row> {
  /** Every row there ever was, in use or free. */
  readonly all: T[] = [];
  private firstFree: T | null = null;

  declare private readonly create: (number: number) => T;

  constructor(create: (number: number) => T) {
    this.create = create;
  }

  /** Rows in use, counted. */
  get live(): number {
    let live = this.all.length;
    for (let row: Row | null = this.firstFree; row !== null; row = row.nextFree) live--;
    return live;
  }

  /** A row whose fields hold whatever its last user left there. */
  take(): T {
    const row = this.firstFree;
    if (row === null) return this.added();
    this.firstFree = row.nextFree as T | null;
    return row;
  }

  give(row: T): void {
    row.generation++;
    row.nextFree = this.firstFree;
    this.firstFree = row;
  }

  /** Onto a tape or from it; the fields that are not every row's are carried afterwards by those who know them. */
  carry(tape: Tape): void {
    const count = tape.number(this.all.length);
    while (this.all.length < count) this.added();
    this.all.length = count;
    this.firstFree = tape.row(this, this.firstFree);
    for (const row of this.all) {
      row.generation = tape.number(row.generation);
      row.nextFree = tape.row(this, row.nextFree);
    }
  }

  private added(): T {
    const row = this.create(this.all.length);
    this.all.push(row);
    return row;
  }
}

/**
 * Numbers in a row, written or read. Whoever carries its fields over a tape says each of them once, for both ways:
 * `x.size = tape.number(x.size)` writes the field and leaves it, or reads it.
 */
export class Tape {
  private at = 0;

  private constructor(
    private numbers: Float64Array,
    private readonly isRead: boolean,
  ) {}

  /** Written over from its beginning: whoever writes often does not need a new one each time. */
  rewound(): this {
    this.at = 0;
    return this;
  }

  static blank(): Tape {
    return new Tape(new Float64Array(4096), false);
  }

  static of(numbers: Float64Array): Tape {
    return new Tape(numbers, true);
  }

  number(value: number): number {
    const at = this.at++;
    if (this.isRead) return this.numbers[at]!;
    if (at === this.numbers.length) this.grow();
    this.numbers[at] = value;
    return value;
  }

  flag(value: boolean): boolean {
    return this.number(value ? 1 : 0) === 1;
  }

  /** A reference to a row of these, or to none. */
  row<T extends Row>(rows: Rows<T>, row: T | null): T | null {
    if (!this.isRead) {
      this.number(row === null ? -1 : row.number);
      return row;
    }
    const number = this.number(0);
    return number < 0 ? null : rows.all[number]!;
  }

  /** Everything written. */
  written(): Float64Array {
    return this.numbers.slice(0, this.at);
  }

  private grow(): void {
    const longer = new Float64Array(2 * this.numbers.length);
    longer.set(this.numbers);
    this.numbers = longer;
  }
}
