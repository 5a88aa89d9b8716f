import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Admission } from '../../../src/policies/admission';
import {
  admitToRateLimit,
  initRateLimit,
  onRateLimitAlarm,
  rateLimitAlarmAt,
  rateLimitBlockSize,
  rateLimitLayout,
  tryTurn,
  type RateLimitParams,
} from '../../../src/policies/rate-limit';

type Permits = RateLimitParams['permits'];

const bucket = (perSecond: number, burst: number): Permits => ({
  kind: 'token bucket',
  ratePerMs: perSecond / 1000,
  burst,
});
const leaky = (perSecond: number): Permits => ({ kind: 'leaky bucket', ratePerMs: perSecond / 1000 });
const fixed = (calls: number, perMs: number): Permits => ({ kind: 'fixed window', calls, perMs });
const sliding = (calls: number, perMs: number): Permits => ({ kind: 'sliding window', calls, perMs });

interface Ended {
  call: number;
  atMs: number;
  as: 'out' | 'refused';
}

/** A limit at which calls wait as they do at a gate: first come first served, each for so long, and woken by the alarm. */
class Line {
  readonly ended: Ended[] = [];
  private readonly block: Float64Array;
  private readonly params: RateLimitParams;
  private line: { call: number; until: number }[] = [];
  private arrived = 0;

  constructor(params: RateLimitParams) {
    this.params = params;
    this.block = new Float64Array(rateLimitBlockSize(params) + 1).fill(7);
    initRateLimit(this.block, 1, params, 0);
  }

  arrive(atMs: number): void {
    this.advance(atMs);
    const call = this.arrived++;
    const { block, params, line } = this;
    const answer = admitToRateLimit(block, 1, params, line.length, atMs);
    if (answer === Admission.admitted) this.ended.push({ call, atMs, as: 'out' });
    else if (answer === Admission.refused) this.ended.push({ call, atMs, as: 'refused' });
    else line.push({ call, until: atMs + params.waitMs });
  }

  /** Through every alarm and every end of a wait up to and including this instant. */
  advance(toMs: number): void {
    for (;;) {
      const alarm = rateLimitAlarmAt(this.block, 1);
      const until = this.line[0]?.until ?? Infinity;
      const next = Math.min(Number.isNaN(alarm) ? Infinity : alarm, until);
      if (next > toMs || next === Infinity) return;
      if (next === alarm) onRateLimitAlarm(this.block, 1);
      while (this.line.length > 0 && tryTurn(this.block, 1, this.params, next)) this.end(next, 'out');
      while ((this.line[0]?.until ?? Infinity) <= next) this.end(next, 'refused');
    }
  }

  get waiting(): number {
    return this.line.length;
  }

  private end(atMs: number, as: Ended['as']): void {
    this.ended.push({ call: this.line.shift()!.call, atMs, as });
  }
}

function play(permits: Permits, arrivals: readonly number[], waitMs = 0, queue = Infinity): Ended[] {
  const line = new Line({ permits, waitMs, queue });
  for (const atMs of arrivals) line.arrive(atMs);
  line.advance(1e9);
  return line.ended;
}
const out = (ended: readonly Ended[]): number[] => ended.filter(({ as }) => as === 'out').map(({ atMs }) => atMs);

describe('a token bucket', () => {
  it('lets its burst go at once, then one for each part of the rate', () => {
    const arrivals = [0, 0, 0, 0, 99, 100, 150, 199, 200];
    expect(out(play(bucket(10, 3), arrivals))).toEqual([0, 0, 0, 100, 200]);
  });

  it('never keeps more than its burst', () => {
    expect(out(play(bucket(10, 2), [0, 60_000, 60_000, 60_000]))).toEqual([0, 60_000, 60_000]);
  });

  it('makes calls wait for their token, in their order', () => {
    expect(play(bucket(10, 1), [0, 10, 20], 1000)).toEqual([
      { call: 0, atMs: 0, as: 'out' },
      { call: 1, atMs: 100, as: 'out' },
      { call: 2, atMs: 200, as: 'out' },
    ]);
  });

  it('refuses at once a call whose token would come after its wait, and lets one wait whose token comes just then', () => {
    expect(play(bucket(10, 1), [0, 0, 0, 0], 200)).toEqual([
      { call: 0, atMs: 0, as: 'out' },
      { call: 3, atMs: 0, as: 'refused' },
      { call: 1, atMs: 100, as: 'out' },
      { call: 2, atMs: 200, as: 'out' },
    ]);
  });
});

