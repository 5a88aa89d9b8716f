import { BulkheadRejectedError, bulkhead as realBulkhead } from 'cockatiel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Admission } from '../../../src/policies/admission';
import {
  admitToBulkhead,
  initBulkhead,
  permitsInUse,
  releaseFromBulkhead,
  tryPermit,
  type BulkheadParams,
} from '../../../src/policies/bulkhead';

const { admitted, refused, waits } = Admission;

/** Refuses at once what finds no permit. */
const semaphore = (calls: number): BulkheadParams => ({ calls, waitMs: 0, queue: 0 });

describe('a bulkhead', () => {
  it('lets as many calls out as it has permits and refuses the next', () => {
    const block = new Float64Array(1);
    initBulkhead(block, 0);
    const answers = [1, 2, 3, 4].map(() => admitToBulkhead(block, 0, semaphore(3), 0));
    expect(answers).toEqual([admitted, admitted, admitted, refused]);
  });

  it('lets one more out for each that comes back', () => {
    const block = new Float64Array(1);
    initBulkhead(block, 0);
    admitToBulkhead(block, 0, semaphore(1), 0);
    releaseFromBulkhead(block, 0);
    expect(admitToBulkhead(block, 0, semaphore(1), 0)).toBe(admitted);
    expect(admitToBulkhead(block, 0, semaphore(1), 0)).toBe(refused);
  });

  it('lets nothing out after its limit was lowered until enough calls came back', () => {
    const block = new Float64Array(1);
    initBulkhead(block, 0);
    for (let call = 0; call < 3; call++) admitToBulkhead(block, 0, semaphore(3), 0);
    releaseFromBulkhead(block, 0);
    expect(admitToBulkhead(block, 0, semaphore(2), 0)).toBe(refused);
    releaseFromBulkhead(block, 0);
    expect(admitToBulkhead(block, 0, semaphore(2), 0)).toBe(admitted);
  });

  it('makes calls wait while it has room for them, and lets none overtake those that wait', () => {
    const block = new Float64Array(1);
    initBulkhead(block, 0);
    const pool: BulkheadParams = { calls: 1, waitMs: Infinity, queue: 2 };
    expect([0, 0, 1, 2].map((waiting) => admitToBulkhead(block, 0, pool, waiting))).toEqual([
      admitted,
      waits,
      waits,
      refused,
    ]);
    releaseFromBulkhead(block, 0);
    expect(admitToBulkhead(block, 0, pool, 1)).toBe(waits);
    expect(tryPermit(block, 0, pool)).toBe(true);
    expect(tryPermit(block, 0, pool)).toBe(false);
  });

  it('is Hystrix’ pool with ten permits and no queue: the eleventh call is refused, and the next is none sooner', () => {
    const block = new Float64Array(1);
    initBulkhead(block, 0);
    const pool: BulkheadParams = { calls: 10, waitMs: Infinity, queue: 0 };
    const ask = (times: number) => Array.from({ length: times }, () => admitToBulkhead(block, 0, pool, 0));
    expect(ask(11)).toEqual([...Array<Admission>(10).fill(admitted), refused]);
    releaseFromBulkhead(block, 0);
    expect(ask(2)).toEqual([admitted, refused]);
  });

  it('refuses at once where a call may wait for no time, whatever its queue', () => {
    const block = new Float64Array(1);
    initBulkhead(block, 0);
    const params: BulkheadParams = { calls: 1, waitMs: 0, queue: 5 };
    expect([admitToBulkhead(block, 0, params, 0), admitToBulkhead(block, 0, params, 0)]).toEqual([admitted, refused]);
  });

  it('has as many permits in use as calls are out, and never more than it has', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.boolean(), { maxLength: 100 }), (calls, story) => {
        const block = new Float64Array(1).fill(7);
        initBulkhead(block, 0);
        let out = 0;
        for (const asks of story) {
          if (asks) {
            const answer = admitToBulkhead(block, 0, semaphore(calls), 0);
            expect(answer).toBe(out < calls ? admitted : refused);
            if (answer === admitted) out++;
          } else if (out > 0) {
            releaseFromBulkhead(block, 0);
            out--;
          }
          expect(permitsInUse(block, 0)).toBe(out);
        }
      }),
    );
  });
});

/** What becomes of calls, by their number, in the order in which it becomes of them. */
type Story = string[];

/** Call arrives, or the oldest call out (0), the next (1) … comes back. */
type Move = 'call' | number;

describe('beside cockatiel’s bulkhead', () => {
  it('starts, keeps waiting and refuses the same calls in the same order', async () => {
    const moves = fc.array(fc.oneof({ weight: 2, arbitrary: fc.constant('call' as const) }, fc.nat({ max: 4 })), {
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.nat({ max: 4 }), moves, async (calls, queue, story) => {
        expect(ours(calls, queue, story)).toEqual(await theirs(calls, queue, story));
      }),
      { numRuns: 1000 },
    );
  });
});

function ours(calls: number, queue: number, moves: readonly Move[]): Story {
  const params: BulkheadParams = { calls, waitMs: Infinity, queue };
  const block = new Float64Array(1);
  initBulkhead(block, 0);
  const story: Story = [];
  const out: number[] = [];
  const line: number[] = [];
  const start = (call: number): void => {
    story.push(`${call} starts`);
    out.push(call);
  };
  let arrived = 0;
  for (const move of moves) {
    if (move === 'call') {
      const call = arrived++;
      const answer = admitToBulkhead(block, 0, params, line.length);
      if (answer === admitted) start(call);
      else if (answer === waits) line.push(call);
      else story.push(`${call} refused`);
    } else if (move < out.length) {
      out.splice(move, 1);
      releaseFromBulkhead(block, 0);
      while (line.length > 0 && tryPermit(block, 0, params)) start(line.shift()!);
    }
  }
  return story;
}

async function theirs(calls: number, queue: number, moves: readonly Move[]): Promise<Story> {
  const real = realBulkhead(calls, queue);
  const story: Story = [];
  const out: (() => void)[] = [];
  let arrived = 0;
  for (const move of moves) {
    if (move === 'call') {
      const call = arrived++;
      real
        .execute(() => {
          story.push(`${call} starts`);
          return new Promise<void>((resolve) => out.push(resolve));
        })
        .catch((error: unknown) => {
          if (!(error instanceof BulkheadRejectedError)) throw error;
          story.push(`${call} refused`);
        });
    } else if (move < out.length) {
      out.splice(move, 1)[0]!();
    }
    for (let turn = 0; turn < 12; turn++) await Promise.resolve();
  }
  return story;
}
