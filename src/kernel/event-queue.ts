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
 * Pending events as data: (time, sequence, code, stamp), in the order of their times and, at one instant, in the order in
 * which they were scheduled. A heap keeps only each entry's time and the number of its slot, where the rest stands still.
 * Timers of one fixed length come due in the order they were set, so each length keeps a lane with only its head in the heap.
 */
export class EventQueue {
  /** The event taken last. */
  code = 0;
  stamp = 0;
  time = 0.5;
  /** What the next entry gets, by which it comes after those before it at one instant. Who keeps it for a later push counts it on. */
  sequence = 0.5;

  private size = 0;
  /**
   * Where the next entry pushed begins: behind the last or, when the top has been taken and nothing has moved up into its
   * place yet, there, where it may well belong.
   */
  private vacant = 0;
  /** By place in the heap. Behind the last entry, of which there is always room for one, times are Infinity and slots free. */
  private times = new Float64Array(FIRST_CAPACITY).fill(Infinity);
  private slots = Int32Array.from({ length: FIRST_CAPACITY }, (_, slot) => slot);
  /** By slot: the sequence; the code at twice its number, and the stamp behind. */
  private sequences = new Float64Array(FIRST_CAPACITY);
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
  }

  /** When the next entry is due; Infinity when there is none. It may turn out to be dead. */
  get nextTime(): number {
    if (this.vacant < this.size) this.fillHole();
    return this.times[0]!;
  }

  push(time: number, code: number, stamp: number): void {
    doubleOfBits[0] = time;
    this.pushNext(code, stamp);
  }

  /** At `doubleOfBits`: a double given to a function that is not inlined costs an allocation, one left there does not. */
  pushNext(code: number, stamp: number): void {
    if (this.vacant + 1 === this.times.length) this.grow();
    const { marks, vacant } = this;
    const slot = this.slots[vacant]!;
    this.sequences[slot] = this.sequence++;
    marks[slot << 1] = code | 0;
    marks[(slot << 1) | 1] = stamp | 0;
    if (vacant === 0 && this.size > 0) this.sink(slot);
    else this.rise(slot);
  }

  /** As if it had been pushed when this sequence, which was kept for it, was the next. */
  pushInTurn(time: number, sequence: number, code: number, stamp: number): void {
    const next = this.sequence;
    this.sequence = sequence;
    this.push(time, code, stamp);
    this.sequence = next;
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
    const due = doubleOfBits[0]! + timers.lengthMs;
    timers.order[at] = due;
    timers.order[at + 1] = this.sequence;
    timers.marks[at] = code | 0;
    timers.marks[at + 1] = stamp | 0;
    if (timers.length === 1) {
      doubleOfBits[0] = due;
      this.pushNext(eventCode(LANE, lane), 0);
    } else this.sequence++;
  }

  /** Takes the next entry into `time`, `code` and `stamp`; whether it is alive is the taker's to ask. */
  take(): void {
    if (this.vacant < this.size) this.fillHole();
    this.time = this.times[0]!;
    const { marks } = this;
    const slot = this.slots[0]!;
    const code = marks[slot << 1]!;
    if (kindOf(code) === LANE) this.takeFromLane(rowOf(code), slot);
    else {
      this.code = code;
      this.stamp = marks[(slot << 1) | 1]!;
      this.vacant = 0;
    }
  }

  save(): SavedQueue {
    if (this.vacant < this.size) this.fillHole();
    const { size, times, slots, sequences, marks } = this;
    const order = new Float64Array(2 * size);
    const saved = new Int32Array(2 * size);
    for (let at = 0; at < size; at++) {
      const slot = slots[at]!;
      order[2 * at] = times[at]!;
      order[2 * at + 1] = sequences[slot]!;
      saved[2 * at] = marks[2 * slot]!;
      saved[2 * at + 1] = marks[2 * slot + 1]!;
    }
    return { sequence: this.sequence, order, marks: saved, lanes: this.lanes.map((lane) => lane.save(this.isAlive)) };
  }

  load(saved: SavedQueue): void {
    const size = saved.order.length / 2;
    while (this.times.length <= size) this.grow();
    const { times, slots, sequences, marks } = this;
    this.size = size;
    this.vacant = size;
    this.sequence = saved.sequence;
    times.fill(Infinity);
    for (let at = 0; at < slots.length; at++) slots[at] = at;
    for (let at = 0; at < size; at++) {
      times[at] = saved.order[2 * at]!;
      sequences[at] = saved.order[2 * at + 1]!;
    }
    marks.set(saved.marks);
    this.laneOfLength.clear();
    this.lanes = saved.lanes.map((lane, i) => {
      this.laneOfLength.set(lane.lengthMs, i);
      return TimerLane.restored(lane);
    });
  }

  /** The entry of the lane then stands for its next timer that is alive. */
  private takeFromLane(lane: number, slot: number): void {
    const timers = this.lanes[lane]!;
    this.code = timers.marks[timers.head]!;
    this.stamp = timers.marks[timers.head + 1]!;
    timers.shift(this.isAlive);
    if (timers.length > 0) {
      doubleOfBits[0] = timers.order[timers.head]!;
      this.sequences[slot] = timers.order[timers.head + 1]!;
      this.sink(slot);
    } else this.vacant = 0;
  }

  /** The last entry takes the place of the top, which has been taken, and leaves its own to the slot of that. */
  private fillHole(): void {
    const last = --this.size;
    const { times, slots } = this;
    const slot = slots[last]!;
    slots[last] = slots[0]!;
    doubleOfBits[0] = times[last]!;
    times[last] = Infinity;
    if (last > 0) this.sink(slot);
    else this.vacant = 0;
  }

  /**
   * An entry due at `doubleOfBits` sinks from the top to where it belongs. Which of two children is earlier nobody can
   * foretell, and a processor loses more time by guessing than by counting; hence `+`.
   */
  private sink(slot: number): void {
    const { times, slots, size } = this;
    const time = doubleOfBits[0]!;
    this.vacant = size;
    let at = 0;
    for (let child = 1; child < size; child = (at << 1) | 1) {
      const left = times[child]!;
      const right = times[child + 1]!;
      child += +(right < left);
      if (right === left && right < Infinity) child += +this.isEarlier(slots[child + 1]!, slots[child]!);
      const first = times[child]!;
      if (first >= time && (first > time || this.isEarlier(slot, slots[child]!))) break;
      times[at] = first;
      slots[at] = slots[child]!;
      at = child;
    }
    times[at] = time;
    slots[at] = slot;
  }

  /** An entry due at `doubleOfBits` rises from behind the last to where it belongs. */
  private rise(slot: number): void {
    const { times, slots } = this;
    const time = doubleOfBits[0]!;
    let at = this.size++;
    this.vacant = this.size;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const before = times[parent]!;
      if (before <= time && (before < time || this.isEarlier(slots[parent]!, slot))) break;
      times[at] = before;
      slots[at] = slots[parent]!;
      at = parent;
    }
    times[at] = time;
    slots[at] = slot;
  }

  /** Of two entries due at one instant. */
  private isEarlier(slot: number, other: number): boolean {
    return this.sequences[slot]! < this.sequences[other]!;
  }

  private grow(): void {
    const { length } = this.slots;
    this.times = doubled(this.times).fill(Infinity, length);
    this.slots = doubled(this.slots);
    for (let slot = length; slot < 2 * length; slot++) this.slots[slot] = slot;
    this.sequences = doubled(this.sequences);
    this.marks = doubled(this.marks);
  }
}
