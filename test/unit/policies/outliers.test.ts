import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noteConnected, reportToOutliers, sweepOutliers } from '../../../src/policies/outliers';
import { drawEjection, returnsFromMs } from '../../../src/policies/outliers/ejection';
import {
  Cause,
  HostResult,
  hostResultOf,
  isHostFailure,
  isTold,
  type DrawEnforcement,
  type OutlierParams,
} from '../../../src/policies/outliers/params';
import {
  ejectedCount,
  initOutliers,
  isEjected,
  isPanic,
  outlierBlockSize,
  sweepAtMs,
} from '../../../src/policies/outliers/state';
import { Outcome } from '../../../src/policies/outcome';

const ENVOY: OutlierParams = {
  hosts: 10,
  consecutive: 5,
  gatewayConsecutive: 0,
  ofWay: null,
  sweepMs: 10_000,
  baseMs: 30_000,
  longestMs: 300_000,
  jitterMs: 0,
  stepMs: 1,
  mostPercent: 10,
  alwaysOne: false,
  successRate: { hosts: 5, requests: 100, deviations: 1.9 },
  failurePercentage: null,
  panicPercent: 50,
  enforcedPercents: null,
};

/** Where every ejection takes place nothing is drawn. */
const undrawn: DrawEnforcement = () => {
  throw new Error('Nothing is to be drawn here.');
};

/** The outliers of one caller, with a clock that sweeps when it is time to. */
class Bench {
  readonly block: Float64Array;
  nowMs = 0;

  constructor(
    public params: OutlierParams = ENVOY,
    private readonly draw: DrawEnforcement = undrawn,
  ) {
    this.block = new Float64Array(outlierBlockSize(params) + 2).fill(42);
    initOutliers(this.block, 1, params, 0);
  }

  until(atMs: number): this {
    for (let next = sweepAtMs(this.block, 1); next <= atMs; next = sweepAtMs(this.block, 1)) {
      this.nowMs = next;
      sweepOutliers(this.block, 1, this.params, this.draw, next);
    }
    this.nowMs = atMs;
    return this;
  }

  fail(host: number, times = 1): this {
    return this.report(host, times, HostResult.error);
  }

  failAtGateway(host: number, times = 1): this {
    return this.report(host, times, HostResult.gatewayError);
  }

  failOnTheWay(host: number, times = 1): this {
    return this.report(host, times, HostResult.wayFailure);
  }

  succeed(host: number, times = 1): this {
    return this.report(host, times, HostResult.good);
  }

  connect(host: number, times = 1): this {
    for (let n = 0; n < times; n++) noteConnected(this.block, 1, this.params, host, this.nowMs);
    return this;
  }

  private report(host: number, times: number, result: HostResult): this {
    for (let n = 0; n < times; n++) reportToOutliers(this.block, 1, this.params, host, result, this.draw, this.nowMs);
    return this;
  }

  get out(): number[] {
    return [...Array(this.params.hosts).keys()].filter((host) => isEjected(this.block, 1, host));
  }
}

/** Most of the replicas may be ejected, so that what ejects them can be seen. */
const GENEROUS = { ...ENVOY, mostPercent: 100 };

