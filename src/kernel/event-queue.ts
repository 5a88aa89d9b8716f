import { doubled } from './rows';
import { TimerLane, type SavedLane } from './timer-lane';

/** A copy of the queue, for snapshots. */
export interface SavedQueue {
  readonly sequence: number;
  readonly times: Float64Array;
  readonly sequences: Float64Array;
  readonly codes: Int32Array;
  readonly stamps: Int32Array;
  readonly lanes: readonly SavedLane[];
}

/** Tells whether an event still has somebody to happen to. */
export type IsAlive = (code: number, stamp: number) => boolean;

const FIRST_CAPACITY = 256;
const KIND_BITS = 4;
const KIND_MASK = (1 << KIND_BITS) - 1;
/** The kind of the heap's own entries that stand for the head of a lane. */
const LANE = KIND_MASK;

/** An event's kind (0 to 14) and the row it happens to (up to 2^27), in one integer. */
export const eventCode = (kind: number, row: number): number => (row << KIND_BITS) | kind;
export const kindOf = (code: number): number => code & KIND_MASK;
export const rowOf = (code: number): number => code >>> KIND_BITS;

/**
 * Pending events as data: (time, sequence, code, stamp) in a binary heap of parallel arrays, in the order of their times
 * and, at one instant, in the order in which they were scheduled. Timers of one fixed length come due in the order they
 * were set, so each length keeps a lane with only its head in the heap.
 */
export class EventQueue {
  /** The event taken last. */
  code = 0;
  stamp = 0;
  time = 0.5;

  private size = 0;
  private sequence = 0.5;
  private times = new Float64Array(FIRST_CAPACITY);
  private sequences = new Float64Array(FIRST_CAPACITY);
  private codes = new Int32Array(FIRST_CAPACITY);
  private stamps = new Int32Array(FIRST_CAPACITY);
  private lanes: TimerLane[] = [];
  private readonly laneOfLength = new Map<number, number>();

  constructor(private readonly isAlive: IsAlive) {
    // Fields that begin with a fraction stay doubles and are never boxed.
    this.time = 0;
    this.sequence = 0;
  }

  /** When the next entry is due; Infinity when there is none. It may turn out to be dead. */
  get nextTime(): number {
    return this.size > 0 ? this.times[0]! : Infinity;
  }

  push(time: number, code: number, stamp: number): void {
    this.insert(time, this.sequence++, code, stamp);
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
    const timers = this.lanes[lane]!;
    const due = now + timers.lengthMs;
    const sequence = this.sequence++;
    if (timers.length === 0) this.insert(due, sequence, eventCode(LANE, lane), 0);
    timers.push(due, sequence, code, stamp);
  }

  /** Takes the next entry into `time`, `code` and `stamp`; false if it was dead. */
  take(): boolean {
    this.time = this.times[0]!;
    const code = this.codes[0]!;
    if (kindOf(code) === LANE) this.takeFromLane(rowOf(code), code);
    else {
      this.code = code;
      this.stamp = this.stamps[0]!;
      this.removeTop();
    }
    return this.isAlive(this.code, this.stamp);
  }

  save(): SavedQueue {
    const { size } = this;
    return {
      sequence: this.sequence,
      times: this.times.slice(0, size),
      sequences: this.sequences.slice(0, size),
      codes: this.codes.slice(0, size),
      stamps: this.stamps.slice(0, size),
      lanes: this.lanes.map((lane) => lane.save()),
    };
  }

  load(saved: SavedQueue): void {
    while (this.times.length < saved.times.length) this.grow();
    this.size = saved.times.length;
    this.sequence = saved.sequence;
    this.times.set(saved.times);
    this.sequences.set(saved.sequences);
    this.codes.set(saved.codes);
    this.stamps.set(saved.stamps);
    this.laneOfLength.clear();
    this.lanes = saved.lanes.map((lane, i) => {
      this.laneOfLength.set(lane.lengthMs, i);
      return TimerLane.restored(lane);
    });
  }

  private takeFromLane(lane: number, laneCode: number): void {
    const timers = this.lanes[lane]!;
    this.code = timers.headCode();
    this.stamp = timers.headStamp();
    timers.shift();
    while (timers.length > 0 && !this.isAlive(timers.headCode(), timers.headStamp())) timers.shift();
    if (timers.length > 0) this.sink(timers.headDue(), timers.headSequence(), laneCode, 0);
    else this.removeTop();
  }

  private insert(time: number, sequence: number, code: number, stamp: number): void {
    if (this.size === this.times.length) this.grow();
    const { times, sequences, codes, stamps } = this;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (times[parent]! < time || (times[parent]! === time && sequences[parent]! < sequence)) break;
      times[at] = times[parent]!;
      sequences[at] = sequences[parent]!;
      codes[at] = codes[parent]!;
      stamps[at] = stamps[parent]!;
      at = parent;
    }
    times[at] = time;
    sequences[at] = sequence;
    codes[at] = code;
    stamps[at] = stamp;
  }

  private removeTop(): void {
    const last = --this.size;
    if (last > 0) this.sink(this.times[last]!, this.sequences[last]!, this.codes[last]!, this.stamps[last]!);
  }

  /** Puts an entry in place of the top and lets it sink to where it belongs. */
  private sink(time: number, sequence: number, code: number, stamp: number): void {
    const { times, sequences, codes, stamps, size } = this;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      const right = child + 1;
      if (
        right < size &&
        (times[right]! < times[child]! || (times[right]! === times[child]! && sequences[right]! < sequences[child]!))
      )
        child = right;
      if (times[child]! > time || (times[child]! === time && sequences[child]! > sequence)) break;
      times[at] = times[child]!;
      sequences[at] = sequences[child]!;
      codes[at] = codes[child]!;
      stamps[at] = stamps[child]!;
      at = child;
    }
    times[at] = time;
    sequences[at] = sequence;
    codes[at] = code;
    stamps[at] = stamp;
  }

  private grow(): void {
    this.times = doubled(this.times);
    this.sequences = doubled(this.sequences);
    this.codes = doubled(this.codes);
    this.stamps = doubled(this.stamps);
  }
}
