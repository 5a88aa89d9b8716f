import { describe, expect, it } from 'vitest';
import { Engine } from '../../../src/engine/engine';
import { Recorder } from '../../../src/engine/observation/recorder';
import type { Trace } from '../../../src/engine/observation/trace';
import { Framer } from '../../../src/lab/framer';
import { Outcome } from '../../../src/policies/outcome';
import { compiled, SMALL_SHOP } from './small-shop';

const PACE = { playing: true, speed: 100, achievedSpeed: 100 };
const isOpen = ({ spans }: Trace): boolean => spans.some(({ outcome }) => outcome === -1);

describe('Framer', () => {
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
