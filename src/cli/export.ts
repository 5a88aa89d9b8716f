import { exportPolicies, TARGETS, type Target } from '../interop/export-policies';
import { compileScenario } from '../scenario';
import { problemLine, readText } from './files';
import type { Finished } from './run';

/** What `--to` may name. */
export const TARGET_NAMES: readonly string[] = TARGETS.map(({ id }) => id);

/** The policies of a scenario file as code for a library. Fails with every problem of the scenario, one a line. */
export function exportFile(file: string, target: Target): Finished {
  const compiled = compileScenario(readText(file));
  if (!compiled.ok) {
    return { out: [], errors: compiled.problems.map((problem) => problemLine(file, problem)), code: 1 };
  }
  const code = exportPolicies(compiled.value, compiled.value.policies, target);
  return { out: code.trimEnd().split('\n'), errors: [], code: 0 };
}

/** The target of that name; null: there is none. */
export const targetNamed = (name: string): Target | null => TARGETS.find(({ id }) => id === name) ?? null;