describe('failures in a row', () => {
  it('eject at the fifth, at once, and not at the fourth', () => {
    expect(new Bench().fail(3, 4).out).toEqual([]);
    expect(new Bench().fail(3, 5).out).toEqual([3]);
  });

  it('are of one replica, and no longer in a row after a success', () => {
    expect(new Bench().fail(3, 4).fail(4, 4).out).toEqual([]);
    expect(new Bench().fail(3, 4).succeed(3).fail(3, 4).out).toEqual([]);
    expect(new Bench().fail(3, 4).succeed(4).fail(3).out).toEqual([3]);
  });

  it('begin anew where too many were ejected already to eject one more', () => {
    const bench = new Bench().fail(3, 5).fail(4, 5);
    expect(bench.out).toEqual([3]);
    // Replica 3 is back at 30 s; replica 4 needs five more.
    expect(bench.until(30_000).fail(4, 4).out).toEqual([]);
    expect(bench.fail(4).out).toEqual([4]);
  });

  it('go on being counted while ejected, and are forgotten on return', () => {
    const bench = new Bench().fail(3, 9);
    expect(bench.until(30_000).out).toEqual([]);
    expect(bench.fail(3, 4).out).toEqual([]);
    expect(bench.fail(3).out).toEqual([3]);
  });

  it('eject nobody where that is off', () => {
    expect(new Bench({ ...ENVOY, consecutive: 0 }).fail(3, 1000).out).toEqual([]);
  });

  it('are no longer counted to a threshold that was passed before it was lowered', () => {
    const bench = new Bench({ ...ENVOY, consecutive: 20 }).fail(3, 10);
    bench.params = ENVOY;
    expect(bench.fail(3, 50).out).toEqual([]);
    expect(bench.succeed(3).fail(3, 5).out).toEqual([3]);
  });
});

describe('gateway errors in a row', () => {
  const gateway = { ...ENVOY, gatewayConsecutive: 3, mostPercent: 100 };

  it('eject at their own number, before failures of any kind reach theirs', () => {
    const bench = new Bench(gateway);
    expect(bench.failAtGateway(0, 2).out).toEqual([]);
    expect(bench.failAtGateway(0).out).toEqual([0]);
  });

  it('are no longer in a row after another error, which counts as a failure all the same', () => {
    const bench = new Bench(gateway);
    expect(bench.failAtGateway(0, 2).fail(0).failAtGateway(0).out).toEqual([]);
    expect(bench.failAtGateway(0).out).toEqual([0]);
  });

  it('are no longer in a row after a success, and are forgotten on return', () => {
    const bench = new Bench(gateway).failAtGateway(0, 2).succeed(0).failAtGateway(0, 2);
    expect(bench.out).toEqual([]);
    bench.failAtGateway(0).failAtGateway(0, 2).until(40_000);
    expect(bench.failAtGateway(0, 2).out).toEqual([]);
    expect(bench.failAtGateway(0).out).toEqual([0]);
  });

  it('eject nobody by themselves unless they are asked for', () => {
    expect(new Bench({ ...ENVOY, consecutive: 0 }).failAtGateway(0, 20).out).toEqual([]);
  });

  it.each([
    [Outcome.timeout, HostResult.wayFailure],
    [Outcome.connectTimeout, HostResult.wayFailure],
    [Outcome.refused, HostResult.wayFailure],
    [Outcome.reset, HostResult.wayFailure],
    [Outcome.queueFull, HostResult.gatewayError],
    [Outcome.shed, HostResult.gatewayError],
    [Outcome.error, HostResult.error],
    [Outcome.dependency, HostResult.error],
    [Outcome.conflict, HostResult.good],
    [Outcome.degraded, HostResult.good],
  ])('are what HTTP says by 502, 503 and 504, and failures of the way there: outcome %i', (outcome, result) => {
    expect(hostResultOf(outcome)).toBe(result);
  });
});

/** Envoy’s defaults where failures of the way are split from errors. */
const SPLIT: OutlierParams = {
  ...ENVOY,
  mostPercent: 100,
  ofWay: { consecutive: 5, successRate: { hosts: 5, requests: 100, deviations: 1.9 }, failurePercentage: null },
};

