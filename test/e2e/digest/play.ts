import { Engine } from '../../../src/engine/engine';
import type { Recording } from '../../../src/engine/recording';
import { compileScenario } from '../../../src/scenario';

/** A minute of a recording. */
export function playedEngine({ scenario, seed, commands }: Recording): Engine {
  const model = compileScenario(scenario);
  if (!model.ok) throw new Error(model.problems.map((problem) => problem.message).join('\n'));
  const engine = new Engine(model.value, seed);
  for (const command of commands) {
    const given = engine.schedule(command);
    if (!given.ok) throw new Error(given.problems.map((problem) => problem.message).join('\n'));
  }
  engine.advance(60_000);
  return engine;
}

/** What a recording's run amounts to: its digest, and sums of all that was counted and measured. */
export function play(recording: Recording): string {
  const engine = playedEngine(recording);
  const counted = engine.counts.reduce((sum, count) => sum + count, 0);
  const measured = engine.sketches.copyBins().reduce((sum, count, bin) => (sum + count * bin) % 2 ** 40, 0);
  return `${engine.digest()} ${engine.eventCount} ${counted} ${measured}`;
}
