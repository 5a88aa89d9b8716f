import { describe, expect, it } from 'vitest';
import { Outcome } from '../../../src/policies/outcome';
import { SpanKind, type Span, type Trace } from '../../../src/engine/observation/trace';
import { command, engineOf } from '../support/run';

/*
 * A shop in which nothing is random but when shoppers come, worked out by hand and compared with the engine's traces.
 *
 *   people --3 ms--> web (4 ms of work) --2 ms--> catalog (10 ms)
 *                                       --1.5 ms--> spare (7 ms), if the catalog fails
 *
 * Web's policies towards the catalog, outermost first: fallback to spare; a breaker that opens for 30 s when both of its
 * last two results were failures, and probes with one call; a timeout of 100 ms. Shoppers come so seldom that each finds
 * the shop empty, so every instant follows from the shopper's own:
 *
 *   +3      web takes the request up                 +7      its work is done: it calls the catalog
 *
 *   the catalog works                 it hangs                          the breaker is open
 *   +9   arrives at the catalog       +9     arrives, no work goes on   +7     refused at once: asks spare
 *   +19  work done                    +107   timeout: asks spare        +8.5   arrives at spare
 *   +21  reply at web, which answers  +108.5 arrives at spare           +15.5  work done
 *   +24  ok                           +115.5 work done                  +17    reply at web, which answers
 *                                     +117   reply at web               +20    degraded
 *                                     +120   degraded
 *
 * What the hang caught goes on when it ends, with the work that was left. If its timeout came first, its reply finds nobody
 * and is abandoned.
 */
const SHOP = `
scenario: By hand
workloads:
  people: { rate: 0.05/s, journeys: { browse: { share: 100%, start: web.browse } } }
services:
  web: { workers: 4, queue: 4, endpoints: { browse: { work: 4ms, calls: [catalog.price] } } }
  catalog: { workers: 20, queue: 0, endpoints: { price: { work: 10ms } } }
  spare: { workers: 4, queue: 0, endpoints: { price: { work: 7ms } } }
links:
  people -> web: { latency: 3ms }
  web -> catalog: { latency: 2ms }
  web -> spare: { latency: 1.5ms }
policies:
  web -> catalog:
    - fallback: { use: spare.price, message: A price from elsewhere }
    - breaker: { failure rate: 100%, window: 2 calls, minimum calls: 2, open for: 30s, half-open calls: 1 }
    - timeout: 100ms
faults: { hangs: { node: catalog, does: hang } }
`;

const SHOPPERS = 30;
const WEB = 3;
const CALL = 7;

/** Where a seed has nobody come within half a second of another, there is no queue. */
function findSeed(): { seed: number; arrivals: readonly number[] } {
  for (let seed = 1; ; seed++) {
    const engine = engineOf(SHOP, seed);
    engine.advance(SHOPPERS * 40_000);
    const arrivals = engine
      .tracesSince(0)
      .traces.map(({ spans }) => spans[0]!.startMs)
      .slice(0, SHOPPERS);
    const gaps = arrivals.map((at, i) => at - (arrivals[i - 1] ?? 0));
    if (arrivals.length === SHOPPERS && Math.min(...gaps) > 500) return { seed, arrivals };
  }
}

/** Instants from the shopper's own; NaN: never. */
interface Expected {
  readonly endsAfter: number;
  readonly outcome: Outcome;
  /** the failure that the fallback answered for, or -1 */
  readonly covered: number;
  /** of the attempt at the catalog; none: refused by the breaker */
  readonly attempt: { readonly workEnds: number; readonly replies: number; readonly outcome: Outcome } | null;
  /** when spare is asked; NaN: never */
  readonly asks: number;
}

/** The table above, shopper by shopper, with a breaker of three variables. */
function workedOut(arrivals: readonly number[], hangsMs: number, healsMs: number): Expected[] {
  let results = [0, 0];
  let probing = false;
  let openUntil = -1;
  return arrivals.map((came) => {
    if (came + CALL <= openUntil) {
      return { endsAfter: 20, outcome: Outcome.degraded, covered: Outcome.breakerOpen, attempt: null, asks: CALL };
    }
    if (openUntil >= 0) probing = true;
    // Of the 10 ms of work from +9 on, what the hang caught is done when it ends.
    const begins = came + 9;
    const done = Math.min(10, Math.max(0, hangsMs - begins));
    const caught = begins < healsMs && begins + 10 >= hangsMs;
    const workEnds = caught ? healsMs + 10 - done - came : 19;
    const inTime = workEnds + 2 < CALL + 100;
    results = [results[1]!, inTime ? 0 : 1];
    if (inTime) {
      if (probing) [results, openUntil, probing] = [[0, 0], -1, false];
    } else if (probing || results[0] === 1) {
      openUntil = came + CALL + 100 + 30_000;
    }
    const late = { workEnds, replies: workEnds + 2, outcome: Outcome.abandoned };
    return inTime
      ? {
          endsAfter: workEnds + 5,
          outcome: Outcome.ok,
          covered: -1,
          attempt: { ...late, outcome: Outcome.ok },
          asks: NaN,
        }
      : { endsAfter: 120, outcome: Outcome.degraded, covered: Outcome.timeout, attempt: late, asks: 107 };
  });
}

