import { BIN_BITS, BIN_MASK, binMiddle, rankOf, SKETCH_BINS } from '../../kernel/sketch';

/**
 * Bins of sketches added up, to which values come and from which they go again. It keeps its place at the quantile that
 * it was asked for last: the next one is found a few bins from there and not by going through them all.
 */
export class MovingSum {
  private readonly bins = new Uint32Array(SKETCH_BINS);
  private total = 0;
  /** The bin of the quantile asked for last, and how many values are in bins above it. */
  private place = 0;
  private above = 0;

  /** So many values in a bin more; fewer, if negative. */
  count(bin: number, more: number): void {
    this.bins[bin]! += more;
    this.total += more;
    if (bin > this.place) this.above += more;
  }

  /** Entries as `SketchChanges` has them, from one place to another, which come (1) or go (-1). */
  countAll(entries: Uint32Array, from: number, end: number, sign: 1 | -1): void {
    const { bins, place } = this;
    let { total, above } = this;
    for (let at = from; at < end; at += 1) {
      const entry = entries[at]!;
      const bin = entry & BIN_MASK;
      const more = sign * (entry >>> BIN_BITS);
      bins[bin]! += more;
      total += more;
      if (bin > place) above += more;
    }
    this.total = total;
    this.above = above;
  }

  /** As `quantileOfBins`: of the bins above which there are no more values than the rank allows, the lowest. */
  quantile(q: number): number {
    const { bins, total } = this;
    if (total === 0) return NaN;
    const mostAbove = total - rankOf(q, total);
    let { place, above } = this;
    while (above > mostAbove) {
      place += 1;
      above -= bins[place]!;
    }
    for (; above + bins[place]! <= mostAbove; place -= 1) above += bins[place]!;
    this.place = place;
    this.above = above;
    return binMiddle(place);
  }

  clear(): void {
    this.bins.fill(0);
    this.total = 0;
    this.above = 0;
  }
}
