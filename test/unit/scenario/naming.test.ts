import { describe, expect, it } from 'vitest';
import { compileScenario } from '../../../src/scenario';
import {
  callerName,
  endpointName,
  linkName,
  nodeNames,
  routeKeyOf,
  routeKeyParts,
  routeName,
} from '../../../src/scenario/naming';
import { SHOP } from '../support/shop';

const compiled = compileScenario(SHOP);
if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
const shop = compiled.value;

describe('names', () => {
  it('of nodes are those of workloads and services', () => {
    expect(nodeNames(shop)).toEqual(['shoppers', 'web', 'catalog', 'payments', 'database']);
  });

  it('of parts of a model read as they are written', () => {
    expect(callerName(shop, { kind: 'workload', index: 0 })).toBe('shoppers');
    expect(endpointName(shop, 3)).toBe('catalog.price');
    expect(linkName(shop, 1)).toBe('web -> catalog');
    expect(routeName(shop, 3)).toBe('web -> catalog.price');
  });

  it.each([
    ['web -> catalog', { from: 'web', to: 'catalog', endpoint: null }],
    ['web->catalog.price', { from: 'web', to: 'catalog', endpoint: 'price' }],
    ['  web  ->  catalog.price ', { from: 'web', to: 'catalog', endpoint: 'price' }],
    ['third-party -> my-db', { from: 'third-party', to: 'my-db', endpoint: null }],
  ])('of a route come apart: %j', (key, parts) => {
    expect(routeKeyParts(key)).toEqual(parts);
  });

  it.each(['', 'web', '-> catalog', 'web ->', 'web -> a.b.c', 'web > catalog', 'a -> b -> c'])(
    'are not a route: %j',
    (key) => {
      expect(routeKeyParts(key)).toBeNull();
    },
  );

  it('of a route go together again', () => {
    for (let route = 0; route < shop.routes.length; route++) {
      const name = routeName(shop, route);
      expect(routeKeyOf(routeKeyParts(name)!)).toBe(name);
    }
  });
});
