import { describe, expect, it } from 'vitest';
import { command, engineOf, Reader, seen } from '../support/run';
import type { Engine } from '../../../src/engine/engine';

/** A web app with one replica (or more) before a store of ten; 100 requests a second come evenly. */
const shop = (layers: string, { replicas = 10, web = 1, link = '' } = {}): string => `
scenario: Outliers
workloads:
  people: { rate: 100/s, arrivals: constant, journeys: { go: { share: 100%, start: web.go } } }
services:
  web: { replicas: ${web}, workers: 1000, queue: 0, endpoints: { go: { calls: [store.get], work: 0ms } } }
  store: { replicas: ${replicas}, workers: 100, queue: 100, endpoints: { get: { work: 10ms } } }
links: { default: { latency: 0ms }, web -> store: { latency: 0ms${link} } }
policies: { web -> store: [${layers}] }
`;

const broken = (yaml: string, does: Record<string, unknown>, replica = 3): Engine => {
  const engine = engineOf(yaml, 3);
  command(engine, 0, { do: 'break', id: 'f', fault: { node: 'store', replica, ...does } as never });
  return engine;
};

const arrivals = (engine: Engine, replica: number): number => new Reader(engine).visits('store.get', replica).arrived;
const ejections = (engine: Engine) =>
  engine.log.flatMap((entry) =>
    entry.kind === 'ejection' ? [{ atMs: entry.atMs, replica: entry.replica, ejected: entry.ejected }] : [],
  );

describe('an ejected replica', () => {
  it('is asked no more, from its fifth failure in a row until a sweep after 30 s', () => {
    const engine = broken(shop('{ outliers: { like: envoy } }'), { does: 'errors', share: '100%' });
    engine.advance(40_000);
    // Every tenth request, the first at 25 ms: the fifth is answered at 435 ms.
    expect(ejections(engine)).toEqual([{ atMs: 435, replica: 2, ejected: true }]);
    expect(arrivals(engine, 2)).toBe(5);
    engine.advance(40_001);
    expect(ejections(engine)[1]).toEqual({ atMs: 40_000, replica: 2, ejected: false });
    engine.advance(42_000);
    expect(arrivals(engine, 2)).toBe(10);
    expect(ejections(engine)[2]).toMatchObject({ replica: 2, ejected: true });
  });

  it('says so, in words and in numbers, for as long as that lasts', () => {
    const engine = broken(shop('{ outliers: { like: envoy } }', { web: 2 }), { does: 'errors', share: '100%' });
    engine.advance(3_000);
    expect(new Reader(engine).replica('store', 2).ejectedBy).toBe(2);
    expect(new Reader(engine).replica('store', 1).ejectedBy).toBe(0);
    command(engine, 3_000, { do: 'heal', id: 'f' });
    engine.advance(60_000);
    expect(new Reader(engine).replica('store', 2).ejectedBy).toBe(0);
  });

  it('is judged by each replica of the caller for itself', () => {
    const engine = broken(shop('{ outliers: { like: envoy } }', { web: 4 }), { does: 'errors', share: '100%' });
    engine.advance(10_000);
    expect(arrivals(engine, 2)).toBe(20);
  });

  it('leaves its share to the others', () => {
    const engine = broken(shop('{ outliers: { like: envoy } }'), { does: 'crash' });
    engine.advance(20_000);
    const counts = Array.from({ length: 10 }, (_, replica) => arrivals(engine, replica));
    expect(counts[2]).toBe(5);
    const others = counts.filter((_, replica) => replica !== 2);
    expect(Math.max(...others) - Math.min(...others)).toBeLessThanOrEqual(1);
  });

  it('is none of three by 10 %, and one of three where one always may be', () => {
    const few = (layers: string) => {
      const engine = broken(shop(layers, { replicas: 3 }), { does: 'crash' });
      engine.advance(5_000);
      return ejections(engine).length;
    };
    expect(few('{ outliers: { like: envoy } }')).toBe(0);
    expect(few('{ outliers: { at most: 33% } }')).toBe(0);
    expect(few('{ outliers: { at most: 34% } }')).toBe(1);
    expect(few('{ outliers: { always one: yes } }')).toBe(1);
  });
});

describe('a replica that hangs', () => {
  it('is ejected by timeouts, which count when they fire, and once each', () => {
    const layers = '{ retry: { attempts: 2, backoff: none } }, { timeout: 200ms }, { outliers: { like: envoy } }';
    const engine = broken(shop(layers), { does: 'hang' });
    engine.advance(2_000);
    expect(ejections(engine)).toHaveLength(1);
    const { atMs } = ejections(engine)[0]!;
    // Five attempts, one in 100 ms, and 200 ms for the last to time out; retries take turns too.
    expect(atMs).toBeGreaterThan(500);
    expect(atMs).toBeLessThan(700);
    command(engine, 3_000, { do: 'heal', id: 'f' });
    engine.advance(30_000);
    // What had hung is answered now, and nobody waits for that: it counts neither for nor against.
    expect(ejections(engine)).toHaveLength(1);
  });

  it('is not ejected where nobody stops waiting', () => {
    const engine = broken(shop('{ outliers: { like: envoy } }'), { does: 'hang' });
    engine.advance(20_000);
    expect(ejections(engine)).toEqual([]);
  });
});

