import type { CommandBody } from '../../../src/engine/command';
import { Engine } from '../../../src/engine/engine';
import { compileScenario } from '../../../src/scenario/compile-scenario';
import type { Model } from '../../../src/scenario/model';

/** Compiles a scenario that is meant to be right; its problems are the test's failure. */
export function modelOf(yaml: string): Model {
  const compiled = compileScenario(yaml);
  if (!compiled.ok) throw new Error(compiled.problems.map((p) => `${p.line}:${p.column} ${p.message}`).join('\n'));
  return compiled.value;
}

export const engineOf = (yaml: string, seed = 1): Engine => new Engine(modelOf(yaml), seed);

/** Gives a command that is meant to be right. */
export function command(engine: Engine, atMs: number, body: CommandBody): void {
  const result = engine.schedule({ atMs, ...body });
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join('\n'));
}
