import { Admission } from '../../../src/policies/admission';
import {
  admitToBreaker,
  adoptBreaker,
  breakerAlarmAt,
  breakerBlockSize,
  initBreaker,
  onBreakerAlarm,
  readBreaker,
  reportToBreaker,
  Verdict,
  type BreakerParams,
  type BreakerReadout,
} from '../../../src/policies/breaker';
import { STRICT } from '../../../src/policies/breakers/dialect';
import type { Resilience4jParams } from '../../../src/policies/breakers/resilience4j';

/** A breaker on the bench with a clock of its own, for traces that read like the story they tell. */
export class BreakerBench {
  nowMs: number;
  private readonly block: Float64Array;

  constructor(
    private params: Resilience4jParams,
    startMs = 0,
  ) {
    this.nowMs = startMs;
    this.block = new Float64Array(breakerBlockSize(params));
    initBreaker(this.block, 0, params, startMs);
  }

  /** Alarms that are due go off on the way. */
  at(nowMs: number): this {
    for (let dueMs = this.alarmAt; dueMs <= nowMs; dueMs = this.alarmAt) {
      onBreakerAlarm(this.block, 0, this.params, dueMs);
    }
    this.nowMs = nowMs;
    return this;
  }

  asks(): boolean {
    return admitToBreaker(this.block, 0, this.params, this.nowMs) === Admission.admitted;
  }

  /** How many of `calls` asked for at this instant are let out. */
  admittedOf(calls: number): number {
    return Array.from({ length: calls }, () => this.asks()).filter(Boolean).length;
  }

  successes(times = 1, durationMs = 1): this {
    return this.reports(Verdict.success, times, durationMs);
  }

  failures(times = 1, durationMs = 1): this {
    return this.reports(Verdict.failure, times, durationMs);
  }

  ignored(times = 1): this {
    return this.reports(Verdict.ignored, times, 1);
  }

  /** The results of letters, one after another: S success, F failure, s slow success, f slow failure, i ignored. */
  gets(results: string): this {
    for (const letter of results) {
      const slowMs = this.params.slowCallMs + 1;
      if (letter === 'S') this.successes();
      else if (letter === 's') this.successes(1, slowMs);
      else if (letter === 'F') this.failures();
      else if (letter === 'f') this.failures(1, slowMs);
      else this.ignored();
    }
    return this;
  }

  /** Its parameters are edited. */
  edited(over: Partial<Resilience4jParams>): this {
    this.params = { ...this.params, ...over };
    adoptBreaker(this.block, 0, this.params, this.nowMs);
    return this;
  }

  get alarmAt(): number {
    return breakerAlarmAt(this.block, 0, this.params);
  }

  get reading(): BreakerReadout {
    return readBreaker(this.block, 0, this.params, this.nowMs);
  }

  get state(): BreakerReadout['state'] {
    return this.reading.state;
  }

  private reports(verdict: Verdict, times: number, durationMs: number): this {
    for (let n = 0; n < times; n++) reportToBreaker(this.block, 0, this.params, 0, verdict, durationMs, this.nowMs);
    return this;
  }
}

export const countWindow = (size: number) => ({ kind: 'calls', size }) as const;
export const timeWindow = (seconds: number) => ({ kind: 'time', count: seconds, slotMs: 1000 }) as const;

/** A small breaker: half of 4 calls, open for 10 s, 2 probes. Traces change only what they are about. */
export const small: Resilience4jParams & BreakerParams = {
  ...STRICT,
  like: 'resilience4j',
  steering: 'automatic',
  failureRate: 0.5,
  slowRate: 1,
  slowCallMs: 1000,
  window: countWindow(4),
  minimumCalls: 4,
  openForMs: 10_000,
  openGrowth: 1,
  openForMostMs: Infinity,
  openJitterShare: 0,
  openStepMs: 1,
  halfOpenCalls: 2,
  halfOpenForMs: 0,
  afterHalfOpen: 'open',
  isAutomatic: false,
};