describe('failures of the way that are split from errors', () => {
  const SPLIT = 'split_external_local_origin_errors: true';

  it('eject a replica that is down, by connections that it refuses', () => {
    const engine = broken(shop(`{ outliers: { ${SPLIT}, consecutive_5xx: 0, consecutive_local_origin_failure: 3 } }`), {
      does: 'crash',
    });
    engine.advance(2_000);
    // Every tenth request, the first at 25 ms.
    expect(ejections(engine)).toEqual([{ atMs: 225, replica: 2, ejected: true }]);
  });

  it('are none of the errors that it answers, nor the other way round', () => {
    const engine = broken(shop(`{ outliers: { ${SPLIT}, consecutive_5xx: 0 } }`), { does: 'errors', share: '100%' });
    engine.advance(5_000);
    expect(ejections(engine)).toEqual([]);
    const down = broken(shop(`{ outliers: { ${SPLIT}, enforcing_consecutive_local_origin_failure: 0 } }`), {
      does: 'crash',
    });
    down.advance(5_000);
    expect(ejections(down)).toEqual([]);
  });

  it('are hardly ever in a row at one that hangs, for each request has its connection', () => {
    const timeouts = (afterMs: number) => {
      const layers = `{ timeout: ${afterMs}ms }, { outliers: { ${SPLIT}, enforcing_local_origin_success_rate: 0 } }`;
      const engine = broken(shop(layers), { does: 'hang' });
      engine.advance(9_000);
      return ejections(engine);
    };
    expect(timeouts(150)).toEqual([]);
    expect(timeouts(450)).toEqual([]);
  });

  it('make a success rate of their own at one that hangs: each request counts as one of each', () => {
    const rate = 'success_rate_request_volume: 50, enforcing_consecutive_local_origin_failure: 0';
    const engine = broken(shop(`{ timeout: 150ms }, { outliers: { ${SPLIT}, ${rate} } }`), { does: 'hang' });
    engine.advance(10_001);
    expect(ejections(engine)).toEqual([{ atMs: 10_000, replica: 2, ejected: true }]);
  });

  it('are had over a link with connections where none is made in time', () => {
    const link = ', connections: { connect: 30ms, pool: 0 }';
    const layers = (connect: string) =>
      `{ timeout: { connect: ${connect} } }, { outliers: { ${SPLIT}, at most: 100%, panic below: 0% } }`;
    const few = engineOf(shop(layers('20ms'), { link }), 3);
    few.advance(2_000);
    expect(new Set(ejections(few).map(({ replica }) => replica)).size).toBe(10);
    const enough = engineOf(shop(layers('40ms'), { link }), 3);
    enough.advance(2_000);
    expect(ejections(enough)).toEqual([]);
  });
});

describe('an ejection that is enforced now and then', () => {
  const yaml = (percent: number) =>
    shop(
      `{ outliers: { consecutive_5xx: 1, at most: 100%, panic below: 0%, sweep: 100ms, eject for: 1ms, eject for at most: 1ms, enforcing_consecutive_5xx: ${percent} } }`,
    );
  const share = (percent: number, seed: number): number => {
    const engine = engineOf(yaml(percent), seed);
    command(engine, 0, { do: 'break', id: 'f', fault: { node: 'store', replica: 1, does: 'errors', share: '100%' } });
    engine.advance(200_000);
    return ejections(engine).filter(({ ejected }) => ejected).length / arrivals(engine, 0);
  };

  it('takes place in that share of the cases, by draws that the seed decides', () => {
    // About 2,000 decisions with p = 0.3: four standard deviations are 0.041.
    const drawn = share(30, 3);
    expect(drawn).toBeGreaterThan(0.259);
    expect(drawn).toBeLessThan(0.341);
    expect(share(30, 3)).toBe(drawn);
    expect(share(30, 4)).not.toBe(drawn);
    expect(share(100, 3)).toBe(1);
  });
});

describe('with too few replicas left', () => {
  const ALL = 'in a row: 2, at most: 100%, eject for: 1h';
  const down = (outliers: string, replicas = 2): Engine => {
    const engine = engineOf(shop(`{ outliers: { ${outliers} } }`, { replicas }), 3);
    command(engine, 0, { do: 'break', id: 'f', fault: { node: 'store', does: 'errors', share: '100%' } });
    return engine;
  };

  it('all are asked again: panic', () => {
    const engine = down(ALL);
    engine.advance(10_000);
    expect(ejections(engine)).toHaveLength(2);
    expect(new Reader(engine).attempts('web -> store.get').arrived).toBe(1000);
  });

  it('none is asked where panic is off: no replica, and no attempt', () => {
    const engine = down(`${ALL}, panic below: 0%`);
    engine.advance(10_000);
    const reader = new Reader(engine);
    expect(seen(reader.attempts('web -> store.get'))).toEqual({ arrived: 4, error: 4 });
    expect(seen(reader.calls('web -> store.get'))).toEqual({ arrived: 1000, error: 4, 'no replica': 996 });
  });

  it('none is asked under Istio’s defaults either', () => {
    const engine = down(`like: istio, ${ALL}`);
    engine.advance(1_000);
    expect(new Reader(engine).calls('web -> store.get')['no replica']).toBe(96);
  });
});

