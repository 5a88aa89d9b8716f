import { afterEach, describe, expect, it, vi } from 'vitest';
import { Connections } from '../../../../src/engine/connection-pools';
import type { CallEntry } from '../../../../src/engine/observation/call-log';
import { engineOf } from '../../support/run';
import { Paths, transitionsOf } from './paths';

/** Some come for two seconds, and each request makes three attempts at once over connections of which two are kept. */
const shop = (connections: string, policies = '', faults = ''): string => `
scenario: Connections
workloads:
  people:
    rate: { steps: [{ at: 0s, rate: 50/s }, { at: 2s, rate: 0/s }] }
    arrivals: poisson
    journeys: { go: { share: 100%, start: web.get } }
services:
  web: { replicas: 2, workers: 100, queue: 0, endpoints: { get: { work: 0ms, calls: [{ parallel: [db.read, db.read, db.read] }] } } }
  db: { replicas: 2, workers: 100, queue: 0, endpoints: { read: { work: exponential mean 10ms } } }
links:
  people -> web: { latency: 0ms }
  web -> db: { latency: 1ms, connections: { connect: ${CONNECT_MS}ms, ${connections} } }
policies: { web -> db: [${policies}] }
faults: { ${faults} }
`;

const CONNECT_MS = 5;

const RUNS: readonly string[] = [
  shop('pool: 2, keep alive: 20ms'),
  shop('pool: 0'),
  shop('pool: 5', 'timeout: 10ms'),
  shop('pool: 5', '{ caps: { requests per connection: 3 } }'),
  shop('pool: 5', '', 'f: { node: db, replica: 1, does: crash, at: 1s, for: 50ms }'),
  shop('pool: 5', '', 'f: { node: web, replica: 1, does: crash, at: 1s, for: 50ms }'),
  shop('pool: 5', '{ timeout: { connect: 3ms } }'),
];

/** An attempt and the connection that it has. */
interface Use {
  readonly connection: string;
  readonly sentAtMs: number;
  readonly isNew: boolean;
}

/** Follows every connection of a run through the machine: by its log, and by what its pools are asked. */
class Followed {
  private made = 0;
  /** By caller and callee, the newest last. */
  private readonly idle = new Map<string, string[]>();
  private readonly uses = new Map<string, Use>();
  private justSent: (OfAttempt & { readonly what: 'sent' }) | null = null;
  private justEnded: string | null = null;

  constructor(
    private readonly paths: Paths,
    private readonly run: string,
  ) {}

  hear(entry: CallEntry): void {
    this.notKept();
    if (entry.what === 'sent') this.justSent = entry;
    else if (entry.what === 'answered') this.answered(entry);
  }

  took(caller: number, callee: number, carried: number): void {
    const idle = this.idleAt(caller, callee);
    const { call, attempt, atMs } = this.justSent!;
    let connection = carried > 0 ? idle.pop() : undefined;
    // What was idle and is not used has been so for too long.
    const isNew = connection === undefined;
    expect(isNew).toBe(carried === 0);
    if (isNew) for (const old of idle.splice(0)) this.paths.step(old, 'keep-alive over');
    connection ??= `${this.run}, connection ${++this.made}`;
    this.paths.step(connection, isNew ? 'attempt' : 'reused');
    this.uses.set(`${call} ${attempt}`, { connection, sentAtMs: atMs, isNew });
  }

  kept(caller: number, callee: number, pool: number): void {
    const connection = this.justEnded!;
    const idle = this.idleAt(caller, callee);
    if (pool === 0) return this.notKept();
    this.justEnded = null;
    if (idle.length === pool) this.paths.step(idle.shift()!, 'pool full');
    idle.push(connection);
    this.paths.step(connection, 'answered');
  }

  crashed(isLost: (caller: number, callee: number) => boolean): void {
    for (const [way, idle] of this.idle) {
      const [caller, callee] = way.split(' ').map(Number) as [number, number];
      if (isLost(caller, callee)) for (const connection of idle.splice(0)) this.paths.step(connection, 'crash');
    }
  }

  /** The connection of the attempt that ended last has gone, if nothing else was heard of it. */
  notKept(): void {
    if (this.justEnded !== null) this.paths.step(this.justEnded, 'not kept');
    this.justEnded = null;
  }

  private answered(entry: OfAttempt & { readonly what: 'answered' }): void {
    const use = this.uses.get(`${entry.call} ${entry.attempt}`);
    if (use === undefined) return;
    const { connection, sentAtMs, isNew } = use;
    const stood = entry.atMs - sentAtMs >= CONNECT_MS && entry.outcome !== 'connect timeout';
    if (isNew && (!stood || entry.outcome === 'refused')) return this.paths.step(connection, 'no connection');
    if (isNew) this.paths.step(connection, 'connected');
    this.justEnded = connection;
  }

  private idleAt(caller: number, callee: number): string[] {
    const way = `${caller} ${callee}`;
    const idle = this.idle.get(way) ?? [];
    this.idle.set(way, idle);
    return idle;
  }
}

type OfAttempt = Extract<CallEntry, { readonly attempt: number }>;

/** Plays a run to its end and follows its connections. */
function follow(yaml: string, paths: Paths, run: string): void {
  const followed = new Followed(paths, run);
  const { take, keep, forgetCaller, forgetCallee } = Connections.prototype;
  vi.spyOn(Connections.prototype, 'take').mockImplementation(function (this: Connections, caller, callee, nowMs) {
    const carried = take.call(this, caller, callee, nowMs);
    followed.took(caller, callee, carried);
    return carried;
  });
  vi.spyOn(Connections.prototype, 'keep').mockImplementation(function (this: Connections, caller, callee, ...rest) {
    keep.call(this, caller, callee, ...rest);
    followed.kept(caller, callee, this.model.pool);
  });
  vi.spyOn(Connections.prototype, 'forgetCaller').mockImplementation(function (this: Connections, lost) {
    forgetCaller.call(this, lost);
    followed.crashed((caller) => caller === lost);
  });
  vi.spyOn(Connections.prototype, 'forgetCallee').mockImplementation(function (this: Connections, lost) {
    forgetCallee.call(this, lost);
    followed.crashed((_, callee) => callee === lost);
  });
  const engine = engineOf(yaml, 1);
  engine.watchCalls((entry) => followed.hear(entry));
  engine.advance(10_000);
  followed.notKept();
  vi.restoreAllMocks();
}

describe('the machine of connections', () => {
  afterEach(() => vi.restoreAllMocks());

  it('has a way to an end, or to the pool, for every connection, and no transition that is never taken', () => {
    const paths = new Paths('connections');
    RUNS.forEach((yaml, index) => follow(yaml, paths, `run ${index}`));
    expect(paths.unfinished().filter((each) => !each.endsWith(': idle'))).toEqual([]);
    expect(transitionsOf('connections').filter((transition) => !paths.taken.has(transition))).toEqual([]);
  });
});
