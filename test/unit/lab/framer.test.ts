import { describe, expect, it } from 'vitest';
import { Engine } from '../../../src/engine/engine';
import { EndpointSketch, JourneySketch } from '../../../src/engine/observation/layout';
import { Recorder } from '../../../src/engine/observation/recorder';
import type { Trace } from '../../../src/engine/observation/trace';
import { Framer } from '../../../src/lab/framer';
import { sketchesOf, type Subject } from '../../../src/lab/subject';
import { Outcome } from '../../../src/policies/outcome';
import { compiled, SMALL_SHOP } from './small-shop';

const PACE = { playing: true, speed: 100, achievedSpeed: 100 };
const isOpen = ({ spans }: Trace): boolean => spans.some(({ outcome }) => outcome === -1);

describe('Framer', () => {
  it('tells of the last 2.5 seconds what the recorder knows of them, at every pace', () => {
    const recorder = new Recorder(new Engine(compiled(SMALL_SHOP), 5), 250, 21);
    const { layout, model } = recorder.engine;
    recorder.engine.schedule({ atMs: 9000, do: 'break', id: 'catalog-slow' });
    const framer = new Framer(recorder);
    const subjects: Subject[] = [
      { kind: 'service', index: 1 },
      { kind: 'workload', index: 0 },
      { kind: 'link', index: 0 },
    ];
    const paces = [33, 40, 250, 700, 33, 4000, 90, 2500, 33];
    paces.forEach((ms, turn) => {
      const subject = subjects[turn % subjects.length]!;
      framer.lookAt(subject);
      recorder.advance(recorder.engine.nowMs + ms);
      const frame = framer.frame(PACE);
      const fromMs = frame.nowMs - frame.trailingMs;
      const quantile = (sketches: number[], q: number) => recorder.quantile(sketches, fromMs, frame.nowMs, q);

      expect(frame.servicesP95Ms).toEqual(
        model.services.map((_, service) => {
          const endpoints = [...model.endpoints.keys()].filter((index) => model.endpoints[index]!.service === service);
          return quantile(
            endpoints.map((index) => layout.endpointSketch(index) + EndpointSketch.good),
            0.95,
          );
        }),
      );
      expect(frame.journeysP95Ms).toEqual(
        model.journeys.map((_, journey) => quantile([layout.journeySketch(journey) + JourneySketch.good], 0.95)),
      );
      const shown = sketchesOf(layout, subject);
      expect([...frame.quantiles]).toEqual(
        Array.from({ length: layout.sketchCount }, (_, sketch) =>
          [0.5, 0.95, 0.99].map((q) => (shown.includes(sketch) ? quantile([sketch], q) : NaN)),
        ).flat(),
      );
      const arrivals = layout.journey(0);
      expect(frame.trailing[arrivals]).toBe(recorder.countsBetween(fromMs, frame.nowMs)[arrivals]);
    });
  });

  it('sends of very many requests the newest and some that failed, and the end of each it sent', () => {
    const recorder = new Recorder(new Engine(compiled(SMALL_SHOP), 5), 250, 12);
    recorder.engine.schedule({ atMs: 10_000, do: 'break', id: 'catalog-hangs' });
    const framer = new Framer(recorder);
    const sent = new Map<number, Trace>();
    for (let atMs = 4000; atMs <= 40_000; atMs += 4000) {
      recorder.advance(atMs);
      const before = new Set([...sent.values()].filter(isOpen).map(({ id }) => id));
      const all = recorder.engine.tracesSince(0).traces;
      const { traces } = framer.frame(PACE);
      for (const trace of traces) sent.set(trace.id, trace);

      const fresh = traces.filter(({ id }) => !before.has(id));
      expect(fresh.length).toBeLessThanOrEqual(16);
      expect(traces.map(({ id }) => id)).toEqual(traces.map(({ id }) => id).sort((a, b) => a - b));
      expect(traces.at(-1)!.id).toBe(all.at(-1)!.id);
      if (atMs > 14_000) expect(fresh.some(({ spans }) => spans[0]!.outcome > Outcome.ok)).toBe(true);
      // Whatever the engine still holds is here as it is there.
      for (const trace of all) if (sent.has(trace.id)) expect(sent.get(trace.id)).toEqual(trace);
    }
  });
});
