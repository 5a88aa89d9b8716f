import { doubleOfBits } from './bits';
import { doubled } from './doubled';
import { TimerLane, type IsAlive, type SavedLane } from './timer-lane';

/** A copy of the queue, for snapshots. */
export interface SavedQueue {
  readonly sequence: number;
  readonly order: Float64Array;
  readonly marks: Int32Array;
  readonly lanes: readonly SavedLane[];
}

const FIRST_CAPACITY = 256;
const KIND_BITS = 5;
const KIND_MASK = (1 << KIND_BITS) - 1;
/** The kind of the heap's own entries that stand for the head of a lane. */
const LANE = KIND_MASK;

/** An event's kind (0 to 30) and the row it happens to (up to 2^26), in one integer. */
export const eventCode = (kind: number, row: number): number => (row << KIND_BITS) | kind;
export const kindOf = (code: number): number => code & KIND_MASK;
export const rowOf = (code: number): number => code >>> KIND_BITS;

/**
 * Pending events as data: (time, sequence, code, stamp) in a binary heap, in the order of their times
 * and, at one instant, in the order in which they were scheduled. Timers of one fixed length come due in the order they
 * were set, so each length keeps a lane with only its head in the heap.
 */
export class EventQueue {
  /** The event taken last. */
  code = 0;
  stamp = 0;
  time = 0.5;

  private size = 0;
  /**
   * Where the next entry pushed is written (twice its number): behind the last or, when the top has been taken and nothing
   * has moved up into its place yet, there, where it may well belong.
   */
  private vacant = 0;
  private sequence = 0.5;
  /** Of entry n: its time at 2n, its sequence at 2n + 1. The first time is Infinity when there is no entry. */
  private order = new Float64Array(2 * FIRST_CAPACITY);
  /** Of entry n: its code at 2n, its stamp at 2n + 1. */
  private marks = new Int32Array(2 * FIRST_CAPACITY);
  private lanes: TimerLane[] = [];
  private readonly laneOfLength = new Map<number, number>();

  /** `isAlive` is asked of timers in a lane, of which those that are dead never become its head. */

  declare private readonly isAlive: IsAlive;

  constructor(isAlive: IsAlive) {
    this.isAlive = isAlive;
    // Fields that begin with a fraction stay doubles and are never boxed.
    this.time = 0;
    this.sequence = 0;
    this.order[0] = Infinity;
  }

  /** When the next entry is due; Infinity when there is none. It may turn out to be dead. */
  get nextTime(): number {
    if (this.vacant < 2 * this.size) this.fillHole();
    return this.order[0]!;
  }

  push(time: number, code: number, stamp: number): void {
    doubleOfBits[0] = time;
    this.pushNext(code, stamp);
  }

  /** At `doubleOfBits`: a double given to a function that is not inlined costs an allocation, one left there does not. */
  pushNext(code: number, stamp: number): void {
    if (this.vacant === this.order.length) this.grow();
    const { order, marks, vacant } = this;
    order[vacant] = doubleOfBits[0]!;
    order[vacant + 1] = this.sequence++;
    marks[vacant] = code;
    marks[vacant + 1] = stamp;
    if (vacant === 0 && this.size > 0) this.sink();
    else this.rise();
  }

  /** The lane of timers that are all this long. */
  lane(lengthMs: number): number {
    const known = this.laneOfLength.get(lengthMs);
    if (known !== undefined) return known;
    this.laneOfLength.set(lengthMs, this.lanes.length);
    return this.lanes.push(new TimerLane(lengthMs)) - 1;
  }

  /** Sets a timer that is due `now` + the lane's length. */
  pushTimer(lane: number, now: number, code: number, stamp: number): void {
    doubleOfBits[0] = now;
    this.pushNextTimer(lane, code, stamp);
  }

  /** As `pushTimer`, with now in `doubleOfBits`. */
  pushNextTimer(lane: number, code: number, stamp: number): void {
    const timers = this.lanes[lane]!;
    const at = timers.add(this.isAlive);
    timers.order[at] = doubleOfBits[0]! + timers.lengthMs;
    timers.order[at + 1] = this.sequence;
    timers.marks[at] = code;
    timers.marks[at + 1] = stamp;
    if (timers.length === 1) this.push(timers.order[at]!, eventCode(LANE, lane), 0);
    else this.sequence++;
  }

