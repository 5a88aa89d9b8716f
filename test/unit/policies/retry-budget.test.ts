import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Outcome } from '../../../src/policies/outcome';
import {
  budgetBlockSize,
  budgetLayout,
  initBudget,
  NO_RETRY,
  noteCall,
  noteEnd,
  noteFailure,
  noteRetry,
  retriesLeft,
  takeRetry,
  type BudgetParams,
} from '../../../src/policies/retry-budget';

const AT = 3;

/** A budget of one caller replica, in the middle of other numbers. */
function budgetOf(params: BudgetParams, startMs = 0) {
  const block = new Float64Array(AT + budgetBlockSize(params) + 2).fill(-7);
  initBudget(block, AT, params, startMs);
  return {
    block,
    call: (nowMs = 0) => noteCall(block, AT, params, nowMs),
    fails: () => noteFailure(block, AT, params),
    retry: (nowMs = 0, outcome: Outcome = Outcome.error, isRetry = false) =>
      takeRetry(block, AT, params, outcome, isRetry, nowMs),
    goesOut: () => noteRetry(block, AT, params),
    ends: (isGood: boolean, retries = 0, cost = 0, isWaiting = false) =>
      noteEnd(block, AT, params, isGood, retries, cost, isWaiting),
    left: (nowMs = 0) => retriesLeft(block, AT, params, nowMs),
  };
}

const aws: BudgetParams = {
  kind: 'tokens',
  size: 500,
  perCall: 0,
  perSuccess: 1,
  perFailure: 0,
  retryCost: 5,
  timeoutCost: 10,
  keeps: 0,
  refunds: true,
};
const grpc: BudgetParams = {
  ...aws,
  size: 10,
  perSuccess: 0.1,
  perFailure: 1,
  retryCost: 0,
  timeoutCost: 0,
  keeps: 5,
  refunds: false,
};
const brooker: BudgetParams = { ...aws, size: 5, perCall: 0.1, perSuccess: 0, retryCost: 1, timeoutCost: 1, keeps: 1 };
const finagle: BudgetParams = { kind: 'window', share: 0.2, leastPerMs: 0.01, slots: 10, slotMs: 1000 };
const envoy: BudgetParams = { kind: 'concurrency', share: 0.2, least: 3 };

describe('the bucket of the AWS SDKs', () => {
  it('pays for 100 retries, or 50 after timeouts, and then for none', () => {
    const errors = budgetOf(aws);
    for (let n = 0; n < 100; n++) expect(errors.retry()).toBe(5);
    expect(errors.retry()).toBe(NO_RETRY);
    const timeouts = budgetOf(aws);
    for (let n = 0; n < 50; n++) expect(timeouts.retry(0, Outcome.timeout)).toBe(10);
    expect(timeouts.retry()).toBe(NO_RETRY);
  });

  it('gets back what the newest retry of a call cost when that succeeds, else 1, and nothing from a failure', () => {
    const { retry, ends, left } = budgetOf(aws);
    for (let n = 0; n < 100; n++) retry();
    ends(false, 1, 5);
    expect(left()).toBe(0);
    for (let n = 0; n < 4; n++) ends(true);
    expect(left()).toBe(0);
    ends(true);
    expect(left()).toBe(1);
    ends(true, 2, 10);
    expect(left()).toBe(3);
  });

  it('never holds more than its size', () => {
    const { ends, retry, left } = budgetOf(aws);
    for (let n = 0; n < 9; n++) ends(true);
    expect(left()).toBe(100);
    retry();
    ends(true, 1, 5);
    ends(true);
    expect(left()).toBe(100);
  });
});

describe('gRPC’s retry throttling', () => {
  it('stops at half the bucket exactly', () => {
    const { fails, retry } = budgetOf(grpc);
    const allowed = Array.from({ length: 6 }, () => {
      fails();
      return retry() !== NO_RETRY;
    });
    expect(allowed).toEqual([true, true, true, true, false, false]);
  });

  it('begins again once successes have filled it to more than half', () => {
    const { fails, retry, ends } = budgetOf(grpc);
    for (let n = 0; n < 6; n++) fails();
    for (let n = 0; n < 10; n++) ends(true);
    expect(retry()).toBe(NO_RETRY);
    ends(true);
    expect(retry()).toBe(0);
  });

  it('counts down to nothing and no further', () => {
    const { fails, ends, retry, left } = budgetOf(grpc);
    for (let n = 0; n < 500; n++) fails();
    for (let n = 0; n < 50; n++) ends(true);
    expect(retry()).toBe(NO_RETRY);
    ends(true);
    expect(left()).toBe(Infinity);
  });
});

describe('a bucket that each call fills', () => {
  it('keeps a token: a retry needs more than one', () => {
    const { retry } = budgetOf(brooker);
    expect(Array.from({ length: 5 }, () => retry())).toEqual([1, 1, 1, 1, NO_RETRY]);
  });

  it('counts tenths without loss', () => {
    const { retry, call } = budgetOf(brooker);
    for (let n = 0; n < 4; n++) retry();
    call();
    expect(retry()).toBe(1);
    for (let n = 0; n < 9; n++) call();
    expect(retry()).toBe(NO_RETRY);
    call();
    expect(retry()).toBe(1);
  });
});

