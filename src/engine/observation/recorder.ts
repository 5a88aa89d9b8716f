import { quantileOfBins, SKETCH_BINS } from '../../kernel/sketch';
import type { Engine } from '../engine';

/**
 * Turns an engine and keeps what it counted, cell by cell of simulated time, in a ring of the newest `keepCells` cells.
 * It only reads: a run has the same digest whether it is recorded or not. It must be the only one to turn its engine,
 * from the start on.
 *
 * Boundary b stands at b x cellMs and shows everything strictly before that instant; cell b lies between b and b + 1.
 */
export class Recorder {
  private readonly keepBoundaries: number;
  private newest = 0;
  /** Rings, by boundary modulo `keepBoundaries`. */
  private readonly countsAt: Float64Array[] = [];
  private readonly gaugesAtBoundary: Float64Array[] = [];
  /** Pairs (bin among all sketches' bins, increase) within the cell that ends at the boundary. */
  private readonly changesBefore: Uint32Array[] = [];
  /** The sketches' bins as they were at the newest boundary. */
  private readonly binsAtNewest: Uint32Array;
  /** Sums of bins over a window, kept zero between uses. */
  private readonly scratch: Uint32Array;

  constructor(
    readonly engine: Engine,
    readonly cellMs = 250,
    keepCells = 4800,
  ) {
    this.keepBoundaries = keepCells + 1;
    this.binsAtNewest = new Uint32Array(engine.sketches.bins.length);
    this.scratch = new Uint32Array(engine.sketches.bins.length);
    this.sample(0);
  }

  /** Cells completed since the start; only the newest `keepCells` are still kept. */
  get cellCount(): number {
    return this.newest;
  }

  /** The earliest instant the recorder still knows of. */
  get keptFromMs(): number {
    return Math.max(0, this.newest - this.keepBoundaries + 1) * this.cellMs;
  }

  /** Handles every event strictly before `toMs`, stopping at each cell boundary on the way to look. */
  advance(toMs: number): void {
    for (let next = this.newest + 1; next * this.cellMs <= toMs; next += 1) {
      this.engine.advance(next * this.cellMs);
      // What was not simulated is not shown as if nothing had happened.
      if (this.engine.stopped !== null) return;
      this.sample(next);
    }
    this.engine.advance(toMs);
  }

  /**
   * What was counted between two instants, each rounded to the nearest boundary still kept; `toMs` of now or later
   * means everything up to now. Laid out by the engine's `Layout`.
   */
  countsBetween(fromMs: number, toMs: number): Float64Array {
    const before = this.countsAt[this.boundary(fromMs) % this.keepBoundaries]!;
    const after = this.isNow(toMs) ? this.engine.counts : this.countsAt[this.boundary(toMs) % this.keepBoundaries]!;
    return after.map((count, index) => count - before[index]!);
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
    const merged = new Uint32Array(SKETCH_BINS);
    this.eachChange(fromMs, toMs, (bin, increase) => {
      if (sketches.includes(Math.floor(bin / SKETCH_BINS))) merged[bin % SKETCH_BINS]! += increase;
    });
    return quantileOfBins(merged, 0, q);
  }

  /** Every sketch's quantiles at once: `quantiles[sketch x qs.length + index of q]`, in ms, NaN where nothing was seen. */
  quantiles(fromMs: number, toMs: number, qs: readonly number[]): Float64Array {
    const out = new Float64Array(this.engine.layout.sketchCount * qs.length).fill(NaN);
    const seen = new Set<number>();
    this.eachChange(fromMs, toMs, (bin, increase) => {
      this.scratch[bin]! += increase;
      seen.add(Math.floor(bin / SKETCH_BINS));
    });
    for (const sketch of seen) {
      const start = sketch * SKETCH_BINS;
      qs.forEach((q, index) => (out[sketch * qs.length + index] = quantileOfBins(this.scratch, start, q)));
      this.scratch.fill(0, start, start + SKETCH_BINS);
    }
    return out;
  }

  /** The gauges as they stood at the boundary nearest to an instant, or as they stand now; a copy. */
  gaugesAt(ms: number): Float64Array {
    if (!this.isNow(ms)) return this.gaugesAtBoundary[this.boundary(ms) % this.keepBoundaries]!.slice();
    const gauges = new Float64Array(this.engine.layout.gaugeLength);
    this.engine.readGauges(gauges);
    return gauges;
  }

  private isNow(ms: number): boolean {
    return ms >= this.engine.nowMs;
  }

  private boundary(ms: number): number {
    const oldest = Math.max(0, this.newest - this.keepBoundaries + 1);
    return Math.min(this.newest, Math.max(oldest, Math.round(ms / this.cellMs)));
  }

  private sample(boundary: number): void {
    const { layout, counts, sketches } = this.engine;
    const slot = boundary % this.keepBoundaries;
    (this.countsAt[slot] ??= new Float64Array(layout.countLength)).set(counts);
    this.engine.readGauges((this.gaugesAtBoundary[slot] ??= new Float64Array(layout.gaugeLength)));

    const changes: number[] = [];
    this.eachUnsampledChange((bin, increase) => changes.push(bin, increase));
    for (let at = 0; at < changes.length; at += 2) this.binsAtNewest[changes[at]!]! += changes[at + 1]!;
    this.changesBefore[slot] = Uint32Array.from(changes);
    sketches.clearTouched();
    this.newest = boundary;
  }

  private eachChange(fromMs: number, toMs: number, visit: (bin: number, increase: number) => void): void {
    const now = this.isNow(toMs);
    const last = now ? this.newest : this.boundary(toMs);
    for (let boundary = this.boundary(fromMs) + 1; boundary <= last; boundary += 1) {
      const changes = this.changesBefore[boundary % this.keepBoundaries]!;
      for (let at = 0; at < changes.length; at += 2) visit(changes[at]!, changes[at + 1]!);
    }
    if (now) this.eachUnsampledChange(visit);
  }

  /** What went into the sketches since the newest boundary. */
  private eachUnsampledChange(visit: (bin: number, increase: number) => void): void {
    const { sketches } = this.engine;
    sketches.eachTouched((from, to) => {
      for (let bin = from; bin < to; bin += 1) {
        const increase = sketches.bins[bin]! - this.binsAtNewest[bin]!;
        if (increase > 0) visit(bin, increase);
      }
    });
  }
}
