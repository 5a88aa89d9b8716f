import { describe, expect, it } from 'vitest';
import type { BreakerReading } from '../../../../src/engine/observation/reading';
import { linkOfList, switchOf } from '../../../../src/ui/graph/breakers';
import { text } from '../../../../src/ui/text';
import { shop } from './shop';

const reading = (part: Partial<BreakerReading>): BreakerReading => ({
  list: 'web -> catalog',
  layer: 'breaker',
  instance: 0,
  like: 'resilience4j',
  state: 'closed',
  counts: 'calls',
  seen: 0,
  windowSize: 20,
  failureRate: NaN,
  slowRate: NaN,
  openUntilMs: NaN,
  ...part,
});

describe('the switch on a link', () => {
  it('is not there where no breaker is', () => expect(switchOf([], 0)).toBeNull());

  it('is drawn as the worst of its replicas and says how many agree', () => {
    const readings = [
      reading({ seen: 9 }),
      reading({ instance: 1, state: 'open', openUntilMs: 9000 }),
      reading({ instance: 2, state: 'open', openUntilMs: 7000 }),
    ];
    expect(switchOf(readings, 5000)).toMatchObject({ state: 'open', inState: 2, instances: 3, opensInMs: 2000 });
  });

  it('tells whether each of those it is drawn as has seen as many', () => {
    const fuller = [reading({ seen: 4 }), reading({ instance: 1, seen: 5 })];
    expect(switchOf(fuller, 0)).toMatchObject({ seen: 5, seenByEach: false });
    expect(text.graph.breakerDetail(switchOf(fuller, 0)!)).toBe('up to 5 of 20 seen');
    const alike = [reading({ seen: 20 }), reading({ instance: 1, seen: 20 })];
    expect(text.graph.breakerDetail(switchOf(alike, 0)!)).toBe('20 of 20 seen');
  });

  it('puts half-open before closed, and shows the fullest window of those it is drawn as', () => {
    const readings = [reading({ seen: 20 }), reading({ instance: 1, state: 'half-open', seen: 3, windowSize: 10 })];
    expect(switchOf(readings, 0)).toMatchObject({ state: 'half-open', seen: 3, windowSize: 10 });
  });
});

describe('the link of a policy list', () => {
  const catalog = shop.links.findIndex(
    ({ from, to }) => from.kind === 'service' && shop.services[to]!.name === 'catalog',
  );

  it('is the same for a whole service and for one of its endpoints', () => {
    expect(linkOfList(shop, 'web -> catalog')).toBe(catalog);
    expect(linkOfList(shop, 'web -> catalog.get')).toBe(catalog);
  });

  it('is none for names that are not linked', () => expect(linkOfList(shop, 'cart -> payments')).toBe(-1));
});
