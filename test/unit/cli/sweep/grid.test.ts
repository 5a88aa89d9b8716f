import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runKey, runsOf, settingsAt } from '../../../../src/cli/sweep/grid';
import { intervalOf } from '../../../../src/cli/sweep/interval';
import { parseSeeds, seedsText } from '../../../../src/cli/sweep/seeds';
import { parseAxes } from '../../../../src/cli/sweep/vary';
import { readDocument } from '../../../../src/scenario/document/read';
import { SHOP } from './shop';

const axes = (...given: string[]) => parseAxes(given, readDocument(SHOP).document?.value);

describe('the values of an axis', () => {
  const values = (text: string) => axes(`policies.web->prices=${text}`)[0]!.values.map(({ value }) => value);

  test('are parted at commas outside of brackets and quotes', () => {
    expect(values('[], [{timeout: 1s}, {bulkhead: 3}],~')).toEqual([[], [{ timeout: '1s' }, { bulkhead: 3 }], null]);
    expect(values(`"a, b",'c]'`)).toEqual(['a, b', 'c]']);
  });

  test.each([
    ['services.web.replicas', 'expected an address and its values'],
    ['services.web.replicas=1,,2', 'a value is missing'],
    ['services.web.replicas=1,2,1.0', '1.0 is given twice'],
    ['services.web.replicas={', '{: '],
  ])('%s are refused', (text, message) => {
    expect(() => axes(text)).toThrow(message);
  });

  test('are refused where one axis lies inside another', () => {
    expect(() => axes('policies.web->prices.timeout=1s', 'policies.web->prices=[]')).toThrow(/overlap/);
  });
});

describe('the grid', () => {
  test('is the product of the axes, the last changing fastest', () => {
    const two = axes('services.web.replicas=1,2', 'services.prices.workers=3,4,5');
    const points = [0, 1, 2, 3, 4, 5].map((point) => settingsAt(two, point).map(({ value }) => value));
    expect(points).toEqual([
      [1, 3],
      [1, 4],
      [1, 5],
      [2, 3],
      [2, 4],
      [2, 5],
    ]);
  });

  test('is parted into shards that have each run once, and as many of each point within one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 7 }),
        (points, count, of) => {
          const seeds = Array.from({ length: count }, (_, index) => index + 1);
          const shards = Array.from({ length: of }, (_, index) => runsOf(points, seeds, { part: index + 1, of }));
          const whole = runsOf(points, seeds, { part: 1, of: 1 });
          expect(new Set(shards.flat().map(runKey))).toEqual(new Set(whole.map(runKey)));
          expect(shards.flat()).toHaveLength(whole.length);
          for (let point = 0; point < points; point += 1) {
            const shares = shards.map((runs) => runs.filter((run) => run.point === point).length);
            expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });
});

describe('seeds', () => {
  test('are ranges and single ones, in order and once each', () => {
    expect(parseSeeds('7, 1..3,2')).toEqual([1, 2, 3, 7]);
  });

  test.each(['', '3..1', '-1', '1..', '1.5', 'all', '1..99999999'])('%j are none', (text) => {
    expect(parseSeeds(text)).toBeNull();
  });

  test('are read again as they were written', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(60), { minLength: 1 }), (seeds) => {
        const sorted = seeds.sort((a, b) => a - b);
        expect(parseSeeds(seedsText(sorted))).toEqual(sorted);
      }),
    );
  });
});

describe('an interval', () => {
  test('is that of the textbook', () => {
    // mean 3, standard deviation sqrt(2.5), t with 4 degrees of freedom 2.776445
    const { mean, plusMinus, runs } = intervalOf([1, 2, 3, 4, 5]);
    expect({ mean, runs }).toEqual({ mean: 3, runs: 5 });
    expect(plusMinus).toBeCloseTo(2.776445 * Math.sqrt(2.5 / 5), 6);
  });

  test('needs two runs, and a mean one', () => {
    expect(intervalOf([4])).toEqual({ runs: 1, mean: 4, plusMinus: null });
    expect(intervalOf([])).toEqual({ runs: 0, mean: null, plusMinus: null });
  });
});
