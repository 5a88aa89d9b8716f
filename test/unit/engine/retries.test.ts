import { describe, expect, it } from 'vitest';
import { DUPLICATES } from '../../../src/engine/observation/layout';
import { command, engineOf } from '../support/fast';
import { OneShopper, rarely } from '../support/one-shopper';
import { Reader, seen } from '../support/run';

/* Retries in a running shop: what they repeat, when they wait as told, and how budgets bound them. */

const shop = (policies: string, endpoint = '', service = 'workers: 10, queue: 0') =>
  rarely(
    `
  web: { workers: 10, queue: 0, endpoints: { go: { work: 0ms, calls: [pay.charge] } } }
  pay: { ${service}, endpoints: { charge: { work: 20ms${endpoint} } } }`,
    `policies: { web -> pay: ${policies} }`,
  );

/** Charges done again for the same call. */
function duplicates({ engine }: OneShopper): number {
  return engine.counts[engine.layout.visit(1, 0) + DUPLICATES]!;
}

const RETRY = 'retry: { attempts: 3, backoff: { constant: 5ms } }';
const FAILING = '\nfaults: { f: { node: pay, does: errors, at: 0s } }';

describe('a call that must not be made twice', () => {
  it('is not retried after what may have taken effect', () => {
    expect(new OneShopper(shop(`[${RETRY}, timeout: 10ms]`, ', idempotent: false')).visits('pay.charge').length).toBe(
      1,
    );
    expect(new OneShopper(shop(`[${RETRY}, timeout: 10ms]`)).visits('pay.charge').length).toBe(3);
    expect(new OneShopper(shop(`[${RETRY}]`, ', idempotent: false') + FAILING).visits('pay.charge').length).toBe(1);
  });

  it('is retried where nothing was done', () => {
    const down = '\nfaults: { f: { node: pay, does: crash, at: 0s } }';
    expect(new OneShopper(shop(`[${RETRY}]`, ', idempotent: false') + down).visits('pay.charge').length).toBe(3);
  });

  it('is retried all the same if one says so, and what happens twice is counted', () => {
    const told = RETRY.replace('attempts: 3', 'attempts: 3, even if not idempotent: true');
    const run = new OneShopper(shop(`[${told}, timeout: 10ms]`, ', idempotent: false'));
    expect(run.visits('pay.charge').length).toBe(3);
    expect(duplicates(run)).toBe(2);
  });

  it('has not been done twice where the work failed, was called off or may be repeated', () => {
    const told = RETRY.replace('attempts: 3', 'attempts: 3, even if not idempotent: true');
    expect(duplicates(new OneShopper(shop(`[${told}]`, ', idempotent: false') + FAILING))).toBe(0);
    const off = 'timeout: { after: 10ms, cancel: true }';
    expect(duplicates(new OneShopper(shop(`[${told}, ${off}]`, ', idempotent: false')))).toBe(0);
    expect(duplicates(new OneShopper(shop(`[${RETRY}, timeout: 10ms]`)))).toBe(0);
  });
});

describe('a refusal that says how long to wait', () => {
  const full = (retry: string) =>
    new OneShopper(
      shop(`[retry: ${retry}]`, '', 'workers: 1, queue: 0, retry after: 100ms').replace(
        'calls: [pay.charge]',
        'calls: [{ parallel: [pay.charge, pay.charge] }]',
      ),
    ).visits('pay.charge');

  it('is honoured', () => {
    expect(full('{ attempts: 2, backoff: { constant: 30ms } }')).toEqual([
      '0 to 20: ok',
      '0 to 0: queue full',
      '100 to 120: ok',
    ]);
  });

  it('is ignored by those who do not know it', () => {
    expect(full('{ like: polly, Delay: 30ms }').at(-1)).toBe('30 to 50: ok');
    expect(full('{ attempts: 2, backoff: { constant: 30ms }, retry after: ignored }').at(-1)).toBe('30 to 50: ok');
  });

  it('is honoured to the letter by gRPC, and then its own waits begin anew', () => {
    const busy = engineOf(
      rarely(
        `
  web: { workers: 10, queue: 0, endpoints: { go: { work: 0ms, calls: [pay.charge] } } }
  pay: { workers: 1, queue: 0, retry after: 10ms, endpoints: { charge: { work: 9min } } }`,
        'policies: { web -> pay: [retry: { like: grpc, maxAttempts: 5 }] }',
      ),
    );
    busy.advance(30_041);
    // The second shopper is refused at 30 s and then every 10 ms, without randomness and without growth.
    expect(new Reader(busy).attempts('web -> pay.charge').arrived).toBe(6);
    busy.advance(40_000);
    expect(seen(new Reader(busy).calls('web -> pay.charge'))).toMatchObject({ 'queue full': 1 });
  });
});

describe('a retry that stops after a time', () => {
  it('looks at the time when a try has failed, and so may exceed it', () => {
    const run = new OneShopper(shop('[retry: { like: tenacity, stop_after_delay: 50ms }]') + FAILING);
    expect(run.calls('pay.charge')).toEqual(['0 to 60: error']);
  });
});

