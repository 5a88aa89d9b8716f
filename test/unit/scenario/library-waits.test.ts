import { expect, it } from 'vitest';
import { backoffMs, backoffState } from '../../../src/policies/backoff';
import { LayerKind } from '../../../src/policies/layer';
import { compilePolicies } from '../../../src/scenario';
import { SHOP_MODEL } from './assist/cursor';

/* From what a retry of a library is given to the waits that come of it, by draws from the lowest to the highest. */

function waits(written: string, uniform: number): number[] {
  const plan = compilePolicies(SHOP_MODEL, `policies: { web -> catalog: [retry: ${written}] }`);
  if (!plan.ok) throw new Error(plan.problems.map(({ message }) => message).join('\n'));
  const layer = plan.value.lists[0]!.layers[0]!;
  if (layer.kind !== LayerKind.retry) throw new Error('not a retry');
  const { backoff } = layer.params;
  let state = NaN;
  return [1, 2, 3, 4, 5, 6].map((retry) => {
    const waitMs = backoffMs(backoff, retry, uniform, state);
    state = backoffState(backoff, retry, uniform, waitMs);
    return Number(waitMs.toFixed(9));
  });
}

const ALMOST_ONE = 1 - 2 ** -53;

it.each<[string, low: number[], middle: number[], high: number[]]>([
  [
    '{ like: resilience4j, enableExponentialBackoff: true }',
    [500, 750, 1125, 1687, 2530, 3795],
    [500, 750, 1125, 1687, 2530, 3795],
    [500, 750, 1125, 1687, 2530, 3795],
  ],
  [
    '{ like: resilience4j, enableExponentialBackoff: true, enableRandomizedWait: true, exponentialMaxWaitDuration: 2s }',
    [250, 375, 562, 843, 1265, 1897],
    [500, 750, 1125, 1687, 2000, 2000],
    [750, 1125, 1687, 2000, 2000, 2000],
  ],
  ['{ like: tenacity }', [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]],
  [
    '{ like: tenacity, wait_random_exponential: { multiplier: 1s, max: 10s } }',
    [0, 0, 0, 0, 0, 0],
    [500, 1000, 2000, 4000, 5000, 5000],
    [1000, 2000, 4000, 8000, 10_000, 10_000],
  ],
  [
    // No longer full jitter, and what is least beats what is most.
    '{ like: tenacity, wait_random_exponential: { multiplier: 1s, min: 3s, max: 10s } }',
    [3000, 3000, 3000, 3000, 3000, 3000],
    [3000, 3000, 3500, 5500, 6500, 6500],
    [3000, 3000, 4000, 8000, 10_000, 10_000],
  ],
  [
    '{ like: tenacity, wait_random_exponential: { multiplier: 1s, min: 5s, max: 2s } }',
    [5000, 5000, 5000, 5000, 5000, 5000],
    [5000, 5000, 5000, 5000, 5000, 5000],
    [5000, 5000, 5000, 5000, 5000, 5000],
  ],
  [
    // What is added can take a wait past the cap, which comes after it.
    '{ like: tenacity, wait_exponential_jitter: { initial: 1s, max: 8500ms } }',
    [1000, 2000, 4000, 8000, 8500, 8500],
    [1500, 2500, 4500, 8500, 8500, 8500],
    [2000, 3000, 5000, 8500, 8500, 8500],
  ],
  [
    '{ like: cockatiel, ExponentialBackoff: { generator: half, exponent: 3, maxDelay: 1s } }',
    [64, 128, 256, 500, 500, 500],
    [96, 192, 384, 750, 750, 750],
    [128, 256, 512, 1000, 1000, 1000],
  ],
  [
    '{ like: polly, BackoffType: Linear, UseJitter: true, MaxDelay: 9s }',
    [1500, 3000, 4500, 6000, 7500, 9000],
    [2000, 4000, 6000, 8000, 9000, 9000],
    [2500, 5000, 7500, 9000, 9000, 9000],
  ],
  ['{ like: grpc }', [80, 160, 320, 640, 800, 800], [100, 200, 400, 800, 1000, 1000], [120, 240, 480, 960, 1200, 1200]],
  ['{ like: finagle }', [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]],
  ['{ like: envoy }', [0, 0, 0, 0, 0, 0], [12, 25, 50, 100, 125, 125], [24, 49, 99, 199, 249, 249]],
  [
    '{ like: aws }',
    [0, 0, 0, 0, 0, 0],
    [500, 1000, 2000, 4000, 8000, 10_000],
    [1000, 2000, 4000, 8000, 16_000, 20_000],
  ],
  [
    // 3 times the last, and then the cap.
    '{ backoff: { exponential: 100ms, cap: 1s }, jitter: decorrelated }',
    [100, 100, 100, 100, 100, 100],
    [200, 350, 575, 912.5, 1000, 1000],
    [300, 900, 1000, 1000, 1000, 1000],
  ],
  [
    '{ backoff: { exponential: 100ms, cap: 1s }, jitter: equal }',
    [50, 100, 200, 400, 500, 500],
    [75, 150, 300, 600, 750, 750],
    [100, 200, 400, 800, 1000, 1000],
  ],
])('the waits of %s', (written, low, middle, high) => {
  expect([0, 0.5, ALMOST_ONE].map((uniform) => waits(written, uniform))).toEqual([low, middle, high]);
});