describe('Finagle’s budget', () => {
  it('begins with its reserve: 10/s over 10 s', () => {
    const { retry, left } = budgetOf(finagle);
    expect(left()).toBe(100);
    for (let n = 0; n < 100; n++) expect(retry()).toBe(1);
    expect(retry()).toBe(NO_RETRY);
  });

  it('earns a fifth of a retry with each call', () => {
    const { retry, call } = budgetOf({ ...finagle, leastPerMs: 0 });
    for (let n = 0; n < 4; n++) call();
    expect(retry()).toBe(NO_RETRY);
    call();
    expect(retry()).toBe(1);
    expect(retry()).toBe(NO_RETRY);
  });

  it('forgets calls after its time, and what retries took after that time too', () => {
    const { retry, call } = budgetOf({ ...finagle, leastPerMs: 0 });
    for (let n = 0; n < 5; n++) call(500);
    expect(retry(9_900)).toBe(1);
    expect(retry(10_000)).toBe(NO_RETRY);
    // The calls have gone from the window by now; what their retry took has not, and has yet to be made up for.
    for (let n = 0; n < 5; n++) call(12_000);
    expect(retry(12_000)).toBe(NO_RETRY);
    for (let n = 0; n < 5; n++) call(30_000);
    expect(retry(30_000)).toBe(1);
  });

  it('turns its slots when it notices, from there', () => {
    const { retry, call, left } = budgetOf({ ...finagle, leastPerMs: 0 });
    for (let n = 0; n < 5; n++) call(0);
    call(1900);
    // The second slot began at 1900 and the third begins at 2900: the first is gone nine slots later.
    call(2950);
    expect(left(2950 + 7_999)).toBe(1);
    expect(left(2950 + 8_000)).toBe(0);
    expect(retry(2950 + 8_000)).toBe(NO_RETRY);
  });

  it('may earn nothing with calls, and cost nothing more then', () => {
    const { retry, call } = budgetOf({ ...finagle, share: 0, leastPerMs: 0.0002 });
    for (let n = 0; n < 50; n++) call();
    expect([retry(), retry(), retry()]).toEqual([1, 1, NO_RETRY]);
  });
});

describe('Envoy’s budget', () => {
  it('lets three retries go at once, however few the calls', () => {
    const { call, retry } = budgetOf(envoy);
    for (let n = 0; n < 4; n++) call();
    expect(Array.from({ length: 4 }, () => retry())).toEqual([1, 1, 1, NO_RETRY]);
  });

  it('lets a fifth of the calls at once be retried, cut to a whole number', () => {
    const { call, retry, goesOut } = budgetOf(envoy);
    for (let n = 0; n < 24; n++) call();
    const granted = Array.from({ length: 6 }, () => {
      const cost = retry();
      if (cost !== NO_RETRY) goesOut();
      return cost;
    });
    expect(granted).toEqual([1, 1, 1, 1, NO_RETRY, NO_RETRY]);
  });

  it('counts no call that waits to try again', () => {
    const { call, retry, goesOut } = budgetOf(envoy);
    for (let n = 0; n < 20; n++) call();
    for (let n = 0; n < 3; n++) retry();
    // 17 calls are at work: a fifth of these is 3.
    expect(retry()).toBe(NO_RETRY);
    goesOut();
    goesOut();
    goesOut();
    expect(retry()).toBe(1);
  });

  it('gives a retry’s place back when its call ends, or tries once more', () => {
    const { call, retry, goesOut, ends, left } = budgetOf(envoy);
    for (let n = 0; n < 4; n++) call();
    for (let n = 0; n < 3; n++) {
      retry();
      goesOut();
    }
    expect(left()).toBe(0);
    expect(retry(0, Outcome.error, true)).toBe(1);
    goesOut();
    ends(true, 2, 1);
    expect(left()).toBe(1);
    ends(false, 1, 1, true);
    expect(left()).toBe(2);
  });

  it('has all of its places when every call has ended, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 200 }), (steps) => {
        const { block, call, retry, goesOut, ends } = budgetOf(envoy);
        const calls: { retries: number; waits: boolean }[] = [];
        for (const step of steps) {
          const one = calls[0];
          if (step === 0 || !one) {
            call();
            calls.push({ retries: 0, waits: false });
          } else if (one.waits) {
            if (step === 1) {
              goesOut();
              one.waits = false;
            } else {
              calls.shift();
              ends(false, one.retries, 1, true);
            }
          } else if (step < 3 && retry(0, Outcome.error, one.retries > 0) !== NO_RETRY) {
            one.retries++;
            one.waits = true;
          } else {
            calls.shift();
            ends(step === 3, one.retries, 1);
          }
        }
        for (const one of calls) ends(false, one.retries, 1, one.waits);
        expect([...block.subarray(AT, AT + 2)]).toEqual([0, 0]);
      }),
    );
  });
});

describe('the state of a budget', () => {
  it.each([aws, finagle, envoy])('stays within its block: %j', (params) => {
    const { block, call, retry, fails, ends, goesOut } = budgetOf(params, 4000);
    for (let n = 0; n < 300; n++) {
      call(4000 + 37 * n);
      fails();
      if (retry(4000 + 37 * n) !== NO_RETRY) goesOut();
      ends(n % 3 === 0, n % 2, 5);
    }
    const outside = [...block.subarray(0, AT), ...block.subarray(AT + budgetBlockSize(params))];
    expect(outside).toEqual([-7, -7, -7, -7, -7]);
  });

  it('may be handed over between budgets of one kind, and windows of one shape', () => {
    expect(budgetLayout(aws)).toBe(budgetLayout(grpc));
    expect(budgetLayout(finagle)).not.toBe(budgetLayout({ ...finagle, slots: 5 }));
    expect(new Set([aws, finagle, envoy].map(budgetLayout)).size).toBe(3);
  });
});
