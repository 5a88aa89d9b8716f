import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/engine/command';
import { Engine } from '../../../src/engine/engine';
import type { Trace } from '../../../src/engine/observation/trace';
import { knownFaults } from '../../../src/lab/known-faults';
import { whyFailed, type Cause } from '../../../src/lab/why';
import { Outcome } from '../../../src/policies/outcome';
import { compiled, SMALL_SHOP, TIMEOUT } from './small-shop';

const model = compiled(SMALL_SHOP);
const CATALOG = 1;

const CIRCUIT = `policies:
  web -> catalog:
    - breaker: { failure rate: 50%, window: 10 calls, minimum calls: 5, open for: 30s }
    - timeout: 100ms
`;

/** Why the sampled requests that ended so failed, in a run with these commands. */
function reasons(commands: readonly Command[], outcome: Outcome, untilMs = 12_000): Cause[][] {
  const engine = new Engine(model, 3);
  const traces = new Map<number, Trace>();
  for (const command of commands) expect(engine.schedule(command)).toMatchObject({ ok: true });
  for (let ms = 500; ms <= untilMs; ms += 500) {
    engine.advance(ms);
    for (const trace of engine.tracesSince(0).traces) traces.set(trace.id, trace);
  }
  const failed = [...traces.values()].filter(({ spans }) => spans[0]!.outcome === outcome);
  expect(failed.length).toBeGreaterThan(0);
  return failed.map((trace) => whyFailed(trace, engine.log, model, knownFaults(model, commands)));
}

const hangs: Command = { atMs: 5000, do: 'break', id: 'catalog-hangs' };
const kinds = (causes: readonly Cause[]) => causes.map(({ kind }) => kind);

describe('why a request failed', () => {
  it('ends at the fault, newest first, in at most five causes', () => {
    for (const outcome of [Outcome.gaveUp, Outcome.dependency]) {
      for (const causes of reasons([hangs], outcome)) {
        expect(causes.length).toBeGreaterThanOrEqual(2);
        expect(causes.length).toBeLessThanOrEqual(5);
        expect(causes[0]).toMatchObject({ kind: 'journey', outcome });
        expect(causes.at(-1)).toMatchObject({
          kind: 'fault',
          atMs: 5000,
          byHand: true,
          fault: { id: 'catalog-hangs' },
        });
        expect(causes.map(({ atMs }) => atMs)).toEqual(causes.map(({ atMs }) => atMs).sort((a, b) => b - a));
      }
    }
  });

  it('tells of the call that was waited for and of the work that was never finished', () => {
    const waited = reasons([hangs], Outcome.gaveUp).find((causes) => causes.some(({ kind }) => kind === 'unfinished'))!;
    expect(kinds(waited)).toEqual(['journey', 'unfinished', 'waiting', 'fault']);
    expect(waited[0]).toMatchObject({ afterMs: 3000 });
  });

  it('tells of a full queue and since when the workers behind it were held', () => {
    const turnedAway = reasons([hangs], Outcome.dependency).at(-1)!;
    expect(kinds(turnedAway)).toEqual(['journey', 'visit', 'workers', 'fault']);
    expect(turnedAway[1]).toMatchObject({ outcome: Outcome.queueFull });
    expect(turnedAway[2]).toMatchObject({ service: 0 });
  });

  it('tells of a call that timed out', () => {
    const causes = reasons([{ atMs: 0, do: 'policies', yaml: TIMEOUT }, hangs], Outcome.dependency)[0]!;
    const call = causes.find((cause) => cause.kind === 'call');
    expect(call).toMatchObject({ outcome: Outcome.timeout });
    expect(call?.kind === 'call' && call.afterMs).toBeCloseTo(100);
    expect(causes.at(-1)).toMatchObject({ kind: 'fault' });
  });

  it('tells of the breaker that was open and of when it had opened', () => {
    const causes = reasons([{ atMs: 0, do: 'policies', yaml: CIRCUIT }, hangs], Outcome.dependency).at(-1)!;
    expect(kinds(causes)).toEqual(['journey', 'call', 'breaker', 'fault']);
    expect(causes[1]).toMatchObject({ outcome: Outcome.breakerOpen });
  });

  it('tells of a replica that was down', () => {
    const crash: Command = { atMs: 5000, do: 'break', id: 'down', fault: { node: 'catalog', does: 'crash' } };
    const causes = reasons([crash], Outcome.dependency).at(-1)!;
    expect(causes.find((cause) => cause.kind === 'visit')).toMatchObject({ outcome: Outcome.refused });
    expect(causes.at(-1)).toMatchObject({ kind: 'fault', fault: { target: { kind: 'service', service: CATALOG } } });
  });

  it('tells of silence where a link is cut', () => {
    const cut: Command = { atMs: 5000, do: 'break', id: 'cut', fault: { link: 'web -> catalog', does: 'cut' } };
    const causes = reasons([cut], Outcome.gaveUp).find((found) => found.some(({ kind }) => kind === 'silence'))!;
    expect(causes.at(-1)).toMatchObject({ kind: 'fault', fault: { target: { kind: 'link' } } });
  });

  it('blames no fault that was over long before', () => {
    const early: Command[] = [
      { atMs: 100, do: 'break', id: 'catalog-hangs' },
      { atMs: 200, do: 'heal', id: 'catalog-hangs' },
      {
        atMs: 15_000,
        do: 'break',
        id: 'errors',
        fault: { node: 'web', does: 'errors', share: '50%', when: 'at once' },
      },
    ];
    const causes = reasons(early, Outcome.dependency, 17_000).at(-1)!;
    expect(causes.at(-1)).toMatchObject({ fault: { id: 'errors' } });
  });

  it('has nothing to say of requests that were answered or are still under way', () => {
    expect(reasons([], Outcome.ok, 2000).flat()).toEqual([]);
    const engine = new Engine(model, 3);
    engine.schedule({ atMs: 0, do: 'break', id: 'catalog-hangs' });
    engine.advance(1500);
    const open = engine.tracesSince(0).traces.filter(({ spans }) => spans[0]!.outcome === -1);
    expect(open.flatMap((trace) => whyFailed(trace, engine.log, model, model.faults))).toEqual([]);
    expect(open.length).toBeGreaterThan(0);
  });
});
