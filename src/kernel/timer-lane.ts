/** Tells whether a timer still has somebody to happen to. */
export type IsAlive = (code: number, stamp: number) => boolean;

/** A copy of a lane, for snapshots. */
export interface SavedLane {
  readonly lengthMs: number;
  readonly dues: Float64Array;
  readonly sequences: Float64Array;
  readonly codes: Int32Array;
  readonly stamps: Int32Array;
}

/** A ring of timers of one length, which come due in the order in which they were set. */
export class TimerLane {
  length = 0;
  private head = 0;
  private dues = new Float64Array(64);
  private sequences = new Float64Array(64);
  private codes = new Int32Array(64);
  private stamps = new Int32Array(64);

  declare readonly lengthMs: number;

  constructor(lengthMs: number) {
    this.lengthMs = lengthMs;
  }

  static restored(saved: SavedLane): TimerLane {
    const lane = new TimerLane(saved.lengthMs);
    lane.length = saved.dues.length;
    while (lane.length > lane.dues.length) lane.grow();
    lane.dues.set(saved.dues);
    lane.sequences.set(saved.sequences);
    lane.codes.set(saved.codes);
    lane.stamps.set(saved.stamps);
    return lane;
  }

  headDue(): number {
    return this.dues[this.head]!;
  }

  headSequence(): number {
    return this.sequences[this.head]!;
  }

  headCode(): number {
    return this.codes[this.head]!;
  }

  headStamp(): number {
    return this.stamps[this.head]!;
  }

  push(due: number, sequence: number, code: number, stamp: number, isAlive: IsAlive): void {
    if (this.length === this.dues.length) this.makeRoom(isAlive);
    const at = (this.head + this.length++) & (this.dues.length - 1);
    this.dues[at] = due;
    this.sequences[at] = sequence;
    this.codes[at] = code;
    this.stamps[at] = stamp;
  }

  shift(): void {
    this.head = (this.head + 1) & (this.dues.length - 1);
    this.length--;
  }

  /** The head, and those behind it that are alive: of the others nobody ever hears. */
  save(isAlive: IsAlive): SavedLane {
    const { head, length, codes, stamps } = this;
    const mask = codes.length - 1;
    const kept: number[] = [];
    for (let place = 0; place < length; place++) {
      const at = (head + place) & mask;
      if (place === 0 || isAlive(codes[at]!, stamps[at]!)) kept.push(at);
    }
    return {
      lengthMs: this.lengthMs,
      dues: Float64Array.from(kept, (at) => this.dues[at]!),
      sequences: Float64Array.from(kept, (at) => this.sequences[at]!),
      codes: Int32Array.from(kept, (at) => codes[at]!),
      stamps: Int32Array.from(kept, (at) => stamps[at]!),
    };
  }

  /**
   * Most timers are dead long before they are due. Rather than keep them all until then, a full ring is rid of them, and
   * grows only if it stays more than half full: it is as large as the number of those alive asks for.
   */
  private makeRoom(isAlive: IsAlive): void {
    const { dues, sequences, codes, stamps, length, head } = this;
    const mask = codes.length - 1;
    let kept = 1;
    for (let place = 1; place < length; place++) {
      const from = (head + place) & mask;
      if (!isAlive(codes[from]!, stamps[from]!)) continue;
      const to = (head + kept++) & mask;
      dues[to] = dues[from]!;
      sequences[to] = sequences[from]!;
      codes[to] = codes[from]!;
      stamps[to] = stamps[from]!;
    }
    this.length = kept;
    if (2 * kept > codes.length) this.grow();
  }

  private grow(): void {
    const longer = 2 * this.dues.length;
    this.dues = unrolled(this.dues, this.head, longer);
    this.sequences = unrolled(this.sequences, this.head, longer);
    this.codes = unrolled(this.codes, this.head, longer);
    this.stamps = unrolled(this.stamps, this.head, longer);
    this.head = 0;
  }
}

/** A ring's array with its head at 0, in an array of this length. */
function unrolled<T extends Int32Array | Float64Array>(ring: T, head: number, length: number): T {
  const straight = new (ring.constructor as new (length: number) => T)(length);
  straight.set(ring.subarray(head));
  straight.set(ring.subarray(0, head), ring.length - head);
  return straight;
}
