import { Engine } from '../engine/engine';
import { MODEL_VERSION } from '../engine/recording';
import { compileScenario } from '../scenario';
import { reviewPolicies } from '../scenario/review';
import { readCommands, type CommandsFile } from './commands-file';
import { problemLine, readText } from './files';
import { observe } from './observations';
import { logCalls } from './call-log';
import type { RunReport } from './report';
import { summarise } from './summary';

export interface RunOptions {
  readonly seed: number;
  /** Simulated milliseconds. */
  readonly forMs: number;
  /** A file with a list of commands; null: none. */
  readonly commands: string | null;
  readonly json: boolean;
  /** Takes the call log line by line, in place of what is printed otherwise; null: there is none. */
  readonly log: ((line: string) => void) | null;
}

/** Lines for standard output and standard error, a reviewer's warnings among them, and the exit code. */
export interface Finished {
  readonly out: readonly string[];
  readonly errors: readonly string[];
  readonly code: 0 | 1;
}

const refused = (errors: readonly string[]): Finished => ({ out: [], errors, code: 1 });

const NO_COMMANDS: CommandsFile = { commands: [], placed: (_, problems) => [...problems] };

/** Simulates a scenario file. Fails with every problem of the scenario or of the commands, one a line, or with the limit reached. */
export function run(file: string, options: RunOptions): Finished {
  const text = readText(file);
  const commandsName = options.commands ?? '';
  const commandsText = options.commands === null ? null : readText(options.commands);

  const compiled = compileScenario(text);
  const commands = commandsText === null ? { ok: true as const, value: NO_COMMANDS } : readCommands(commandsText);
  if (!compiled.ok || !commands.ok) {
    return refused([
      ...(compiled.ok ? [] : compiled.problems.map((problem) => problemLine(file, problem))),
      ...(commands.ok ? [] : commands.problems.map((problem) => problemLine(commandsName, problem))),
    ]);
  }

  const engine = new Engine(compiled.value, options.seed);
  const { commands: given, placed } = commands.value;
  const inOrder = given.map((command, index) => ({ command, index })).sort((a, b) => a.command.atMs - b.command.atMs);
  const problems = inOrder.flatMap(({ command, index }) => {
    const scheduled = engine.schedule(command);
    return scheduled.ok ? [] : placed(index, scheduled.problems);
  });
  if (problems.length > 0) return refused(problems.map((problem) => problemLine(commandsName, problem)));

  const began = performance.now();
  if (options.log === null) engine.advance(options.forMs);
  else logCalls(engine, options.seed, options.forMs, options.log);
  const report: RunReport = {
    format: 'breakwater run 1',
    scenario: engine.model.title,
    modelVersion: MODEL_VERSION,
    seed: options.seed,
    digest: engine.digest(),
    events: engine.eventCount,
    simulatedMs: engine.nowMs,
    wallMs: Math.round(performance.now() - began),
    ...observe(engine),
  };
  const out = options.log !== null ? [] : options.json ? [JSON.stringify(report, null, 2)] : summarise(report);
  const { stopped, model } = engine;
  const warnings = reviewPolicies(model, model.policies, text).map((warning) => problemLine(file, warning));
  return stopped === null
    ? { out, errors: warnings, code: 0 }
    : { out, errors: [...warnings, stopped.message], code: 1 };
}
