import { describe, expect, test } from 'vitest';
import { lessons } from '../../../../src/app/lessons';
import { Engine } from '../../../../src/engine/engine';
import type { Trace } from '../../../../src/engine/observation/trace';
import { isGood, type Outcome } from '../../../../src/policies/outcome';
import { compileScenario } from '../../../../src/scenario';
import type { Model } from '../../../../src/scenario/model';
import { storyOf } from '../../../../src/ui/trace/story';

function shop(): Model {
  const compiled = compileScenario(lessons.all.find(({ id }) => id === 'the-weakest-link')?.scenario ?? '');
  if (!compiled.ok) throw new Error('The shop does not compile.');
  return compiled.value;
}

const model = shop();

/** The traces of a run of that shop, its catalog hanging from 5 s on. */
function tracesAt(ms: number): readonly Trace[] {
  const engine = new Engine(model, 1);
  engine.schedule({ atMs: 5000, do: 'break', id: 'catalog-hangs' });
  engine.advance(ms);
  return engine.tracesSince(0).traces;
}

const rootOf = ({ spans: [root] }: Trace) => root!;
const journeyOf = (name: string) => model.journeys.findIndex((journey) => journey.name === name);

describe('the story of a request', () => {
  test('of a healthy checkout tells every call in its order, under the one that made it', () => {
    const trace = tracesAt(5000).find(
      ({ journey, spans: [root] }) => journey === journeyOf('checkout') && root!.outcome === 0,
    )!;
    const story = storyOf(trace, model, 5000);
    expect(story.map(({ depth, name }) => `${'-'.repeat(depth)}${name}`)).toEqual([
      'checkout',
      '-web.checkout',
      '--cart.read',
      '---database.query',
      '--catalog.price',
      '---database.query',
      '--payments.charge',
    ]);
    expect(story.every(({ standing, words }) => standing === 'good' && /answered after/.test(words))).toBe(true);
  });

  test('of a search that found no worker ends at the door of web, and with its shopper’s patience', () => {
    const trace = tracesAt(20_000).find(
      (candidate) =>
        candidate.journey === journeyOf('search') &&
        !isGood(rootOf(candidate).outcome as Outcome) &&
        candidate.spans.length > 1,
    )!;
    const story = storyOf(trace, model, 20_000);
    expect(story.map(({ name }) => name)).toEqual(['search', 'web.search']);
    expect(story[1]?.words).toMatch(/in the queue for .*, never taken up|the queue was full/);
    const endMs = rootOf(trace).endMs;
    for (const line of story) expect(line.endMs).toBeLessThanOrEqual(endMs);
  });

  test('always lies within the request, and its queue within each line', () => {
    for (const nowMs of [4000, 6000, 20_000]) {
      for (const trace of tracesAt(nowMs)) {
        for (const line of storyOf(trace, model, nowMs)) {
          expect(line.startMs).toBeGreaterThanOrEqual(rootOf(trace).startMs);
          expect(line.queuedToMs).toBeGreaterThanOrEqual(line.startMs);
          expect(line.queuedToMs).toBeLessThanOrEqual(Math.max(line.endMs, line.startMs));
        }
      }
    }
  });

  test('tells of a connection that had to be made first, and of none that was there', () => {
    const compiled = compileScenario(`scenario: Connections
workloads:
  people: { rate: 1/s, arrivals: constant, journeys: { go: { share: 100%, start: web.get } } }
services:
  web: { workers: 9, queue: 0, endpoints: { get: { work: 5ms } } }
links: { people -> web: { latency: 1ms, connections: { connect: 30ms } } }
`);
    if (!compiled.ok) throw new Error('This does not compile.');
    const engine = new Engine(compiled.value, 1);
    engine.advance(2_000);
    const words = engine.tracesSince(0).traces.map((trace) => storyOf(trace, compiled.value, 2_000)[1]!.words);
    expect(words).toEqual([
      expect.stringMatching(/^a new connection in 30\sms, answered after/),
      expect.stringMatching(/^answered after/),
    ]);
  });

  test('says of a call for which nobody waits that it is one', () => {
    const compiled = compileScenario(`
scenario: Audited
workloads: { people: { rate: 10/s, journeys: { go: { share: 100%, start: web.go } } } }
services:
  web: { workers: 9, queue: 9, endpoints: { go: { work: 1ms, calls: [{ audit.log: { wait: no } }, shop.list] } } }
  audit: { workers: 9, queue: 9, endpoints: { log: { work: 2ms } } }
  shop: { workers: 9, queue: 9, endpoints: { list: { work: 9ms } } }`);
    if (!compiled.ok) throw new Error('The scenario does not compile.');
    const engine = new Engine(compiled.value, 1);
    engine.advance(5000);
    const story = storyOf(engine.tracesSince(0).traces[0]!, compiled.value, 5000);
    expect(story.map(({ name, words }) => [name, words.startsWith('nobody waits for it: answered')])).toEqual([
      ['go', false],
      ['web.go', false],
      ['audit.log', true],
      ['shop.list', false],
    ]);
  });
});