describe('failures of the way to a replica', () => {
  it('are gateway errors, and failures in a row, unless they are split from these', () => {
    const bench = new Bench({ ...ENVOY, gatewayConsecutive: 3, mostPercent: 100 });
    expect(bench.failOnTheWay(0, 2).fail(0).failOnTheWay(0, 2).out).toEqual([0]);
    expect(new Bench({ ...ENVOY, gatewayConsecutive: 3 }).failOnTheWay(0, 3).out).toEqual([0]);
  });

  it('eject at the fifth in a row, and take no part in rows of errors', () => {
    expect(new Bench(SPLIT).failOnTheWay(0, 4).out).toEqual([]);
    expect(new Bench(SPLIT).failOnTheWay(0, 5).out).toEqual([0]);
    const bench = new Bench({ ...SPLIT, gatewayConsecutive: 3 }).failOnTheWay(0, 4).fail(0, 4);
    expect(bench.out).toEqual([]);
    expect(bench.fail(0).out).toEqual([0]);
  });

  it('are no longer in a row after a connection, and still are after an answer of any kind', () => {
    expect(new Bench(SPLIT).failOnTheWay(0, 4).connect(0).failOnTheWay(0, 4).out).toEqual([]);
    expect(new Bench(SPLIT).failOnTheWay(0, 4).succeed(0, 9).fail(0, 2).failOnTheWay(0).out).toEqual([0]);
  });

  it('never are in a row where each request had its connection and then no answer in time', () => {
    const bench = new Bench(SPLIT);
    for (let n = 0; n < 50; n++) bench.connect(0).failOnTheWay(0);
    expect(bench.out).toEqual([]);
    // Five that were sent before the first of them was given up do.
    expect(bench.connect(1, 5).failOnTheWay(1, 5).out).toEqual([1]);
  });

  it('are forgotten on return, and begin anew after a row that ejected nobody', () => {
    const bench = new Bench({ ...SPLIT, mostPercent: 10 }).failOnTheWay(0, 9).failOnTheWay(1, 5);
    expect(bench.out).toEqual([0]);
    bench.until(30_000);
    expect(bench.failOnTheWay(0, 4).failOnTheWay(1, 4).out).toEqual([]);
    expect(bench.failOnTheWay(1).out).toEqual([1]);
  });

  it('make a success rate of their own: 100 connections and 100 failures are 50 %', () => {
    const bench = new Bench({ ...SPLIT, hosts: 5, ofWay: { ...SPLIT.ofWay!, consecutive: 0 } });
    bench.connect(0, 50).failOnTheWay(0, 50);
    for (const host of [1, 2, 3, 4]) bench.connect(host, 100);
    // 50, 100, 100, 100, 100: the threshold is 52, as for answers.
    expect(bench.until(10_000).out).toEqual([0]);
  });

  it('make a failure percentage of their own, if that is asked for', () => {
    const percent = { hosts: 5, requests: 50, percent: 85 };
    const bench = new Bench({
      ...SPLIT,
      hosts: 5,
      ofWay: { consecutive: 0, successRate: null, failurePercentage: percent },
    });
    for (const host of [0, 1, 2, 3, 4]) bench.connect(host, 100 - 84 - host).failOnTheWay(host, 84 + host);
    expect(bench.until(10_000).out).toEqual([1, 2, 3, 4]);
  });

  it('leave the rates of answers alone', () => {
    const bench = new Bench({ ...SPLIT, hosts: 5, ofWay: { ...SPLIT.ofWay!, consecutive: 0, successRate: null } });
    bench.failOnTheWay(0, 100);
    for (const host of [0, 1, 2, 3, 4]) bench.succeed(host, 100);
    expect(bench.until(10_000).out).toEqual([]);
  });
});

