import { doubleOfBits } from '../kernel/bits';
import { deriveKey, type Key } from '../kernel/keys';
import { Draws } from '../kernel/draws';
import type { Tape } from '../kernel/rows';
import type { BurstState, RatePiece, WorkloadModel } from '../scenario/model';
import { Purpose } from './events';

/** As an attempt: beyond those of every arrival, so that the keys of the bursts are nobody else's. */
const BURSTS = 1 << 20;

/**
 * Tells when a clock that runs at a workload's rate shows a number of units: the integral of the rate over time, turned
 * round. The rate is made of pieces, one straight line each, perhaps over and over; where there are bursts it is
 * multiplied by what their state says. Asked for ever greater numbers, it walks through time stretch by stretch: a stretch
 * is a piece, or as much of one as lies within one state.
 */
export class RateClock {
  /** the stretch: from, to, the rate at both ends, and the units at its start */
  private fromMs = NaN;
  private toMs = NaN;
  private startPerMs = NaN;
  private endPerMs = NaN;
  private units = NaN;
  /** its units if the rate is the same all through it, otherwise 0 */
  private steadyUnits = NaN;
  /** the piece that it lies in, and how often all pieces have been gone through before */
  private piece = 0;
  private round = 0;
  /** the state of the bursts, how many there were before it, and when it ends */
  private state = 0;
  private statesBefore = 0;
  private stateEndMs = NaN;
  private readonly pieces: readonly RatePiece[];
  private readonly periodMs: number;
  private readonly bursts: readonly BurstState[];
  private readonly isSilent: boolean;
  /** of the workload */
  private readonly key: Key;
  private readonly draws = new Draws();

  constructor({ rate, ratePeriodMs, bursts }: WorkloadModel, key: Key) {
    this.key = key;
    this.pieces = rate;
    this.periodMs = ratePeriodMs;
    this.bursts = bursts;
    this.isSilent = rate.every(({ startPerMs, endPerMs }) => startPerMs + endPerMs === 0);
    this.units = 0;
    this.stateEndMs = Infinity;
    this.fromMs = 0;
    if (this.isSilent) return;
    if (bursts.length > 0) this.beginBursts();
    this.enterStretch();
  }

  /**
   * The instant at which the clock shows so many units, no fewer than when asked before; Infinity: never. From and into
   * `doubleOfBits`, for a double that goes into or out of a function that is not inlined costs an allocation.
   */
  findInstant(): void {
    const units = doubleOfBits[0]!;
    const ahead = units - this.units;
    // Each by itself: a number that may come from a function that is not inlined costs an allocation whichever it is.
    if (ahead < this.steadyUnits) doubleOfBits[0] = this.fromMs + ahead / this.startPerMs;
    else doubleOfBits[0] = this.instantBeyond(units);
  }

  carry(tape: Tape): void {
    this.fromMs = tape.number(this.fromMs);
    this.toMs = tape.number(this.toMs);
    this.startPerMs = tape.number(this.startPerMs);
    this.endPerMs = tape.number(this.endPerMs);
    this.units = tape.number(this.units);
    this.steadyUnits = tape.number(this.steadyUnits);
    this.piece = tape.number(this.piece);
    this.round = tape.number(this.round);
    this.state = tape.number(this.state);
    this.statesBefore = tape.number(this.statesBefore);
    this.stateEndMs = tape.number(this.stateEndMs);
    // A clock goes on with the key of the run that it is taken from.
    this.key.hi = tape.number(this.key.hi);
    this.key.lo = tape.number(this.key.lo);
  }

  private instantBeyond(units: number): number {
    if (this.isSilent) return Infinity;
    for (;;) {
      const { startPerMs, endPerMs } = this;
      const lengthMs = this.lengthMs();
      const ahead = units - this.units;
      const held = unitsIn(lengthMs, startPerMs, endPerMs);
      if (ahead < held) return this.fromMs + timeToReach(lengthMs, startPerMs, endPerMs, ahead);
      if (this.isLast()) return Infinity;
      this.units += held;
      this.nextStretch();
    }
  }

  /** Nothing but zero follows. */
  private isLast(): boolean {
    const { lengthMs, startPerMs } = this.pieces[this.piece]!;
    return lengthMs === Infinity && startPerMs === 0;
  }