  /** Takes the next entry into `time`, `code` and `stamp`; whether it is alive is the taker's to ask. */
  take(): void {
    if (this.vacant < 2 * this.size) this.fillHole();
    this.time = this.order[0]!;
    const code = this.marks[0]!;
    if (kindOf(code) === LANE) this.takeFromLane(rowOf(code));
    else {
      this.code = code;
      this.stamp = this.marks[1]!;
      this.vacant = 0;
    }
  }

  save(): SavedQueue {
    if (this.vacant < 2 * this.size) this.fillHole();
    return {
      sequence: this.sequence,
      order: this.order.slice(0, 2 * this.size),
      marks: this.marks.slice(0, 2 * this.size),
      lanes: this.lanes.map((lane) => lane.save(this.isAlive)),
    };
  }

  load(saved: SavedQueue): void {
    while (this.order.length < saved.order.length) this.grow();
    this.size = saved.order.length / 2;
    this.vacant = saved.order.length;
    this.sequence = saved.sequence;
    this.order[0] = Infinity;
    this.order.set(saved.order);
    this.marks.set(saved.marks);
    this.laneOfLength.clear();
    this.lanes = saved.lanes.map((lane, i) => {
      this.laneOfLength.set(lane.lengthMs, i);
      return TimerLane.restored(lane);
    });
  }

  /** The entry of the lane then stands for its next timer that is alive. */
  private takeFromLane(lane: number): void {
    const timers = this.lanes[lane]!;
    this.code = timers.marks[timers.head]!;
    this.stamp = timers.marks[timers.head + 1]!;
    timers.shift(this.isAlive);
    if (timers.length > 0) {
      this.order[0] = timers.order[timers.head]!;
      this.order[1] = timers.order[timers.head + 1]!;
      this.sink();
    } else this.vacant = 0;
  }

  private fillHole(): void {
    const last = 2 * --this.size;
    this.vacant = last;
    const { order, marks } = this;
    if (last === 0) {
      order[0] = Infinity;
      return;
    }
    order[0] = order[last]!;
    order[1] = order[last + 1]!;
    marks[0] = marks[last]!;
    marks[1] = marks[last + 1]!;
    this.sink();
  }

  /** The entry behind the last becomes the last and rises to where it belongs. Places here are twice an entry's number. */
  private rise(): void {
    const { order, marks } = this;
    let at = 2 * this.size++;
    this.vacant = 2 * this.size;
    const time = order[at]!;
    const sequence = order[at + 1]!;
    const code = marks[at]!;
    const stamp = marks[at + 1]!;
    while (at > 0) {
      const parent = ((at - 2) >> 1) & ~1;
      const before = order[parent]!;
      if (before < time || (before === time && order[parent + 1]! < sequence)) break;
      order[at] = before;
      order[at + 1] = order[parent + 1]!;
      marks[at] = marks[parent]!;
      marks[at + 1] = marks[parent + 1]!;
      at = parent;
    }
    order[at] = time;
    order[at + 1] = sequence;
    marks[at] = code;
    marks[at + 1] = stamp;
  }

  /** The top sinks to where it belongs. */
  private sink(): void {
    const { order, marks } = this;
    const end = 2 * this.size;
    this.vacant = end;
    const time = order[0]!;
    const sequence = order[1]!;
    const code = marks[0]!;
    const stamp = marks[1]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 2;
      if (child >= end) break;
      const right = child + 2;
      let first = order[child]!;
      if (right < end) {
        const other = order[right]!;
        if (other < first || (other === first && order[right + 1]! < order[child + 1]!)) {
          child = right;
          first = other;
        }
      }
      if (first > time || (first === time && order[child + 1]! > sequence)) break;
      order[at] = first;
      order[at + 1] = order[child + 1]!;
      marks[at] = marks[child]!;
      marks[at + 1] = marks[child + 1]!;
      at = child;
    }
    order[at] = time;
    order[at + 1] = sequence;
    marks[at] = code;
    marks[at + 1] = stamp;
  }

  private grow(): void {
    this.order = doubled(this.order);
    this.marks = doubled(this.marks);
  }
}