describe('an ejection that is enforced now and then', () => {
  /** Each of these causes always ejects; what is not said never asks for a draw. */
  const enforcing = (percents: Partial<Record<keyof typeof Cause, number>>): OutlierParams => ({
    ...GENEROUS,
    enforcedPercents: Object.keys(Cause).map((cause) => percents[cause as keyof typeof Cause] ?? 100),
  });

  it('takes place where 100 times the draw is less than the percentage', () => {
    const at = (uniform: number) => new Bench(enforcing({ inARow: 30 }), () => uniform).fail(0, 5).out;
    expect([at(0), at(0.299), at(0.3), at(0.999)]).toEqual([[0], [0], [], []]);
  });

  it('that does not take place counts as if it had: the row begins anew', () => {
    const bench = new Bench(enforcing({ inARow: 50 }), (_, drawn) => (drawn === 0 ? 0.9 : 0.1));
    expect(bench.fail(0, 9).out).toEqual([]);
    expect(bench.fail(0).out).toEqual([0]);
  });

  it('is drawn once for each replica’s own, in their order, and only if it may take place', () => {
    const asked: [number, number][] = [];
    const params = { ...enforcing({ inARow: 50 }), mostPercent: 20 };
    const bench = new Bench(params, (host, drawn) => {
      asked.push([host, drawn]);
      return host === 2 ? 0.9 : 0.1;
    });
    bench.fail(2, 10).fail(0, 5).fail(1, 5).fail(3, 5);
    // Of ten replicas two may be out: the fourth is not even drawn for.
    expect([bench.out, asked]).toEqual([
      [0, 1],
      [
        [2, 0],
        [2, 1],
        [0, 0],
        [1, 0],
      ],
    ]);
  });

  it('leaves the other causes to eject: by gateway errors, not enforced, then by the row of failures', () => {
    const params = { ...enforcing({ gatewayInARow: 1 }), gatewayConsecutive: 5 };
    expect(new Bench(params, () => 0.5).failAtGateway(0, 5).out).toEqual([0]);
    const neither = { ...enforcing({ gatewayInARow: 1, inARow: 1 }), gatewayConsecutive: 5 };
    expect(new Bench(neither, () => 0.5).failAtGateway(0, 5).out).toEqual([]);
  });

  it('may be one by rates, at a sweep, and one by failures of the way', () => {
    const rates = new Bench({ ...enforcing({ successRate: 50 }), hosts: 5, consecutive: 0 }, (host) => host / 10);
    rates.fail(0, 100);
    for (const host of [1, 2, 3, 4]) rates.succeed(host, 100);
    expect(rates.until(10_000).out).toEqual([0]);
    const split = { ...enforcing({ wayInARow: 50 }), ofWay: SPLIT.ofWay };
    expect(new Bench(split, () => 0.7).failOnTheWay(0, 5).out).toEqual([]);
    expect(new Bench(split, () => 0.2).failOnTheWay(0, 5).out).toEqual([0]);
  });
});

describe('what is drawn for an ejection', () => {
  const params = { ...ENVOY, jitterMs: 10_000, longestMs: 30_000, sweepMs: 1000 };

  it.each([
    [0, 30_000],
    [0.5, 35_000],
    [0.999_999, 40_000],
  ])('makes it longer, beyond the longest too: %f', (uniform, endMs) => {
    const bench = new Bench(params).fail(0, 5);
    drawEjection(bench.block, 1, params, 0, uniform);
    expect(returnsFromMs(bench.block, 1, params, 0)).toBe(endMs);
    expect(bench.until(endMs - 1000).out).toEqual([0]);
    expect(bench.until(endMs).out).toEqual([]);
  });
});

