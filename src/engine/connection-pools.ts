import type { Tape } from '../kernel/rows';
import type { ConnectionModel } from '../scenario/model';

/** The connections of a link between two attempts, and the addresses that its callers have looked up. */
export class Connections {
  /** Of each replica of the caller to each of the callee: since when its idle connections are so, the newest last. */
  private readonly idle: readonly number[][];
  /** And how many requests each of these has carried. */
  private readonly carried: readonly number[][];
  /** Of each replica of the caller: when its newest lookup is or was answered, and until when that answer holds. */
  private readonly answeredAt: Float64Array;
  private readonly freshUntil: Float64Array;

  constructor(
    readonly model: ConnectionModel,
    callers: number,
    private readonly callees: number,
  ) {
    this.idle = Array.from({ length: callers * callees }, () => []);
    this.carried = Array.from({ length: callers * callees }, () => []);
    this.answeredAt = new Float64Array(callers).fill(-Infinity);
    this.freshUntil = new Float64Array(callers).fill(-Infinity);
  }

  /** Takes an idle connection that has not been so for too long; returns how many requests it has carried, 0: there is none. */
  take(caller: number, callee: number, nowMs: number): number {
    const way = caller * this.callees + callee;
    const idle = this.idle[way]!;
    if (idle.length === 0) return 0;
    if (nowMs - idle.pop()! <= this.model.keepAliveMs) return this.carried[way]!.pop()!;
    // The rest have been idle for longer still.
    this.forget(way);
    return 0;
  }

  /** Keeps a connection that has become idle, in place of the one that has been so for longest if there are too many. */
  keep(caller: number, callee: number, requests: number, nowMs: number): void {
    const { pool } = this.model;
    const way = caller * this.callees + callee;
    const idle = this.idle[way]!;
    const carried = this.carried[way]!;
    if (pool > 0 && idle.length === pool) {
      idle.shift();
      carried.shift();
    }
    if (idle.length === pool) return;
    idle.push(nowMs);
    carried.push(requests);
  }

  private forget(way: number): void {
    this.idle[way]!.length = 0;
    this.carried[way]!.length = 0;
  }

  /** What a caller waits for the callee's address, if its lookup now takes so long. */
  lookup(caller: number, nowMs: number, lookupMs: number): number {
    if (nowMs >= this.freshUntil[caller]!) {
      this.answeredAt[caller] = nowMs + lookupMs;
      this.freshUntil[caller] = nowMs + lookupMs + this.model.ttlMs;
    }
    return Math.max(0, this.answeredAt[caller]! - nowMs);
  }

  /** A replica of the caller has crashed: it has neither connections nor addresses. */
  forgetCaller(caller: number): void {
    for (let callee = 0; callee < this.callees; callee++) this.forget(caller * this.callees + callee);
    this.answeredAt[caller] = -Infinity;
    this.freshUntil[caller] = -Infinity;
  }

  /** A replica of the callee has crashed: nobody has a connection to it. */
  forgetCallee(callee: number): void {
    for (let way = callee; way < this.idle.length; way += this.callees) this.forget(way);
  }

  carry(tape: Tape): void {
    for (const numbers of [...this.idle, ...this.carried]) {
      numbers.length = tape.number(numbers.length);
      for (let i = 0; i < numbers.length; i++) numbers[i] = tape.number(numbers[i]!);
    }
    for (const times of [this.answeredAt, this.freshUntil]) {
      for (let caller = 0; caller < times.length; caller++) times[caller] = tape.number(times[caller]!);
    }
  }
}