describe('a leaky bucket', () => {
  it('lets calls out evenly and refuses what does not fit in', () => {
    expect(play(leaky(10), [0, 1, 2, 3, 250], Infinity, 2)).toEqual([
      { call: 0, atMs: 0, as: 'out' },
      { call: 3, atMs: 3, as: 'refused' },
      { call: 1, atMs: 100, as: 'out' },
      { call: 2, atMs: 200, as: 'out' },
      { call: 4, atMs: 300, as: 'out' },
    ]);
  });

  it('without a queue lets none out within a part of the rate of the last one', () => {
    expect(out(play(leaky(10), [0, 50, 100, 199, 200], Infinity, 0))).toEqual([0, 100, 200]);
  });
});

describe('a fixed window', () => {
  it('begins at the multiples of its length, whenever the first call comes', () => {
    const arrivals = [999, 999, 999, 1000, 1000, 1000, 1999, 2000];
    expect(out(play(fixed(2, 1000), arrivals))).toEqual([999, 999, 1000, 1000, 2000]);
  });

  it('lets what waits out as soon as the next one begins, and the rest after that', () => {
    expect(out(play(fixed(2, 1000), [100, 100, 100, 100, 100, 1500], 5000))).toEqual([
      100, 100, 1000, 1000, 2000, 2000,
    ]);
  });

  it('lets a call wait in vain when its turn would come after its wait, and take nobody’s permit', () => {
    expect(play(fixed(1, 1000), [0, 100, 200, 1200], 900)).toEqual([
      { call: 0, atMs: 0, as: 'out' },
      { call: 1, atMs: 1000, as: 'out' },
      { call: 2, atMs: 1100, as: 'refused' },
      { call: 3, atMs: 2000, as: 'out' },
    ]);
  });

  it('goes on at once under more permits, or fewer', () => {
    const block = new Float64Array(9);
    const params = (calls: number): RateLimitParams => ({ permits: fixed(calls, 1000), waitMs: 0, queue: Infinity });
    initRateLimit(block, 0, params(2), 0);
    const answers = [2, 2, 2, 4, 4, 4, 1].map((calls) => admitToRateLimit(block, 0, params(calls), 0, 10));
    const { admitted, refused } = Admission;
    expect(answers).toEqual([admitted, admitted, refused, admitted, admitted, refused, refused]);
  });
});

describe('a sliding window', () => {
  it('gives each permit back when its window has passed', () => {
    const arrivals = [0, 400, 500, 999, 1000, 1001, 1399, 1400];
    expect(out(play(sliding(2, 1000), arrivals))).toEqual([0, 400, 1000, 1400]);
  });

  it('tells those that wait their turn by who went before them', () => {
    expect(out(play(sliding(2, 1000), [0, 300, 400, 400, 400], 3000))).toEqual([0, 300, 1000, 1300, 2000]);
    expect(play(sliding(2, 1000), [0, 300, 400, 400, 400], 1599).find(({ as }) => as === 'refused')).toEqual({
      call: 4,
      atMs: 400,
      as: 'refused',
    });
  });
});

const gaps = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 400, noNaN: true })), { maxLength: 120 });
const instants = (list: readonly number[]): number[] =>
  list.reduce<number[]>((sum, gap) => [...sum, (sum.at(-1) ?? 0) + gap], []);
