import { deriveKey, type Key } from '../kernel/keys';
import type { Model, RatePiece } from '../scenario/model';

/**
 * The arrivals of every workload. Arrivals come at unit rate on a clock of their own, drawn from keys; the rate over time
 * stretches that clock. So a changed rate moves the same shoppers, and no policy can change who comes when.
 */
export class Workloads {
  /** arrivals so far */
  readonly arrived: Float64Array;
  /** the next arrival on the unit-rate clock */
  readonly unitTime: Float64Array;
  /** the piece of the rate it fell in, and the unit-rate clock at its start */
  readonly piece: Int32Array;
  readonly pieceUnit: Float64Array;
  readonly keyHi: Int32Array;
  readonly keyLo: Int32Array;
  /** the key of the next arrival */
  readonly nextHi: Int32Array;
  readonly nextLo: Int32Array;
  /** journeys firstJourney[w] to firstJourney[w + 1] in this order; cumulative shares */
  readonly journeys: readonly (readonly number[])[];
  readonly upTo: readonly (readonly number[])[];
  /** One shopper in this many is traced. */
  readonly tracedEvery: number;
  private readonly rates: readonly (readonly RatePiece[])[];

  constructor(model: Model, seed: Key) {
    const count = model.workloads.length;
    this.arrived = new Float64Array(count);
    this.unitTime = new Float64Array(count);
    this.piece = new Int32Array(count);
    this.pieceUnit = new Float64Array(count);
    this.keyHi = new Int32Array(count);
    this.keyLo = new Int32Array(count);
    this.nextHi = new Int32Array(count);
    this.nextLo = new Int32Array(count);
    const key: Key = { hi: 0, lo: 0 };
    for (let w = 0; w < count; w++) {
      deriveKey(seed.hi, seed.lo, w, 0, key);
      this.keyHi[w] = key.hi;
      this.keyLo[w] = key.lo;
    }
    this.journeys = model.workloads.map((_, w) =>
      model.journeys.flatMap((journey, j) => (journey.workload === w ? [j] : [])),
    );
    this.upTo = this.journeys.map((journeys) => {
      let total = 0;
      return journeys.map((j) => (total += model.journeys[j]!.share));
    });
    this.rates = model.workloads.map((workload) => workload.rate);
    this.tracedEvery = Math.max(1, Math.round(peakPerSecond(model) / TRACES_PER_SECOND));
  }

  /** The instant of the workload's arrival at `unitTime`; Infinity if its rate has ended for good. */
  instant(workload: number): number {
    const pieces = this.rates[workload]!;
    const target = this.unitTime[workload]!;
    for (;;) {
      const piece = pieces[this.piece[workload]!]!;
      const units = target - this.pieceUnit[workload]!;
      const held = unitsIn(piece);
      if (units < held) return piece.fromMs + timeToReach(piece, units);
      if (this.piece[workload] === pieces.length - 1) return Infinity;
      this.pieceUnit[workload]! += held;
      this.piece[workload]!++;
    }
  }

  columns(): (Int32Array | Float64Array)[] {
    const { arrived, unitTime, piece, pieceUnit, keyHi, keyLo, nextHi, nextLo } = this;
    return [arrived, unitTime, piece, pieceUnit, keyHi, keyLo, nextHi, nextLo];
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