const CALLS = { web: 0, catalog: 1, spare: 2 };
const find = ({ spans }: Trace, kind: SpanKind, subject: number): Span | undefined =>
  spans.find((span) => span.kind === kind && span.subject === subject);

describe('a shop worked out by hand', () => {
  const { seed, arrivals } = findSeed();
  const engine = engineOf(SHOP, seed);
  // The hang catches the third shopper 3 ms into the catalog's 10; it ends 45 ms after the 19th came, whose call is a probe.
  const hangsMs = arrivals[2]! + 12;
  const healsMs = arrivals[18]! + 45;
  command(engine, hangsMs, { do: 'break', id: 'hangs' });
  command(engine, healsMs, { do: 'heal', id: 'hangs' });
  engine.advance(arrivals.at(-1)! + 1_000);
  const expected = workedOut(arrivals, hangsMs, healsMs);
  const traces = engine.tracesSince(0).traces.slice(0, SHOPPERS);
  const each = arrivals.map((came, i) => ({ i, came, trace: traces[i]!, expected: expected[i]! }));
  const after = (span: Span | undefined, ms: number | undefined, came: number) => [
    span !== undefined,
    (ms ?? NaN) - came,
  ];
  const near = (actual: unknown, wanted: unknown) =>
    expect(actual).toEqual([true, Number.isNaN(wanted) ? NaN : expect.closeTo(wanted as number, 6)]);

  it('shows every case: healthy, caught in its work, timed out, refused, a failed and a passed probe, late replies', () => {
    const kinds = expected.map(({ outcome, covered }) => (outcome === Outcome.ok ? 'ok' : covered));
    expect(kinds.slice(0, 4)).toEqual(['ok', 'ok', Outcome.timeout, Outcome.timeout]);
    expect(kinds.slice(4).filter((kind) => kind === Outcome.timeout).length).toBeGreaterThan(2);
    expect(kinds.filter((kind) => kind === Outcome.breakerOpen).length).toBeGreaterThan(5);
    expect(expected[18]).toMatchObject({ outcome: Outcome.ok, endsAfter: expect.closeTo(60, 6) });
    expect(kinds.slice(19).every((kind) => kind === 'ok')).toBe(true);
  });

  it.each(each)(
    'shopper $i is answered when and as it should be',
    ({ came, trace, expected: { endsAfter, outcome } }) => {
      const journey = trace.spans[0];
      near(after(journey, journey!.endMs, came), endsAfter);
      expect(journey).toMatchObject({ outcome, message: outcome === Outcome.ok ? '' : 'A price from elsewhere' });
    },
  );

  it.each(each)(
    'shopper $i: web works and calls when it should',
    ({ came, trace, expected: { endsAfter, outcome, covered } }) => {
      const web = find(trace, SpanKind.visit, 0);
      near(after(web, web!.workFromMs, came), WEB);
      near(after(web, web!.workToMs, came), CALL);
      near(after(web, web!.endMs, came), endsAfter - WEB);
      const call = find(trace, SpanKind.call, CALLS.catalog);
      near(after(call, call!.startMs, came), CALL);
      near(after(call, call!.endMs, came), endsAfter - WEB);
      expect(call).toMatchObject({ outcome, covered });
    },
  );

  it.each(each)(
    'shopper $i: the attempt at the catalog ends when and as it should, late or not',
    ({ came, trace, expected: { attempt } }) => {
      const sent = find(trace, SpanKind.attempt, CALLS.catalog);
      expect(sent !== undefined).toBe(attempt !== null);
      if (attempt === null) return;
      near(after(sent, sent!.endMs, came), attempt.replies);
      expect(sent!.outcome).toBe(attempt.outcome);
      const visit = find(trace, SpanKind.visit, 1);
      near(after(visit, visit!.startMs, came), 9);
      near(after(visit, visit!.workToMs, came), attempt.workEnds);
      expect(visit!.outcome).toBe(attempt.outcome);
    },
  );

  it.each(each)('shopper $i: spare is asked when it should be, if at all', ({ came, trace, expected: { asks } }) => {
    const call = find(trace, SpanKind.call, CALLS.spare);
    expect(call !== undefined).toBe(!Number.isNaN(asks));
    if (call === undefined) return;
    near(after(call, call.startMs, came), asks);
    near(after(call, call.endMs, came), asks + 10);
    expect(call.outcome).toBe(Outcome.ok);
    const visit = find(trace, SpanKind.visit, 2);
    near(after(visit, visit!.workFromMs, came), asks + 1.5);
    near(after(visit, visit!.workToMs, came), asks + 8.5);
  });
});
