import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/* In a process of its own, where garbage is collected when asked, and with the engine as a build has it. */

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Bytes held at the end of ten million events, beyond those held at their beginning, per event. */
function growthPerEvent(scenario: string): number {
  const program = `
    const { Engine, modelOf } = await import(${JSON.stringify(here('../../../node_modules/.cache/breakwater-core/core.mjs'))});
    const engine = new Engine(modelOf(${JSON.stringify(scenario)}), 1);
    const heldAfter = (events) => {
      while (engine.eventCount < events) engine.advance(engine.nowMs + 1000);
      gc();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const early = heldAfter(1e6);
    const eventsBefore = engine.eventCount;
    const late = heldAfter(eventsBefore + 1e7);
    console.log((late - early) / (engine.eventCount - eventsBefore));
  `;
  const args = ['--expose-gc', '--input-type=module', '-e', program];
  return Number(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

// What may be kept is a log that fills up to its longest, and code that is compiled better meanwhile.
it.each(['w2', 'w4'])('ten million events leave nothing on the heap: %s', (name) => {
  expect(growthPerEvent(readFileSync(here(`../../bench/scenarios/${name}.yaml`), 'utf8'))).toBeLessThan(0.5);
});
