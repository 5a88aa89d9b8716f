import { doubled } from '../kernel/doubled';

/** Kinds of events; the row says to what. The numbers enter the digest. */
export const EventKind = {
  /** workload: the next shopper comes */
  arrival: 0,
  /** frame: an attempt's request reaches its replica */
  request: 1,
  /** visit: its own work is done */
  workEnd: 2,
  /** frame: an attempt's reply reaches its caller */
  reply: 3,
  /** frame: a timeout is due, or a backoff is over */
  timer: 4,
  /** visit: a shopper's patience ends */
  patience: 5,
  /** fault */
  faultStart: 6,
  faultEnd: 7,
  /** call: its owner learns how it ended; only ever at once, so no event of its own */
  settled: 8,
  /** visit: it can go on after its replica hung; only ever at once */
  resumed: 9,
  /** frame: a fallback asks another endpoint; only ever at once */
  fallbackCall: 10,
  /** visit: its work beside others may be done; then it is an event of kind workEnd */
  sharedWork: 11,
  /** journey: the thought before its next step is over */
  nextStep: 12,
  /** user: has thought, and makes the next journey */
  userReturn: 13,
  /** message: its next delivery may begin */
  redelivery: 14,
  /** fault: it gets worse, crashes, or begins again from nothing */
  faultStep: 15,
  /** gate: the instant has come that it asked for */
  alarm: 16,
  /** frame: it has waited at its gate and is told; only ever at once */
  decided: 17,
  /** visit: its deadline has come while it waited for its calls */
  deadline: 18,
  /** attempt: word that it is called off reaches its callee */
  cancel: 19,
  /** attempt: the frames above it hear that it is called off; only ever at once */
  calledOff: 20,
  /** calls that passed their layers at once: the first of them may be timed out; then it is an event of kind timer */
  overdue: 21,
  /** attempt of a call without a record: its caller learns how it ended; only ever at once */
  answered: 22,
} as const;

/** What a key is asked for; part of every draw. */
export const Purpose = {
  gap: 0,
  journey: 1,
  work: 2,
  branch: 3,
  requestLatency: 4,
  replyLatency: 5,
  requestLoss: 6,
  replyLoss: 7,
  backoff: 8,
  errorAtOnce: 9,
  errorAfterWork: 10,
  replica: 11,
  think: 12,
  times: 13,
  faultGap: 14,
  faultLength: 15,
  faultReplica: 16,
  connect: 17,
  lookup: 18,
  nearness: 19,
  throttle: 20,
  probe: 21,
  cancelLatency: 22,
  cancelLoss: 23,
  limitProbe: 24,
  openTime: 25,
  ejectionTime: 26,
  enforcement: 27,
} as const;

const CAPACITY = 256;
/** In the place of a code where there is none: a kind that no event has. */
const NOTHING = -1;

/**
 * What follows at the same instant from the event being handled, in the order in which it was caused. Handlers never
 * call each other across the two sides of a call; they leave word here, so depth of the graph is no depth of the stack.
 * Mostly there is one at a time, so the oldest has a place of its own.
 */
export class Consequences {
  /** Of the oldest. */
  code = NOTHING;
  stamp = 0;
  /** Of those behind it: code and stamp, one behind the other. What has left keeps its place until nothing is left. */
  private words = new Int32Array(2 * CAPACITY);
  private head = 0;
  private end = 0;

  get isEmpty(): boolean {
    return this.code === NOTHING;
  }

  push(code: number, stamp: number): void {
    if (this.code !== NOTHING) return this.append(code, stamp);
    this.code = code;
    this.stamp = stamp;
  }

  /** The oldest leaves. */
  shift(): void {
    if (this.head === this.end) this.code = NOTHING;
    else this.advance();
  }

  private append(code: number, stamp: number): void {
    if (this.end === this.words.length) this.makeRoom();
    const { words, end } = this;
    words[end] = code;
    words[end + 1] = stamp;
    this.end = end + 2;
  }

  private advance(): void {
    const { words, head } = this;
    this.code = words[head]!;
    this.stamp = words[head + 1]!;
    const next = head + 2;
    if (next === this.end) {
      this.head = 0;
      this.end = 0;
    } else this.head = next;
  }

  /** In front, where so much has been taken that it is worth it, or behind. */
  private makeRoom(): void {
    const { words, head, end } = this;
    if (2 * head < end) this.words = doubled(words);
    else {
      words.copyWithin(0, head, end);
      this.head = 0;
      this.end = end - head;
    }
  }
}
