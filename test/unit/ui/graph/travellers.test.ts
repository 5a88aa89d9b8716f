import { describe, expect, it } from 'vitest';
import { Layout } from '../../../../src/engine/observation/layout';
import { SpanKind, type Span, type Trace } from '../../../../src/engine/observation/trace';
import { Outcome } from '../../../../src/policies/outcome';
import { sightingsOf, Travellers, type Traveller } from '../../../../src/ui/graph/travellers';
import { runShop } from '../run';
import { shop } from './shop';

const layout = new Layout(shop);
const lengths = shop.links.map(() => 100);
const FOREVER_MS = 5000;

const span = (part: Partial<Span>): Span => ({
  parent: -1,
  kind: SpanKind.journey,
  subject: 0,
  replica: 0,
  startMs: 10,
  workFromMs: NaN,
  workToMs: NaN,
  endMs: NaN,
  outcome: -1,
  covered: -1,
  message: '',
  ...part,
});

const trace = (id: number, ...spans: Span[]): Trace => ({ id, journey: 0, spans, truncated: false });

function only(travellers: Travellers): Traveller {
  const [first, ...rest] = travellers.all;
  expect(rest).toEqual([]);
  return first!;
}

function move(travellers: Travellers, ms: number): void {
  for (let moved = 0; moved < ms; moved += 20) travellers.move(20);
}

describe('a sampled request', () => {
  it('crosses its link, waits in line, and is gone once answered', () => {
    const travellers = new Travellers(layout, lengths);
    const begun = [trace(3, span({}))];
    travellers.see(begun, begun, 20);
    travellers.move(16);
    expect(only(travellers).phase).toBe('under way');
    move(travellers, FOREVER_MS);
    expect(only(travellers).phase).toBe('waiting');

    const ended = [trace(3, span({ endMs: 900, outcome: Outcome.ok }))];
    travellers.see([], ended, 1000);
    move(travellers, 20);
    expect(only(travellers).phase).toBe('answered');
    move(travellers, FOREVER_MS);
    expect([...travellers.all]).toEqual([]);
  });

  it('is seen crossing even if it was answered within one frame', () => {
    const travellers = new Travellers(layout, lengths);
    const quick = [trace(0, span({ endMs: 12, outcome: Outcome.degraded }))];
    travellers.see(quick, quick, 30);
    travellers.move(16);
    const { phase, place } = only(travellers);
    expect(phase).toBe('under way');
    expect(place).toBeLessThan(0.2);
  });

  it('stays where it failed as a cross that fades', () => {
    const travellers = new Travellers(layout, lengths);
    const failed = [trace(0, span({ endMs: 12, outcome: Outcome.gaveUp }))];
    travellers.see(failed, failed, 30);
    move(travellers, 700);
    expect(only(travellers)).toMatchObject({ phase: 'failed' });
    expect(only(travellers).strength).toBeLessThan(1);
  });

  it('gets no further than the switch when a breaker stops it', () => {
    const call = span({ parent: 0, kind: SpanKind.call, subject: 1, endMs: 10, outcome: Outcome.breakerOpen });
    const stopped = trace(0, span({ endMs: 10, outcome: Outcome.dependency }), call);
    expect(sightingsOf(layout, stopped).map((seen) => [seen.link, seen.stopped])).toEqual([
      [0, false],
      [1, true],
    ]);
    const travellers = new Travellers(layout, lengths);
    travellers.see([stopped], [stopped], 30);
    move(travellers, 900);
    const onLink = [...travellers.all].find(({ link }) => link === 1)!;
    expect(onLink.phase).toBe('failed');
    expect(onLink.place).toBeLessThan(0.5);
  });

  it('is seen to arrive before what it causes sets out, and one call before the next', () => {
    const attempt = (subject: number, startMs: number, endMs: number) =>
      span({ parent: 0, kind: SpanKind.attempt, subject, startMs, endMs, outcome: Outcome.ok });
    // The shopper's own attempt over the entrance is the same movement as the request.
    const entrance = span({ parent: 0, kind: SpanKind.call, subject: 0 });
    const story = trace(
      0,
      span({ endMs: 60, outcome: Outcome.ok }),
      entrance,
      { ...attempt(1, 20, 30), parent: 1 },
      { ...attempt(2, 31, 50), parent: 1 },
    );
    expect(sightingsOf(layout, story).map(({ key, after }) => [key, after])).toEqual([
      [0, null],
      [2, 0],
      [3, 2],
    ]);
    const travellers = new Travellers(layout, lengths);
    travellers.see([story], [story], 100);
    const seen: string[] = [];
    for (let moved = 0; moved < FOREVER_MS; moved += 20) {
      travellers.move(20);
      const under = [...travellers.all].filter(({ phase }) => phase === 'under way').map(({ link }) => link);
      expect(under.length).toBeLessThanOrEqual(1);
      if (under.length === 1 && seen.at(-1) !== `${under[0]}`) seen.push(`${under[0]}`);
    }
    expect(seen).toEqual(['0', '1', '2']);
  });

  it('is forgotten when the run begins anew, and when nobody knows of it any more', () => {
    const travellers = new Travellers(layout, lengths);
    const begun = [trace(3, span({ startMs: 500 }))];
    travellers.see(begun, begun, 600);
    travellers.see([], [], 700);
    expect([...travellers.all]).toEqual([]);
    travellers.see([trace(4, span({ startMs: 710 }))], [trace(4, span({ startMs: 710 }))], 720);
    travellers.see([], [], 0);
    expect([...travellers.all]).toEqual([]);
  });
});

describe('those who wait on one link', () => {
  it('stand in line, each behind the one before', () => {
    const travellers = new Travellers(layout, lengths);
    const waiting = [trace(0, span({})), trace(1, span({ startMs: 11 })), trace(2, span({ startMs: 12 }))];
    travellers.see(waiting, waiting, 20);
    move(travellers, FOREVER_MS);
    const places = [...travellers.all].map(({ place }) => place);
    expect(places[0]).toBeGreaterThan(places[1]!);
    expect(places[1]).toBeGreaterThan(places[2]!);
  });

  it('are never more than can be told apart', () => {
    const { layout: real, traces, model } = runShop(4000);
    const travellers = new Travellers(
      real,
      model.links.map(() => 100),
    );
    travellers.see(traces, traces, 4000);
    const perLink = model.links.map((_, link) => [...travellers.all].filter((each) => each.link === link).length);
    expect(Math.max(...perLink)).toBeGreaterThan(5);
    expect(Math.max(...perLink)).toBeLessThanOrEqual(28);
  });
});
