import { describe, expect, test } from 'vitest';
import { findAddress } from '../../../../src/cli/sweep/address';
import { edited } from '../../../../src/cli/sweep/edit';
import { readDocument } from '../../../../src/scenario/document/read';
import { SHOP } from './shop';

const shop = readDocument(SHOP).document?.value as Record<string, Record<string, unknown>>;

describe('an address', () => {
  test.each([
    ['workloads.shoppers.rate', ['workloads', 'shoppers', 'rate']],
    ['services.web.replicas', ['services', 'web', 'replicas']],
    ['Services.Web.REPLICAS', ['services', 'web', 'replicas']],
    // not written, so the default holds
    ['services.prices.replicas', ['services', 'prices', 'replicas']],
    ['workloads.shoppers.answerWithin', ['workloads', 'shoppers', 'answer within']],
    ['links.default.latency', ['links', 'default', 'latency']],
    ['policies.web->prices.breaker.failureRate', ['policies', 'web -> prices', 1, 'breaker', 'failure rate']],
    ['policies.web->prices.breaker.minimumCalls', ['policies', 'web -> prices', 1, 'breaker', 'minimum calls']],
    ['policies.web -> prices.timeout', ['policies', 'web -> prices', 0, 'timeout']],
    ['policies.web->prices.timeout 2', ['policies', 'web -> prices', 2, 'timeout']],
    ['policies.web->prices.guard.timeout', ['policies', 'web -> prices', 2, 'timeout']],
    ['policies.web->prices.3', ['policies', 'web -> prices', 2]],
    ['policies.web->prices', ['policies', 'web -> prices']],
    // a list that is not there, for an endpoint that is
    ['policies.web->prices.get', ['policies', 'web -> prices.get']],
    ['policies.shoppers->web', ['policies', 'shoppers -> web']],
    ['services.web.endpoints.buy.calls.prices.get', ['services', 'web', 'endpoints', 'buy', 'calls', 0]],
    ['services.prices.endpoints.get.work', ['services', 'prices', 'endpoints', 'get', 'work']],
    ['faults.prices-hang.at', ['faults', 'prices-hang', 'at']],
  ])('%s leads to the value', (address, path) => {
    expect(findAddress(shop, address)).toEqual({ ok: true, path });
  });

  test('prefers the longest key that fits', () => {
    const both = { policies: { 'web -> prices': [{ timeout: '1s' }], 'web -> prices.get': [{ timeout: '2s' }] } };
    expect(findAddress(both, 'policies.web->prices.get.timeout')).toEqual({
      ok: true,
      path: ['policies', 'web -> prices.get', 0, 'timeout'],
    });
  });

  test.each([
    ['sevices.web.replicas', 'there is no `sevices` in the scenario; did you mean `services`? there are: scenario, '],
    ['services.wbe.replicas', 'there is no `wbe` in `services`; did you mean `web`? there are: web, prices'],
    ['services.web.replica', 'there is no `replica` in `services.web`; did you mean `replicas`? '],
    ['services.cart.replicas', 'there is no `cart` in `services`; there are: web, prices'],
    ['policies.web->prices.bulkhead', '`policies.web->prices`; there are: timeout, breaker, guard, timeout 2'],
    ['policies.web->cart.timeout', 'there is no `web->cart` in `policies`; there are: web -> prices'],
    ['policies.web->prices.breaker.failure', 'in `policies.web->prices.breaker`; there are: '],
    ['workloads.shoppers.rate.hold', '`workloads.shoppers.rate` is "50/s", which has no `hold`'],
  ])('%s, which leads nowhere, is answered by what there is', (address, message) => {
    const found = findAddress(shop, address);
    expect(found.ok ? '' : found.message).toContain(message);
  });
});

describe('an edit', () => {
  const list = (data: unknown) => (data as typeof shop)['policies']!['web -> prices'];

  test('puts a value in place and leaves the original alone', () => {
    const before = structuredClone(shop);
    const after = edited(shop, [{ path: ['services', 'prices', 'replicas'], value: 3 }]) as typeof shop;
    expect(after['services']!['prices']).toMatchObject({ replicas: 3, workers: 4 });
    expect(shop).toEqual(before);
  });

  test('makes the maps that lead to a new key', () => {
    expect(edited(shop, [{ path: ['links', 'default', 'latency'], value: '1ms' }])).toMatchObject({
      links: { default: { latency: '1ms' } },
    });
  });

  test('takes out a layer with its name, the others keeping their places until all is done', () => {
    const after = edited(shop, [
      { path: ['policies', 'web -> prices', 0, 'timeout'], value: null },
      { path: ['policies', 'web -> prices', 2, 'timeout'], value: null },
      { path: ['policies', 'web -> prices', 1, 'breaker', 'open for'], value: '2s' },
    ]);
    expect(list(after)).toEqual([{ breaker: { window: '10 calls', 'open for': '2s', 'failure rate': '50%' } }]);
  });

  test('takes out a key and nothing else', () => {
    const after = edited(shop, [{ path: ['policies', 'web -> prices', 1, 'breaker', 'open for'], value: null }]);
    expect(list(after)).toMatchObject([{ timeout: '300ms' }, { breaker: { window: '10 calls' } }, { name: 'guard' }]);
    expect(JSON.stringify(after)).not.toContain('open for');
  });

  test('changes one place of what an alias repeats', () => {
    const { value } = readDocument('{ a: &x { n: 1 }, b: *x }').document!;
    expect(edited(value, [{ path: ['b', 'n'], value: 2 }])).toEqual({ a: { n: 1 }, b: { n: 2 } });
  });
});