describe('the share that may be ejected', () => {
  it('is reached at 100 × (ejected + 1) / replicas: one of ten by 10 %, none of nine', () => {
    expect(new Bench().fail(0, 5).fail(1, 5).out).toEqual([0]);
    expect(new Bench({ ...ENVOY, hosts: 9 }).fail(0, 5).out).toEqual([]);
    expect(new Bench({ ...ENVOY, hosts: 20 }).fail(0, 5).fail(1, 5).fail(2, 5).out).toEqual([0, 1]);
  });

  it('may be passed by one where one always may be ejected, and by no second', () => {
    const bench = new Bench({ ...ENVOY, hosts: 3, alwaysOne: true }).fail(1, 5).fail(2, 5);
    expect(bench.out).toEqual([1]);
  });

  it('of 0 % lets none be ejected, of 100 % all', () => {
    expect(new Bench({ ...ENVOY, mostPercent: 0 }).fail(0, 5).out).toEqual([]);
    const all = new Bench({ ...GENEROUS, hosts: 3 }).fail(0, 5).fail(1, 5).fail(2, 5);
    expect(all.out).toEqual([0, 1, 2]);
  });

  it('is never passed, whatever happens', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 100 }),
        fc.array(fc.record({ host: fc.nat(11), failures: fc.nat(7), waitMs: fc.nat(40_000) }), { maxLength: 60 }),
        (hosts, mostPercent, steps) => {
          const bench = new Bench({ ...ENVOY, hosts, mostPercent });
          for (const { host, failures, waitMs } of steps) {
            bench.until(bench.nowMs + waitMs).fail(host % hosts, failures);
            expect(bench.out.length).toBe(ejectedCount(bench.block, 1));
            expect((100 * bench.out.length) / hosts).toBeLessThanOrEqual(mostPercent);
          }
          expect([bench.block[0], bench.block.at(-1)]).toEqual([42, 42]);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('an ejection', () => {
  it('ends at a sweep, the first at or after 30 s', () => {
    const bench = new Bench().until(4_000).fail(3, 5);
    expect(bench.until(30_000).out).toEqual([3]);
    expect(bench.until(39_999).out).toEqual([3]);
    expect(bench.until(40_000).out).toEqual([]);
  });

  it('ends exactly at 30 s where that is a sweep', () => {
    const bench = new Bench().until(10_000).fail(3, 5);
    expect(bench.until(39_999).out).toEqual([3]);
    expect(bench.until(40_000).out).toEqual([]);
  });

  it('is longer each time: 30 s times how often, at most 300 s', () => {
    const bench = new Bench();
    const lengths: number[] = [];
    for (let time = 0; time < 12; time++) {
      const fromMs = bench.nowMs;
      bench.fail(3, 5);
      while (bench.out.length > 0) bench.until(bench.nowMs + 10_000);
      lengths.push((bench.nowMs - fromMs) / 1000);
    }
    expect(lengths).toEqual([30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 300, 300]);
  });

  it('is shortened by one step for each sweep that finds the replica back for a sweep’s time', () => {
    const second = (backForMs: number): number => {
      const bench = new Bench().fail(3, 5).until(30_000 + backForMs);
      const fromMs = bench.nowMs;
      bench.fail(3, 5);
      return returnsFromMs(bench.block, 1, bench.params, 3) - fromMs;
    };
    // The sweep at which it returns forgives nothing, the next does.
    expect(second(0)).toBe(60_000);
    expect(second(9_999)).toBe(60_000);
    expect(second(10_000)).toBe(30_000);
    expect(second(1_000_000)).toBe(30_000);
  });

  it('is over by a sweep that is on the same beat after a long silence', () => {
    const bench = new Bench().until(123_456).fail(3, 5);
    expect(sweepAtMs(bench.block, 1)).toBe(130_000);
    expect(bench.until(159_999).out).toEqual([3]);
    expect(bench.until(160_000).out).toEqual([]);
  });

  it('leaves nothing to be swept when all is forgiven', () => {
    const bench = new Bench().fail(3, 5).until(30_000);
    expect(sweepAtMs(bench.block, 1)).toBe(40_000);
    expect(sweepAtMs(bench.until(40_000).block, 1)).toBeNaN();
  });
});

describe('success rates', () => {
  /** Five or more replicas with a hundred requests each since the last sweep, so many of them good. */
  const rates = (params: OutlierParams, ...good: number[]): number[] => {
    const bench = new Bench({ ...params, consecutive: 0 });
    good.forEach((count, host) => bench.succeed(host, count).fail(host, 100 - count));
    return bench.until(10_000).out;
  };

  it('eject below mean − 1.9 population standard deviations: 50 of 50, 100, 100, 100, 100, for the threshold is 52', () => {
    expect(rates(GENEROUS, 50, 100, 100, 100, 100)).toEqual([0]);
  });

  it('do not where everybody is alike, or the threshold is met exactly', () => {
    expect(rates(GENEROUS, 20, 20, 20, 20, 20)).toEqual([]);
    // Mean 80, standard deviation 40: at two deviations the threshold is 0, and 0 is not below it.
    const exact = { ...GENEROUS, successRate: { hosts: 5, requests: 100, deviations: 2 } };
    expect(rates(exact, 0, 100, 100, 100, 100)).toEqual([]);
  });

  it('are not judged with four replicas, or with 99 requests at one of five', () => {
    expect(rates({ ...GENEROUS, hosts: 4 }, 0, 100, 100, 100)).toEqual([]);
    const bench = new Bench({ ...GENEROUS, hosts: 5, consecutive: 0 }).fail(0, 100);
    for (const host of [1, 2, 3]) bench.succeed(host, 100);
    bench.succeed(4, 99);
    expect(bench.until(10_000).out).toEqual([]);
    bench.fail(0, 100);
    for (const host of [1, 2, 3, 4]) bench.succeed(host, 100);
    expect(bench.until(20_000).out).toEqual([0]);
  });

  it('are of the time since the last sweep alone', () => {
    const bench = new Bench({ ...GENEROUS, hosts: 5, consecutive: 0 }).fail(0, 60);
    for (const host of [1, 2, 3, 4]) bench.succeed(host, 60);
    bench.until(10_000).fail(0, 60);
    for (const host of [1, 2, 3, 4]) bench.succeed(host, 60);
    expect(bench.until(20_000).out).toEqual([]);
  });

  it('eject no more than may be', () => {
    expect(rates(ENVOY, 0, 0, 100, 100, 100, 100, 100, 100, 100, 100)).toEqual([0]);
  });

  it('are not looked at by Istio', () => {
    expect(rates({ ...GENEROUS, successRate: null }, 50, 100, 100, 100, 100)).toEqual([]);
  });
});

describe('failure percentages', () => {
  const strict = { ...GENEROUS, successRate: null, failurePercentage: { hosts: 5, requests: 50, percent: 85 } };
  const failing = (params: OutlierParams, ...failed: number[]): number[] => {
    const bench = new Bench({ ...params, hosts: failed.length, consecutive: 0 });
    failed.forEach((count, host) => bench.fail(host, count).succeed(host, 100 - count));
    return bench.until(10_000).out;
  };

  it('eject at 85 % and not at 84 %, however the others do', () => {
    expect(failing(strict, 85, 84, 90, 100, 0)).toEqual([0, 2, 3]);
  });

  it('are not judged with four replicas, or with 49 requests', () => {
    expect(failing(strict, 100, 0, 0, 0)).toEqual([]);
    const bench = new Bench({ ...strict, hosts: 5, consecutive: 0 }).fail(0, 49);
    for (const host of [1, 2, 3, 4]) bench.succeed(host, 50);
    expect(bench.until(10_000).out).toEqual([]);
  });

  it('come after success rates, of which who is ejected is not judged again', () => {
    const both = { ...strict, mostPercent: 20, successRate: ENVOY.successRate };
    expect(failing(both, 100, 0, 0, 0, 0)).toEqual([0]);
  });
});

describe('panic', () => {
  it('is when less than half are left, and not at half', () => {
    const bench = new Bench({ ...GENEROUS, hosts: 4 }).fail(0, 5).fail(1, 5);
    expect(isPanic(bench.block, 1, bench.params)).toBe(false);
    expect(isPanic(bench.fail(2, 5).block, 1, bench.params)).toBe(true);
  });

  it('never is at a threshold of 0, with nobody left', () => {
    const bench = new Bench({ ...GENEROUS, hosts: 2, panicPercent: 0 }).fail(0, 5).fail(1, 5);
    expect(isPanic(bench.block, 1, bench.params)).toBe(false);
  });
});

describe('what speaks against a replica', () => {
  it('is what HTTP says by 500 to 599, silence and broken connections', () => {
    const against = [Outcome.error, Outcome.dependency, Outcome.timeout, Outcome.refused, Outcome.reset, Outcome.shed];
    expect(against.every(isHostFailure)).toBe(true);
    expect([Outcome.ok, Outcome.degraded, Outcome.conflict, Outcome.badRequest].some(isHostFailure)).toBe(false);
  });

  it('is nothing that ended because nobody waited', () => {
    expect([Outcome.abandoned, Outcome.cancelled, Outcome.gaveUp].some(isTold)).toBe(false);
  });
});
