import { BIN_BITS, BIN_MASK } from '../../kernel/sketch';
import { doubled } from '../../kernel/doubled';
import { MovingSum } from './moving-sum';
import type { Recorder } from './recorder';

/**
 * Quantiles of what went into groups of sketches over a window that ends now and moves on with the run. They are those
 * that the recorder gives, found without adding up the window each time: completed cells are added as they come and
 * taken away as they go, and of the present cell what it has more than it had.
 */
export class Trailing {
  /** One for each group. */
  private readonly sums: readonly MovingSum[];
  /** Of each sketch, the sum it goes into. */
  private readonly sumOf: (MovingSum | null)[];
  /** Of completed cells the sums have those from here to before there. */
  private from = 0;
  private to = 0;
  /** How much of what the sketches call recent has been gone through for the present cell. */
  private seen = 0;
  /** Of that, what goes into a sum, the first `knownCount`: its place, `sketch << BIN_BITS | bin`, and how many values the sum has. */
  private places = new Uint32Array(256);
  private bins = new Uint32Array(256);
  private rises = new Uint32Array(256);
  private knownCount = 0;

  /** A sketch is in one group at most. */
  constructor(
    private readonly recorder: Recorder,
    private readonly groups: readonly (readonly number[])[],
  ) {
    this.sums = groups.map(() => new MovingSum());
    this.sumOf = new Array<MovingSum | null>(recorder.engine.layout.sketchCount).fill(null);
    groups.forEach((sketches, group) => sketches.forEach((sketch) => (this.sumOf[sketch] = this.sums[group]!)));
  }

  /** The window now begins with this cell, or with the first that is kept. */
  begin(firstCell: number): void {
    const { recorder } = this;
    const firstKept = Math.round(recorder.keptFromMs / recorder.cellMs);
    const from = Math.max(firstCell, firstKept);
    const to = recorder.cellCount;
    if (from !== this.from || to !== this.to) this.moveTo(from, to, firstKept);
    this.addRecent();
  }

  /** The q-quantile (q in [0, 1]) of a group, in ms; NaN where there was nothing. */
  quantile(group: number, q: number): number {
    return this.sums[group]!.quantile(q);
  }

  private moveTo(from: number, to: number, firstKept: number): void {
    this.takeRecentBack();
    const steps = from - this.from + to - this.to;
    if (from < this.from || this.from < firstKept || steps > to - from) {
      for (const sum of this.sums) sum.clear();
      this.from = from;
      this.to = from;
    }
    for (; this.from < from; this.from += 1) this.countCell(this.from, -1);
    for (; this.to < to; this.to += 1) this.countCell(this.to, 1);
  }

  private countCell(cell: number, sign: 1 | -1): void {
    const changes = this.recorder.sketchedIn(cell);
    this.groups.forEach((sketches, group) => {
      for (const sketch of sketches) changes.countIn(this.sums[group]!, sketch, sign);
    });
  }

  private addRecent(): void {
    const { sketches } = this.recorder.engine;
    for (let at = 0; at < this.knownCount; at += 1) {
      const rise = sketches.riseOf(this.places[at]!);
      const more = rise - this.rises[at]!;
      if (more === 0) continue;
      this.count(this.bins[at]!, more);
      this.rises[at] = rise;
    }
    const { recent, recentCount } = sketches;
    const { sumOf } = this;
    for (; this.seen < recentCount; this.seen += 1) {
      if (sumOf[recent[this.seen]! >>> BIN_BITS]) this.note(this.seen);
    }
  }

  private note(place: number): void {
    if (this.knownCount === this.places.length) {
      this.places = doubled(this.places);
      this.bins = doubled(this.bins);
      this.rises = doubled(this.rises);
    }
    const { sketches } = this.recorder.engine;
    const at = this.knownCount++;
    this.places[at] = place;
    this.bins[at] = sketches.recent[place]!;
    this.rises[at] = sketches.riseOf(place);
    this.count(this.bins[at], this.rises[at]);
  }

  private takeRecentBack(): void {
    for (let at = 0; at < this.knownCount; at += 1) this.count(this.bins[at]!, -this.rises[at]!);
    this.knownCount = 0;
    this.seen = 0;
  }

  private count(bin: number, more: number): void {
    this.sumOf[bin >>> BIN_BITS]!.count(bin & BIN_MASK, more);
  }
}
