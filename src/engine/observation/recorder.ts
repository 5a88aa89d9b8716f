import type { Engine } from '../engine';
import { BinSum, SketchChanges } from './sketch-changes';
import { Sparse } from './sparse';

/** What is kept of one cell of simulated time. */
interface Cell {
  /** By how much counts rose within it. */
  readonly counted: Sparse;
  readonly sketched: SketchChanges;
  /** The gauges at its end, where they differ from those at 0. */
  readonly gauges: Sparse;
}

/**
 * Turns an engine and keeps what it counted, cell by cell of simulated time, in a ring of the newest `keepCells` cells.
 * It only reads: a run has the same digest whether it is recorded or not. It must be the only one to turn its engine,
 * from the start on.
 *
 * Boundary b stands at b x cellMs and shows everything strictly before that instant; cell b lies between b and b + 1.
 * Of a cell only what changed in it is kept, so a cell takes the room of what was at work in it and not that of the model.
 */
export class Recorder {
  private readonly keepBoundaries: number;
  private newest = 0;
  /** By the boundary at the cell's end, modulo `keepBoundaries`. */
  private readonly cells: Cell[] = [];
  private readonly gaugesAtStart: Float64Array;
  /** Counts as they were at the newest boundary. */
  private readonly countsAtNewest: Float64Array;
  /** And at the boundary `behind`, which moves on as is asked for, and before the cell that follows it is forgotten. */
  private readonly countsBehind: Float64Array;
  private behind = 0;
  /** What went into the sketches since then, as of when the engine had this digest. */
  private readonly recent: SketchChanges;
  private recentDigest = '';
  private readonly gaugesNow: Float64Array;
  private readonly sum = new BinSum();
  /** Is told of each cell as it is completed. */
  onCell: ((cell: number) => void) | null = null;

  constructor(
    readonly engine: Engine,
    readonly cellMs = 250,
    keepCells = 4800,
  ) {
    const { layout } = engine;
    this.keepBoundaries = keepCells + 1;
    this.countsAtNewest = new Float64Array(layout.countLength);
    this.countsBehind = new Float64Array(layout.countLength);
    this.recent = new SketchChanges(layout.sketchCount);
    this.gaugesNow = new Float64Array(layout.gaugeLength);
    this.gaugesAtStart = this.gaugesAt(0);
    this.sample(0);
  }

  /** Cells completed since the start; only the newest `keepCells` are still kept. */
  get cellCount(): number {
    return this.newest;
  }

  /** The earliest instant the recorder still knows of. */
  get keptFromMs(): number {
    return this.oldest * this.cellMs;
  }

  /** What went into the sketches in a completed cell that begins no earlier than that. */
  sketchedIn(cell: number): SketchChanges {
    return this.cell(cell + 1).sketched;
  }

  /** What the cells kept take in memory. */
  get byteLength(): number {
    return this.cells.reduce(
      (sum, { counted, sketched, gauges }) => sum + counted.byteLength + sketched.byteLength + gauges.byteLength,
      0,
    );
  }

  /** Handles every event strictly before `toMs`, stopping at each cell boundary on the way to look. */
  advance(toMs: number): void {
    for (let next = this.newest + 1; next * this.cellMs <= toMs; next += 1) {
      this.engine.advance(next * this.cellMs);
      // What was not simulated is not shown as if nothing had happened.
      if (this.engine.stopped !== null) return;
      this.sample(next);
      this.onCell?.(next - 1);
    }
    this.engine.advance(toMs);
  }

  /**
   * What was counted between two instants, each rounded to the nearest boundary still kept; `toMs` of now or later
   * means everything up to now. Laid out by the engine's `Layout`, of which only the first `length` counts are asked for.
   */
  countsBetween(fromMs: number, toMs: number, length = this.engine.layout.countLength): Float64Array {
    const out = new Float64Array(length);
    const now = this.isNow(toMs);
    const last = now ? this.newest : this.boundary(toMs);
    for (let boundary = this.boundary(fromMs) + 1; boundary <= last; boundary += 1) {
      this.cell(boundary).counted.addTo(out);
    }
    if (!now) return out;
    const { counts } = this.engine;
    const { countsAtNewest } = this;
    for (let at = 0; at < length; at += 1) {
      const count = counts[at]!;
      const before = countsAtNewest[at]!;
      // Most have not moved, and reading is all that they cost.
      if (count !== before) out[at]! += count - before;
    }
    return out;
  }

  /**
   * What was counted since an instant, rounded as in `countsBetween`; quick for whoever asks again and again and never for
   * an earlier instant than before.
   */
  countsSince(fromMs: number): Float64Array {
    const from = this.boundary(fromMs);
    if (from < this.behind) return this.countsBetween(fromMs, Infinity);
    this.moveBehind(from);
    const { countsBehind } = this;
    const counts = this.engine.counts.slice();
    for (let at = 0; at < counts.length; at += 1) counts[at]! -= countsBehind[at]!;
    return counts;
  }