const waits = fc.constantFrom(0, 50, 700, Infinity);
const anyPermits = fc.oneof(
  fc
    .record({ rate: fc.integer({ min: 1, max: 60 }), burst: fc.integer({ min: 1, max: 8 }) })
    .map(({ rate, burst }) => bucket(rate, burst)),
  fc.integer({ min: 1, max: 60 }).map(leaky),
  fc
    .record({ calls: fc.integer({ min: 1, max: 8 }), per: fc.integer({ min: 1, max: 900 }) })
    .map(({ calls, per }) => fixed(calls, per)),
  fc
    .record({ calls: fc.integer({ min: 1, max: 8 }), per: fc.integer({ min: 1, max: 900 }) })
    .map(({ calls, per }) => sliding(calls, per)),
);

/** How many calls a stretch of time that begins and ends with a call may let out. */
function most(permits: Permits, spanMs: number): number {
  switch (permits.kind) {
    case 'token bucket':
      return permits.burst + spanMs * permits.ratePerMs;
    case 'leaky bucket':
      return 1 + spanMs * permits.ratePerMs;
    case 'fixed window':
      return permits.calls * (Math.floor(spanMs / permits.perMs) + 2);
    case 'sliding window':
      return permits.calls * (Math.floor(spanMs / permits.perMs) + 1);
  }
}

describe('any rate limit', () => {
  it('lets no more out, in any stretch of time, than it says', () => {
    fc.assert(
      fc.property(anyPermits, gaps, waits, (permits, list, waitMs) => {
        const times = out(play(permits, instants(list), waitMs));
        for (let from = 0; from < times.length; from++) {
          for (let to = from; to < times.length; to++) {
            expect(to - from + 1).toBeLessThanOrEqual(most(permits, times[to]! - times[from]! + 1e-6) + 1e-6);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('lets calls out in the order in which they came, each within its wait, and forgets none', () => {
    fc.assert(
      fc.property(anyPermits, gaps, waits, (permits, list, waitMs) => {
        const arrivals = instants(list);
        const line = new Line({ permits, waitMs, queue: Infinity });
        for (const atMs of arrivals) line.arrive(atMs);
        line.advance(1e9);
        expect(line.waiting).toBe(0);
        expect(line.ended).toHaveLength(arrivals.length);
        const calls = line.ended.filter(({ as }) => as === 'out').map(({ call }) => call);
        expect(calls).toEqual([...calls].sort((a, b) => a - b));
        for (const { call, atMs } of line.ended) {
          expect(atMs).toBeGreaterThanOrEqual(arrivals[call]!);
          expect(atMs).toBeLessThanOrEqual(arrivals[call]! + waitMs);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps no alarm when nobody waits', () => {
    fc.assert(
      fc.property(anyPermits, gaps, (permits, list) => {
        const params: RateLimitParams = { permits, waitMs: 0, queue: Infinity };
        const block = new Float64Array(rateLimitBlockSize(params));
        initRateLimit(block, 0, params, 0);
        for (const atMs of instants(list)) {
          expect(admitToRateLimit(block, 0, params, 0, atMs)).not.toBe(Admission.waits);
          expect(rateLimitAlarmAt(block, 0)).toBeNaN();
        }
      }),
    );
  });
});

it('hands its state on to a limit of the same kind, but a sliding window only to one of as many calls', () => {
  const layout = (permits: Permits): string => rateLimitLayout({ permits, waitMs: 0, queue: Infinity });
  expect(layout(bucket(1, 1))).toBe(layout(bucket(9, 9)));
  expect(layout(fixed(1, 1))).toBe(layout(fixed(9, 9)));
  expect(layout(sliding(5, 1))).toBe(layout(sliding(5, 9)));
  expect(new Set([bucket(1, 1), leaky(1), fixed(1, 1), sliding(1, 1), sliding(2, 1)].map(layout)).size).toBe(5);
});
