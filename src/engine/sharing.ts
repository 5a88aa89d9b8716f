import type { Row, Rows, Tape } from '../kernel/rows';

/*
 * Replicas whose requests get in each other's way: they share cores, or contend for something else. At one instant all
 * that work go at the same pace, so one clock serves them: it shows how much work each has been given since it was set to
 * zero. A request that begins when it shows v and has x of work is done when it shows v + x. Only the request that is
 * done first needs a timer. If others come, that timer goes off too early and is set again; it is never moved otherwise.
 */

/** The shared clock of one replica, and its requests in the order in which they will be done. */
export class Sharing<Visit extends Row> {
  /** Work given to each, in ms, and the instant at which it was that much. */
  private givenMs = NaN;
  private asOfMs = NaN;
  /** Milliseconds that one millisecond of work takes now; Infinity: no work goes on. */
  private stretch = NaN;
  /** When the first will be done if nobody comes or goes; Infinity: never. */
  dueAt = NaN;

  private size = 0;
  private begun = 0;
  /** A heap. Of entry n: what the clock shows when it is done, at 2n; its place in the order of coming, at 2n + 1. */
  private order = new Float64Array(32);
  private readonly visits: Visit[] = [];

  /** `each` and `pair`: by how much one more at work, and each pair of them, make work longer. */
  constructor(
    private readonly cores: number,
    private readonly each: number,
    private readonly pair: number,
  ) {
    this.givenMs = 0;
    this.asOfMs = 0;
    this.stretch = 1;
    this.dueAt = Infinity;
  }

  /** Of those at work, the one that will be done first. */
  get first(): Visit | null {
    return this.size > 0 ? this.visits[0]! : null;
  }

  add(visit: Visit, workMs: number, nowMs: number): void {
    this.settle(nowMs);
    if (2 * this.size === this.order.length) this.grow();
    this.visits[this.size] = visit;
    this.rise(this.size++, this.givenMs + workMs, this.begun++);
  }

  /** Takes out the first, whose time has come. */
  removeFirst(nowMs: number): void {
    this.givenMs = this.order[0]!;
    this.asOfMs = nowMs;
    const last = --this.size;
    if (last === 0) return this.clear();
    const visit = this.visits[last]!;
    this.sink(visit, this.order[2 * last]!, this.order[2 * last + 1]!);
  }

  /** Takes out one that is not done; those who are left keep their order. */
  remove(visit: Visit, nowMs: number): void {
    this.settle(nowMs);
    const { order, visits } = this;
    const gone = visits.indexOf(visit);
    const left = this.size - 1;
    this.size = 0;
    if (left === 0) return this.clear();
    // As they stand in the heap, so each finds its place by rising.
    for (let n = 0; n <= left; n++) {
      if (n === gone) continue;
      visits[this.size] = visits[n]!;
      this.rise(this.size++, order[2 * n]!, order[2 * n + 1]!);
    }
  }

  clear(): void {
    this.size = 0;
    this.givenMs = 0;
    this.begun = 0;
    this.dueAt = Infinity;
  }

  /** From now on, one millisecond of work alone takes this long; Infinity: no work goes on. */
  retime(slowdown: number, nowMs: number): void {
    this.settle(nowMs);
    const { size, cores, each, pair } = this;
    const contention = 1 + each * (size - 1) + pair * size * (size - 1);
    this.stretch = size === 0 ? 1 : slowdown * (size > cores ? size / cores : 1) * contention;
    this.dueAt = size === 0 ? Infinity : nowMs + (this.order[0]! - this.givenMs) * this.stretch;
    // What is done needs no pace, but nothing ends while no work goes on.
    if (slowdown === Infinity) this.dueAt = Infinity;
  }

  carry(tape: Tape, requests: Rows<Visit>): void {
    this.givenMs = tape.number(this.givenMs);
    this.asOfMs = tape.number(this.asOfMs);
    this.stretch = tape.number(this.stretch);
    this.dueAt = tape.number(this.dueAt);
    this.size = tape.number(this.size);
    this.begun = tape.number(this.begun);
    while (2 * this.size > this.order.length) this.grow();
    for (let n = 0; n < this.size; n++) {
      this.order[2 * n] = tape.number(this.order[2 * n]!);
      this.order[2 * n + 1] = tape.number(this.order[2 * n + 1]!);
      this.visits[n] = tape.row(requests, this.visits[n] ?? null)!;
    }
  }

  /** Brings the clock to now. It never passes the first: rounding must not make anybody's rest negative. */
  private settle(nowMs: number): void {
    if (this.size > 0) {
      this.givenMs = Math.min(this.order[0]!, this.givenMs + (nowMs - this.asOfMs) / this.stretch);
    }
    this.asOfMs = nowMs;
  }

  private rise(at: number, done: number, place: number): void {
    const { order, visits } = this;
    const visit = visits[at]!;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (order[2 * parent]! <= done) break;
      order[2 * at] = order[2 * parent]!;
      order[2 * at + 1] = order[2 * parent + 1]!;
      visits[at] = visits[parent]!;
      at = parent;
    }
    order[2 * at] = done;
    order[2 * at + 1] = place;
    visits[at] = visit;
  }

  private sink(visit: Visit, done: number, place: number): void {
    const { order, visits, size } = this;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && this.isBefore(child + 1, order[2 * child]!, order[2 * child + 1]!)) child++;
      if (!this.isBefore(child, done, place)) break;
      order[2 * at] = order[2 * child]!;
      order[2 * at + 1] = order[2 * child + 1]!;
      visits[at] = visits[child]!;
      at = child;
    }
    order[2 * at] = done;
    order[2 * at + 1] = place;
    visits[at] = visit;
  }

  private isBefore(at: number, done: number, place: number): boolean {
    const other = this.order[2 * at]!;
    return other < done || (other === done && this.order[2 * at + 1]! < place);
  }

  private grow(): void {
    const longer = new Float64Array(2 * this.order.length);
    longer.set(this.order);
    this.order = longer;
  }
}