describe('sweeps', () => {
  it('judge success rates over all replicas', () => {
    // 10 of 11 requests fail at one replica, at random, and hardly ever five in a row are judged: that is off.
    const layers = '{ outliers: { in a row: off, success rate: { requests: 20 } } }';
    const engine = broken(shop(layers), { does: 'errors', share: '50%' });
    engine.advance(10_001);
    expect(ejections(engine)).toEqual([{ atMs: 10_000, replica: 2, ejected: true }]);
  });

  it('leave nothing behind: a run that is over has no event left', () => {
    const yaml = shop('{ outliers: { like: envoy } }').replace(
      'rate: 100/s, arrivals: constant',
      'rate: { steps: [{ at: 0s, rate: 100/s }, { at: 5s, rate: 0/s }] }',
    );
    const engine = broken(yaml, { does: 'errors', share: '100%' });
    engine.advance(200_000);
    expect(ejections(engine).map(({ ejected }) => ejected)).toEqual([true, false]);
    expect(engine.nextEventMs).toBe(Infinity);
  });

  it('go on from a snapshot as they would have gone on', () => {
    const yaml = shop('{ balance: peak ewma }, { outliers: { like: envoy } }');
    const engine = broken(yaml, { does: 'errors', share: '60%' });
    engine.advance(15_000);
    const other = engineOf(yaml, 3);
    other.restore(structuredClone(engine.snapshot()));
    engine.advance(60_000);
    other.advance(60_000);
    expect(other.digest()).toBe(engine.digest());
    expect(ejections(engine).length).toBeGreaterThan(1);
  });
});

describe('an edit', () => {
  const edited = (layers: string): Engine => {
    const engine = broken(shop('{ outliers: { like: envoy } }'), { does: 'errors', share: '100%' });
    command(engine, 5_000, { do: 'policies', yaml: `policies: { web -> store: [${layers}] }` });
    engine.advance(5_100);
    return engine;
  };

  it('of the parameters holds at once and keeps who is ejected', () => {
    const engine = edited('{ outliers: { eject for: 10s } }');
    engine.advance(60_000);
    expect(ejections(engine).slice(0, 2)).toEqual([
      { atMs: 435, replica: 2, ejected: true },
      // 10 s are over at 10.435 s, so the sweep at 20 s lets it back.
      { atMs: 20_000, replica: 2, ejected: false },
    ]);
  });

  it('that splits failures of the way from errors holds for calls that begin then, and counts from what is known', () => {
    const engine = broken(shop('{ outliers: { consecutive_5xx: 0 } }'), { does: 'crash' });
    const split = 'split_external_local_origin_errors: true, consecutive_5xx: 0, consecutive_local_origin_failure: 3';
    command(engine, 5_000, { do: 'policies', yaml: `policies: { web -> store: [{ outliers: { ${split} } }] }` });
    engine.advance(6_000);
    // Attempts at 5,025, 5,125 and 5,225 ms; failures of the way in a row were not counted before.
    expect(ejections(engine)).toEqual([{ atMs: 5_225, replica: 2, ejected: true }]);
  });

  it('that takes outliers away lets everybody be asked', () => {
    const engine = edited('{ timeout: 1s }');
    const before = arrivals(engine, 2);
    engine.advance(7_100);
    expect(arrivals(engine, 2) - before).toBe(20);
  });
});

describe('a policy of balancing', () => {
  it('takes the place of what the link says, with a memory for each replica of the caller', () => {
    const engine = engineOf(shop('{ balance: round robin }', { web: 5, link: ', balancing: random' }), 3);
    engine.advance(10_000);
    const counts = Array.from({ length: 10 }, (_, replica) => arrivals(engine, replica));
    expect(counts).toEqual(Array(10).fill(100));
  });

  it('can be edited while it runs, and goes by what is outstanding from the first', () => {
    const engine = engineOf(shop('{ balance: round robin }'), 3);
    command(engine, 0, { do: 'break', id: 'f', fault: { node: 'store', replica: 1, does: 'hang' } });
    command(engine, 5_000, { do: 'policies', yaml: 'policies: { web -> store: [{ balance: least requests }] }' });
    engine.advance(5_001);
    const before = arrivals(engine, 0);
    engine.advance(20_000);
    expect(before).toBe(50);
    expect(arrivals(engine, 0)).toBe(before);
  });
});