  /** A piece that lies in one state keeps the length it was given: the difference of its ends might be rounded. */
  private lengthMs(): number {
    const piece = this.pieces[this.piece]!;
    const beginMs = this.roundMs() + piece.fromMs;
    const isWhole = this.fromMs === beginMs && this.toMs === beginMs + piece.lengthMs;
    return isWhole ? piece.lengthMs : this.toMs - this.fromMs;
  }

  private roundMs(): number {
    return this.round === 0 ? 0 : this.round * this.periodMs;
  }

  private nextStretch(): void {
    const piece = this.pieces[this.piece]!;
    const pieceEndMs = this.roundMs() + piece.fromMs + piece.lengthMs;
    this.fromMs = this.toMs;
    if (this.toMs >= this.stateEndMs) {
      this.state = this.state + 1 < this.bursts.length ? this.state + 1 : 0;
      this.statesBefore++;
      this.stateEndMs = this.fromMs + this.sojournMs();
    }
    if (this.fromMs >= pieceEndMs) {
      this.piece++;
      if (this.piece === this.pieces.length) {
        this.piece = 0;
        this.round++;
      }
      this.fromMs = this.roundMs() + this.pieces[this.piece]!.fromMs;
    }
    this.enterStretch();
  }

  /** Of the stretch that begins at `fromMs`, all that follows from its piece and the state of the bursts. */
  private enterStretch(): void {
    const { fromMs, stateEndMs } = this;
    const piece = this.pieces[this.piece]!;
    const beginMs = this.roundMs() + piece.fromMs;
    this.toMs = Math.max(fromMs, Math.min(beginMs + piece.lengthMs, stateEndMs));
    const factor = this.bursts.length === 0 ? 1 : this.bursts[this.state]!.factor;
    this.startPerMs = factor * perMsAt(piece, fromMs - beginMs);
    this.endPerMs = factor * perMsAt(piece, this.toMs - beginMs);
    const { startPerMs, endPerMs } = this;
    this.steadyUnits = startPerMs === endPerMs ? unitsIn(this.lengthMs(), startPerMs, endPerMs) : 0;
  }

  /** In the state that a process which has gone on for ever is in: each by its share of the time. */
  private beginBursts(): void {
    const { bursts, draws, key } = this;
    const totalMs = bursts.reduce((sum, { meanMs }) => sum + meanMs, 0);
    const burst: Key = { hi: 0, lo: 0 };
    deriveKey(key.hi, key.lo, 0, BURSTS, burst);
    let restMs = totalMs * draws.of(burst.hi, burst.lo, Purpose.journey).uniform();
    while (this.state < bursts.length - 1 && restMs >= bursts[this.state]!.meanMs) {
      restMs -= bursts[this.state]!.meanMs;
      this.state++;
    }
    this.stateEndMs = this.sojournMs();
  }

  /** How long the present state lasts. */
  private sojournMs(): number {
    const { key, draws } = this;
    const burst: Key = { hi: 0, lo: 0 };
    deriveKey(key.hi, key.lo, this.statesBefore, BURSTS, burst);
    return this.bursts[this.state]!.meanMs * draws.of(burst.hi, burst.lo, Purpose.gap).exponential();
  }
}

/** The rate of a piece, so long after its beginning. */
function perMsAt({ lengthMs, startPerMs, endPerMs }: RatePiece, afterMs: number): number {
  if (startPerMs === endPerMs || afterMs <= 0) return startPerMs;
  return afterMs >= lengthMs ? endPerMs : startPerMs + (endPerMs - startPerMs) * (afterMs / lengthMs);
}

/** Arrivals expected in a stretch: its area. */
function unitsIn(lengthMs: number, startPerMs: number, endPerMs: number): number {
  if (lengthMs === Infinity) return startPerMs > 0 ? Infinity : 0;
  return ((startPerMs + endPerMs) / 2) * lengthMs;
}

/** How far into a stretch its area reaches `units`: the root of slope t^2 / 2 + start t = units, in its stable form. */
function timeToReach(lengthMs: number, startPerMs: number, endPerMs: number, units: number): number {
  if (startPerMs === endPerMs) return units / startPerMs;
  const slope = (endPerMs - startPerMs) / lengthMs;
  const discriminant = Math.max(0, startPerMs * startPerMs + 2 * slope * units);
  return Math.min(lengthMs, (2 * units) / (startPerMs + Math.sqrt(discriminant)));
}
