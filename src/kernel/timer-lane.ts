/** Tells whether a timer still has somebody to happen to. */
export type IsAlive = (code: number, stamp: number) => boolean;

/** A copy of a lane, for snapshots: as in the lane, with its head first. */
export interface SavedLane {
  readonly lengthMs: number;
  readonly order: Float64Array;
  readonly marks: Int32Array;
}

const FIRST_CAPACITY = 256;

/**
 * A ring of timers of one length, which come due in the order in which they were set. Places here are twice a timer's
 * number, as in the heap.
 */
export class TimerLane {
  length = 0;
  head = 0;
  /** Of the timer at a place: when it is due, and behind that its sequence. */
  order = new Float64Array(2 * FIRST_CAPACITY);
  /** Its code, and behind that its stamp. */
  marks = new Int32Array(2 * FIRST_CAPACITY);

  declare readonly lengthMs: number;

  constructor(lengthMs: number) {
    this.lengthMs = lengthMs;
  }

  static restored({ lengthMs, order, marks }: SavedLane): TimerLane {
    const lane = new TimerLane(lengthMs);
    while (order.length > lane.order.length) lane.grow();
    lane.length = order.length / 2;
    lane.order.set(order);
    lane.marks.set(marks);
    return lane;
  }

  /** Makes room for one more, behind the others, and returns its place. */
  add(isAlive: IsAlive): number {
    if (2 * this.length === this.marks.length) this.makeRoom(isAlive);
    return (this.head + 2 * this.length++) & (this.marks.length - 1);
  }

  /** The head leaves, and the next one that is alive takes its place. */
  shift(isAlive: IsAlive): void {
    const { marks } = this;
    do {
      this.head = (this.head + 2) & (marks.length - 1);
      this.length--;
    } while (this.length > 0 && !isAlive(marks[this.head]!, marks[this.head + 1]!));
  }

  /** The head, and those behind it that are alive: of the others nobody ever hears. */
  save(isAlive: IsAlive): SavedLane {
    const copy = new TimerLane(this.lengthMs);
    copy.order = unrolled(this.order, this.head, this.order.length);
    copy.marks = unrolled(this.marks, this.head, this.marks.length);
    copy.length = this.length;
    if (this.length > 0) copy.sweep(isAlive);
    return {
      lengthMs: this.lengthMs,
      order: copy.order.slice(0, 2 * copy.length),
      marks: copy.marks.slice(0, 2 * copy.length),
    };
  }

  /**
   * Most timers are dead long before they are due. Rather than keep them all until then, a full ring is rid of them, and
   * grows if it stays more than a quarter full: it is as large as the number of those alive asks for, and then four to
   * eight times, so that few of those alive are looked at in vain.
   */
  private makeRoom(isAlive: IsAlive): void {
    this.sweep(isAlive);
    if (8 * this.length > this.marks.length) this.grow();
  }

  /** Keeps the head, for which there is an entry in the heap, and those behind it that are alive. */
  private sweep(isAlive: IsAlive): void {
    const { order, marks, length, head } = this;
    const mask = marks.length - 1;
    let to = (head + 2) & mask;
    let from = to;
    let kept = 1;
    for (let rest = length - 1; rest > 0; rest--) {
      const code = marks[from]!;
      const stamp = marks[from + 1]!;
      if (isAlive(code, stamp)) {
        order[to] = order[from]!;
        order[to + 1] = order[from + 1]!;
        marks[to] = code;
        marks[to + 1] = stamp;
        to = (to + 2) & mask;
        kept++;
      }
      from = (from + 2) & mask;
    }
    this.length = kept;
  }

  private grow(): void {
    const longer = 2 * this.marks.length;
    this.order = unrolled(this.order, this.head, longer);
    this.marks = unrolled(this.marks, this.head, longer);
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
