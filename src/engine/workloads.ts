import { deriveKey, type Key } from '../kernel/keys';
import type { Tape } from '../kernel/rows';
import type { Model, RatePiece } from '../scenario/model';
import type { Program, Station } from './records';
import type { World } from './world';

/**
 * The arrivals of a workload. Arrivals come at unit rate on a clock of their own, drawn from keys; the rate over time
 * stretches that clock. So a changed rate moves the same shoppers, and no policy can change who comes when.
 */
export class Workload {
  declare readonly station: Station;
  declare readonly journeys: readonly Program[];
  declare readonly patienceMs: number;
  /** One shopper in this many is traced. */
  declare readonly tracedEvery: number;
  /** Of its patience in the event queue, once it is known. */
  lane = -1;
  /** arrivals so far */
  arrived = 0;
  /** the key of the next arrival, and when it comes on the unit-rate clock */
  nextHi = 0;
  nextLo = 0;
  unitTime = NaN;
  /** its own key, from which those of its arrivals are derived */
  declare keyHi: number;
  declare keyLo: number;
  declare private readonly rate: readonly RatePiece[];
  /** cumulative shares of the journeys */
  declare private readonly upTo: readonly number[];
  /** the piece of the rate that the next arrival falls in, and the unit-rate clock at its start */
  private piece = 0;
  private pieceUnit = NaN;
  /** of that piece: its beginning and, while the rate is the same all through it, that rate and its units (otherwise 0) */
  private pieceFromMs = NaN;
  private steadyPerMs = NaN;
  private steadyUnits = NaN;

  declare readonly index: number;

  constructor(index: number, model: Model, world: World, seed: Key) {
    this.index = index;
    const { rate, patienceMs } = model.workloads[index]!;
    const own = model.journeys.flatMap((journey, j) => (journey.workload === index ? [j] : []));
    let share = 0;
    this.station = world.workloads[index]!;
    this.journeys = own.map((j) => world.journeys[j]!);
    this.upTo = own.map((j) => (share += model.journeys[j]!.share));
    this.patienceMs = patienceMs;
    this.rate = rate;
    this.tracedEvery = Math.max(1, Math.round(peakPerSecond(model) / TRACES_PER_SECOND));
    this.unitTime = 0;
    this.pieceUnit = 0;
    this.enterPiece();
    const key: Key = { hi: 0, lo: 0 };
    deriveKey(seed.hi, seed.lo, index, 0, key);
    this.keyHi = key.hi;
    this.keyLo = key.lo;
  }

  /** The instant at which the unit-rate clock shows `unitTime`; Infinity if the rate has ended for good. */
  instant(): number {
    const units = this.unitTime - this.pieceUnit;
    return units < this.steadyUnits ? this.pieceFromMs + units / this.steadyPerMs : this.instantBeyond();
  }

  private instantBeyond(): number {
    for (;;) {
      const piece = this.rate[this.piece]!;
      const units = this.unitTime - this.pieceUnit;
      const held = unitsIn(piece);
      if (units < held) return piece.fromMs + timeToReach(piece, units);
      if (this.piece === this.rate.length - 1) return Infinity;
      this.pieceUnit += held;
      this.piece++;
      this.enterPiece();
    }
  }

  private enterPiece(): void {
    const piece = this.rate[this.piece]!;
    this.pieceFromMs = piece.fromMs;
    this.steadyPerMs = piece.startPerMs;
    this.steadyUnits = piece.startPerMs === piece.endPerMs ? unitsIn(piece) : 0;
  }

  /** The journey of a shopper whose draw for it is `uniform`. */
  journey(uniform: number): Program {
    let at = 0;
    while (at < this.upTo.length - 1 && uniform >= this.upTo[at]!) at++;
    return this.journeys[at]!;
  }

  carry(tape: Tape): void {
    this.lane = tape.number(this.lane);
    this.keyHi = tape.number(this.keyHi);
    this.keyLo = tape.number(this.keyLo);
    this.arrived = tape.number(this.arrived);
    this.nextHi = tape.number(this.nextHi);
    this.nextLo = tape.number(this.nextLo);
    this.unitTime = tape.number(this.unitTime);
    this.piece = tape.number(this.piece);
    this.pieceUnit = tape.number(this.pieceUnit);
    this.enterPiece();
  }
}

const TRACES_PER_SECOND = 12;

/** Arrivals expected in a piece: its area. */
function unitsIn({ lengthMs, startPerMs, endPerMs }: RatePiece): number {
  if (lengthMs === Infinity) return startPerMs > 0 ? Infinity : 0;
  return ((startPerMs + endPerMs) / 2) * lengthMs;
}

/** How far into a piece its area reaches `units`: the root of slope t^2 / 2 + start t = units, in its stable form. */
function timeToReach({ lengthMs, startPerMs, endPerMs }: RatePiece, units: number): number {
  if (startPerMs === endPerMs) return units / startPerMs;
  const slope = (endPerMs - startPerMs) / lengthMs;
  const discriminant = Math.max(0, startPerMs * startPerMs + 2 * slope * units);
  return Math.min(lengthMs, (2 * units) / (startPerMs + Math.sqrt(discriminant)));
}

function peakPerSecond(model: Model): number {
  const peaks = model.workloads.map(({ rate }) =>
    Math.max(...rate.map((piece) => Math.max(piece.startPerMs, piece.endPerMs))),
  );
  return 1000 * peaks.reduce((sum, peak) => sum + peak, 0);
}
