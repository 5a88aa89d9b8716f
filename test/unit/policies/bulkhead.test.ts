import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admitToBulkhead, initBulkhead, permitsInUse, releaseFromBulkhead } from '../../../src/policies/bulkhead';

describe('a bulkhead', () => {
  it('lets as many calls out as it has permits and refuses the next', () => {
    const block = new Float64Array(1);
    initBulkhead(block, 0);
    const admitted = [1, 2, 3, 4].map(() => admitToBulkhead(block, 0, { calls: 3 }));
    expect(admitted).toEqual([true, true, true, false]);
  });

  it('lets one more out for each that comes back', () => {
    const block = new Float64Array(1);
    initBulkhead(block, 0);
    admitToBulkhead(block, 0, { calls: 1 });
    releaseFromBulkhead(block, 0);
    expect(admitToBulkhead(block, 0, { calls: 1 })).toBe(true);
    expect(admitToBulkhead(block, 0, { calls: 1 })).toBe(false);
  });

  it('lets nothing out after its limit was lowered until enough calls came back', () => {
    const block = new Float64Array(1);
    initBulkhead(block, 0);
    for (let call = 0; call < 3; call++) admitToBulkhead(block, 0, { calls: 3 });
    releaseFromBulkhead(block, 0);
    expect(admitToBulkhead(block, 0, { calls: 2 })).toBe(false);
    releaseFromBulkhead(block, 0);
    expect(admitToBulkhead(block, 0, { calls: 2 })).toBe(true);
  });

  it('has as many permits in use as calls are out, and never more than it has', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.boolean(), { maxLength: 100 }), (calls, story) => {
        const block = new Float64Array(1).fill(7);
        initBulkhead(block, 0);
        let out = 0;
        for (const asks of story) {
          if (asks) {
            const admitted = admitToBulkhead(block, 0, { calls });
            expect(admitted).toBe(out < calls);
            if (admitted) out++;
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