  /** The time that `countsBetween` covers for these instants, in ms. */
  spanBetween(fromMs: number, toMs: number): number {
    const end = this.isNow(toMs) ? this.engine.nowMs : this.boundary(toMs) * this.cellMs;
    return end - this.boundary(fromMs) * this.cellMs;
  }

  /**
   * The q-quantile (q in [0, 1]) in ms of everything that went into the given sketches together between two instants,
   * rounded as in `countsBetween`; NaN where nothing did.
   */
  quantile(sketches: readonly number[], fromMs: number, toMs: number, q: number): number {
    return this.quantiles(sketches, fromMs, toMs, [q])[0]!;
  }

  /** The same for several q at once, in their order. */
  quantiles(sketches: readonly number[], fromMs: number, toMs: number, qs: readonly number[]): number[] {
    return this.ofSum(sketches, fromMs, toMs, (sum) => qs.map((q) => sum.quantile(q)));
  }

  /** The mean in ms of what `quantile` is the quantile of, off by at most as much. */
  mean(sketches: readonly number[], fromMs: number, toMs: number): number {
    return this.ofSum(sketches, fromMs, toMs, (sum) => sum.mean());
  }

  /** The gauges as they stood at the boundary nearest to an instant, or as they stand now; a copy. */
  gaugesAt(ms: number): Float64Array {
    if (!this.isNow(ms)) {
      const gauges = this.gaugesAtStart.slice();
      this.cell(this.boundary(ms)).gauges.writeTo(gauges);
      return gauges;
    }
    const gauges = new Float64Array(this.engine.layout.gaugeLength);
    this.engine.readGauges(gauges);
    return gauges;
  }

  /** One of them, by its place. */
  gaugeAt(ms: number, place: number): number {
    const boundary = this.boundary(ms);
    if (this.isNow(ms) && boundary * this.cellMs !== this.engine.nowMs) return this.gaugesAt(ms)[place]!;
    return this.cell(boundary).gauges.at(place) ?? this.gaugesAtStart[place]!;
  }

  private isNow(ms: number): boolean {
    return ms >= this.engine.nowMs;
  }

  private get oldest(): number {
    return Math.max(0, this.newest - this.keepBoundaries + 1);
  }

  private boundary(ms: number): number {
    return Math.min(this.newest, Math.max(this.oldest, Math.round(ms / this.cellMs)));
  }

  private cell(boundary: number): Cell {
    return this.cells[boundary % this.keepBoundaries]!;
  }

  private sample(boundary: number): void {
    const { layout } = this.engine;
    const cell = (this.cells[boundary % this.keepBoundaries] ??= {
      counted: new Sparse(),
      sketched: new SketchChanges(layout.sketchCount),
      gauges: new Sparse(),
    });
    const { counted, sketched, gauges } = cell;
    // Before it is overwritten.
    this.moveBehind(boundary - this.keepBoundaries);

    const { counts } = this.engine;
    const { countsAtNewest } = this;
    counted.clear();
    for (let at = 0; at < counts.length; at += 1) {
      const count = counts[at]!;
      const before = countsAtNewest[at]!;
      if (count === before) continue;
      const rise = count - before;
      counted.push(at, rise);
      // Rises added up must give the counts themselves, and of a sum the last digit may be missing.
      if (before + rise !== count) counted.push(at, count - (before + rise));
      countsAtNewest[at] = count;
    }

    const { sketches } = this.engine;
    sketched.take(sketches);
    sketches.forgetRecent();
    this.recentDigest = '';

    const { gaugesNow, gaugesAtStart } = this;
    this.engine.readGauges(gaugesNow);
    gauges.clear();
    for (let at = 0; at < gaugesNow.length; at += 1) {
      if (gaugesNow[at] !== gaugesAtStart[at]) gauges.push(at, gaugesNow[at]!);
    }
    this.newest = boundary;
  }

  private moveBehind(to: number): void {
    while (this.behind < to) {
      this.behind += 1;
      this.cell(this.behind).counted.addTo(this.countsBehind);
    }
  }

  /** What is read of everything that went into the sketches between two instants, as `quantile` says. */
  private ofSum<Value>(sketches: readonly number[], fromMs: number, toMs: number, read: (sum: BinSum) => Value): Value {
    const { sum } = this;
    const now = this.isNow(toMs);
    const last = now ? this.newest : this.boundary(toMs);
    for (let boundary = this.boundary(fromMs) + 1; boundary <= last; boundary += 1) {
      const { sketched } = this.cell(boundary);
      for (const sketch of sketches) sketched.addTo(sum, sketch);
    }
    if (now) {
      this.takeRecent();
      for (const sketch of sketches) this.recent.addTo(sum, sketch);
    }
    const found = read(sum);
    sum.clear();
    return found;
  }

  private takeRecent(): void {
    const digest = this.engine.digest();
    if (digest === this.recentDigest) return;
    this.recent.take(this.engine.sketches);
    this.recentDigest = digest;
  }
}