describe('budgets', () => {
  const storm = (retry: string) => {
    const engine = engineOf(`
scenario: Storm
workloads: { people: { rate: 200/s, journeys: { go: { share: 100%, start: web.go } } } }
services:
  web: { workers: 100000, queue: 0, endpoints: { go: { work: 0ms, calls: [db.read] } } }
  db: { workers: 4, queue: 1000, endpoints: { read: { work: { exponential: { mean: 16ms } } } } }
policies: { web -> db: [retry: ${retry}, timeout: 500ms] }`);
    // For five seconds db is four times as slow; a minute later we look again.
    command(engine, 10_000, { do: 'break', id: 'slow', fault: { node: 'db', does: 'slow', by: '4x' } });
    command(engine, 15_000, { do: 'heal', id: 'slow' });
    engine.advance(75_000);
    const before = new Reader(engine).journey('go');
    const attempts = new Reader(engine).attempts('web -> db.read').arrived;
    engine.advance(85_000);
    const after = new Reader(engine).journey('go');
    return {
      answered: (after.ok - before.ok) / (after.arrived - before.arrived),
      amplification: attempts / before.arrived,
    };
  };

  it('stop the storm that outlives its cause', () => {
    const unbounded = storm('{ attempts: 4, backoff: none }');
    expect(unbounded.answered).toBeLessThan(0.1);
    expect(unbounded.amplification).toBeGreaterThan(3);
    for (const budget of ['10%', '{ tokens: 20, per call: 0.1 }']) {
      const bounded = storm(`{ attempts: 4, backoff: none, budget: ${budget} }`);
      expect(bounded.answered).toBeGreaterThan(0.99);
      expect(bounded.amplification).toBeLessThan(1.12);
    }
  });

  it('are shared by the calls of one caller replica and no others', () => {
    const engine = engineOf(
      `
scenario: Shared
workloads: { people: { rate: 100/s, arrivals: constant, journeys: { go: { share: 100%, start: web.go } } } }
services:
  web: { replicas: 2, workers: 1000, queue: 0, endpoints: { go: { work: 0ms, calls: [db.read, db.write] } } }
  db: { workers: 1000, queue: 0, endpoints: { read: { work: 1ms }, write: { work: 1ms } } }
policies: { web -> db: [retry: { attempts: 9, backoff: none, budget: { tokens: 10, per success: 1 } }] }
faults: { f: { node: db, does: errors, at: 0s } }`,
    );
    engine.advance(10_000);
    const { arrived } = new Reader(engine).attempts('web -> db.read');
    // Each replica has ten retries, and no call succeeds that would bring more.
    expect(arrived - new Reader(engine).calls('web -> db.read').arrived).toBe(20);
  });

  it('of Envoy are a share of the requests that are active and those that are pending, taken together', () => {
    const ten = `calls: [{ parallel: [${Array(10).fill('pay.charge').join(', ')}] }]`;
    const visits = (percent: number) => {
      const retry = `{ like: envoy, retry_budget: { budget_percent: ${percent}%, min_retry_concurrency: 0 } }`;
      const list = `[retry: ${retry}, caps: { connections: 1 }]`;
      return new OneShopper(shop(list).replace('calls: [pay.charge]', ten) + FAILING).visits('pay.charge').length;
    };
    // One is active and nine are pending: a fifth of ten are two retries, of one it would be none.
    expect(visits(20)).toBe(12);
    expect(visits(9)).toBe(10);
  });

  it('pass to an edited retry of the same kind of budget', () => {
    const policies = (tokens: number) =>
      `policies: { web -> db: [retry: { attempts: 9, backoff: none, budget: { tokens: ${tokens}, per success: 1 } }] }`;
    const engine = engineOf(
      `
scenario: Edited
workloads: { people: { rate: 100/s, arrivals: constant, journeys: { go: { share: 100%, start: web.go } } } }
services:
  web: { workers: 1000, queue: 0, endpoints: { go: { work: 0ms, calls: [db.read] } } }
  db: { workers: 1000, queue: 0, endpoints: { read: { work: 1ms } } }
${policies(10)}
faults: { f: { node: db, does: errors, at: 0s } }`,
    );
    command(engine, 5_000, { do: 'policies', yaml: policies(30) });
    command(engine, 6_000, {
      do: 'policies',
      yaml: 'policies: { web -> db: [retry: { attempts: 9, backoff: none, budget: { at once: 0%, least: 1 } }] }',
    });
    const retries = () =>
      new Reader(engine).attempts('web -> db.read').arrived - new Reader(engine).calls('web -> db.read').arrived;
    engine.advance(4_999);
    expect(retries()).toBe(10);
    engine.advance(5_999);
    expect(retries()).toBe(10);
    engine.advance(7_000);
    expect(retries()).toBeGreaterThan(100);
    expect(engine.log.some(({ kind }) => kind === 'policies')).toBe(true);
  });
});
