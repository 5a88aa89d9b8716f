import { Admission } from '../../../../src/policies/admission';
import {
  admitAgain,
  admitToBreaker,
  breakerAlarmAt,
  breakerBlockSize,
  breakerStateName,
  breakerStateNumber,
  breakerToken,
  drawOpenTime,
  drawsOpenTimes,
  initBreaker,
  mayAskAgain,
  mayLetOut,
  onBreakerAlarm,
  reportToBreaker,
  steerBreaker,
  Verdict,
  type BreakerParams,
  type Steering,
} from '../../../../src/policies/breaker';

/** A call as it will be: when it comes, how long its work takes once it is let out, and what comes of it. */
export interface PlannedCall {
  readonly atMs: number;
  readonly tookMs: number;
  readonly verdict: Verdict;
}

/** A breaker in a small world of its own: a clock, its alarms, and the calls that wait at it. */
export class BreakerWorld {
  nowMs: number;
  /** What happened, with its instant: `admitted`, `refused` or `waits` of a call, or a change of state. */
  readonly happened: string[] = [];
  private readonly block: Float64Array;
  private waiting: { readonly call: number; token: number }[] = [];
  private readonly tokens = new Map<number, { readonly token: number; readonly startedMs: number }>();

  constructor(
    readonly params: BreakerParams,
    startMs = 0,
    /** One after another, for open times that are drawn. */
    private readonly draws: () => number = () => NaN,
  ) {
    this.nowMs = startMs;
    this.block = new Float64Array(breakerBlockSize(params));
    initBreaker(this.block, 0, params, startMs);
  }

  get state(): string {
    return breakerStateName(this.params, breakerStateNumber(this.block, 0));
  }

  get alarmAtMs(): number {
    return breakerAlarmAt(this.block, 0, this.params);
  }

  /** To that instant; alarms that are due go off on the way, those of the instant itself too. */
  to(nowMs: number): void {
    for (let dueMs = this.alarmAtMs; dueMs <= nowMs; dueMs = this.alarmAtMs) {
      this.nowMs = dueMs;
      this.watched(() => onBreakerAlarm(this.block, 0, this.params, dueMs));
    }
    this.nowMs = nowMs;
  }

  /** To that instant, just before the alarms of the instant itself. */
  before(nowMs: number): void {
    for (let dueMs = this.alarmAtMs; dueMs < nowMs; dueMs = this.alarmAtMs) this.to(dueMs);
    this.nowMs = nowMs;
  }

  asks(call: number): Admission {
    const admission = this.watched(() => admitToBreaker(this.block, 0, this.params, this.nowMs));
    this.answered(call, admission);
    if (admission === Admission.waits) {
      this.waiting.push({ call, token: breakerToken(this.block, 0, this.params) });
    }
    return admission;
  }

  /** A call that it let out has ended. Returns those that waited and are let out now. */
  ends(call: number, verdict: Verdict): { readonly letOut: number[]; readonly isRefusal: boolean } {
    const { token, startedMs } = this.tokens.get(call)!;
    this.tokens.delete(call);
    const tookMs = this.nowMs - startedMs;
    const isRefusal = this.watched(() =>
      reportToBreaker(this.block, 0, this.params, token, verdict, tookMs, this.nowMs),
    );
    return { letOut: this.asksAgain(), isRefusal };
  }

  /** An operator holds it in a state, or lets it go. */
  steered(steering: Steering): void {
    this.watched(() => steerBreaker(this.block, 0, this.params, steering, this.nowMs));
  }

  isOut(call: number): boolean {
    return this.tokens.has(call);
  }

  private asksAgain(): number[] {
    const letOut: number[] = [];
    for (const waiter of [...this.waiting]) {
      if (!mayLetOut(this.block, 0, this.params)) break;
      if (!mayAskAgain(this.block, 0, this.params, waiter.token)) continue;
      const admission = this.watched(() => admitAgain(this.block, 0, this.params, this.nowMs));
      if (admission === Admission.waits) {
        waiter.token = breakerToken(this.block, 0, this.params);
        continue;
      }
      this.waiting = this.waiting.filter((other) => other !== waiter);
      this.answered(waiter.call, admission);
      if (admission === Admission.admitted) letOut.push(waiter.call);
    }
    return letOut;
  }

  private answered(call: number, admission: Admission): void {
    const words = { [Admission.admitted]: 'admitted', [Admission.refused]: 'refused', [Admission.waits]: 'waits' };
    this.happened.push(`${this.nowMs} #${call} ${words[admission]}`);
    if (admission === Admission.admitted) {
      this.tokens.set(call, { token: breakerToken(this.block, 0, this.params), startedMs: this.nowMs });
    }
  }

  private watched<T>(does: () => T): T {
    const before = this.state;
    const result = does();
    if (this.state === before) return result;
    this.happened.push(`${this.nowMs} ${this.state}`);
    if (this.state === 'open' && drawsOpenTimes(this.params)) drawOpenTime(this.block, 0, this.params, this.draws());
    return result;
  }
}

interface End {
  readonly atMs: number;
  readonly order: number;
  readonly call: number;
  readonly verdict: Verdict;
}

/**
 * Plays calls one after another through a breaker; a call that it is told `endsBy` ends so long after it began at the
 * latest, as a failure. Results that fall on one instant come in the order in which their calls were let out.
 */
export function play(
  params: BreakerParams,
  calls: readonly PlannedCall[],
  startMs: number,
  untilMs: number,
  endsBy = Infinity,
  draws?: () => number,
): string[] {
  const world = new BreakerWorld(params, startMs, draws);
  const ends: End[] = [];
  let order = 0;
  const begin = (call: number): void => {
    const { tookMs, verdict } = calls[call]!;
    const isLate = tookMs > endsBy;
    ends.push({
      atMs: world.nowMs + Math.min(tookMs, endsBy),
      order: order++,
      call,
      verdict: isLate ? Verdict.failure : verdict,
    });
    ends.sort((a, b) => a.atMs - b.atMs || a.order - b.order);
  };
  const endUpTo = (ms: number): void => {
    while (ends.length > 0 && ends[0]!.atMs <= ms) {
      const { atMs, call, verdict } = ends.shift()!;
      world.to(atMs);
      for (const released of world.ends(call, verdict).letOut) begin(released);
    }
  };
  calls.forEach(({ atMs }, call) => {
    endUpTo(startMs + atMs);
    world.to(startMs + atMs);
    if (world.asks(call) === Admission.admitted) begin(call);
  });
  endUpTo(startMs + untilMs);
  world.to(startMs + untilMs);
  return world.happened;
}
