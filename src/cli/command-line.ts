import { Command, CommanderError, Option } from 'commander';
import type { Target } from '../interop/export-policies';
import { duration, exported, library, wholeNumber } from './arguments';
import { check } from './check';
import { exportFile, TARGET_NAMES } from './export';
import { run } from './run';
import type { Shell } from './shell';
import { addSweepCommands } from './sweep/commands';
import { UsageError } from './usage-error';

const USAGE = 2;
const MOST_SEEDS = 1000;

/** Carries out what was asked for in these words, and gives the exit code. */
export async function commandLine(words: readonly string[], shell: Shell): Promise<number> {
  let code = 0;
  try {
    await program(shell, (ended) => (code = ended)).parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
    if (!(error instanceof UsageError)) throw error;
    shell.error(complaint(error.message));
    return USAGE;
  }
}

/** One line, whatever went wrong. */
function complaint(message: string): string {
  const [first = ''] = message
    .replace(/^error: /, '')
    .trim()
    .split('\n');
  return `breakwater: ${first}`;
}

function program(shell: Shell, exit: (code: number) => void): Command {
  const root = new Command('breakwater')
    .description('Simulates scenarios, proves lessons, and writes policies as code.')
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({
      writeOut: (text) => shell.out(text.trimEnd()),
      outputError: (message) => shell.error(complaint(message)),
    })
    .helpCommand(true)
    .allowExcessArguments()
    .action((_, { args: [given] }: Command) => {
      throw new UsageError(
        given === undefined ? 'expected a command: run, check, export, sweep or merge' : `unknown command '${given}'`,
      );
    });

  root
    .command('run')
    .allowExcessArguments(false)
    .description('Simulate a scenario and say what came of it.')
    .argument('<file>', 'the scenario')
    .option('--seed <number>', 'another seed, another run', wholeNumber(0, Number.MAX_SAFE_INTEGER), 1)
    .addOption(
      new Option('--for <duration>', 'simulated time, such as 10min').argParser(duration).default(60_000, '1min'),
    )
    .option('--commands <file>', 'breaks, heals and policies to play, as a JSON list')
    .option('--json', 'print everything observed as JSON')
    .option('--log', 'print what every policy does to every call instead, a JSON object a line')
    .action((file: string, options: { seed: number; for: number; commands?: string; json?: true; log?: true }) => {
      if (options.json && options.log) throw new UsageError('--json and --log print different things: choose one');
      const finished = run(file, {
        seed: options.seed,
        forMs: options.for,
        commands: options.commands ?? null,
        json: options.json === true,
        log: options.log ? (line) => shell.out(line) : null,
      });
      for (const line of finished.out) shell.out(line);
      for (const line of finished.errors) shell.error(line);
      exit(finished.code);
    });

  root
    .command('check')
    .allowExcessArguments(false)
    .description('Prove that a lesson, or every lesson, is sound and load-bearing.')
    .argument('[lesson]', 'its name or its folder; all of them if it is left out')
    .option('--seeds <number>', 'how many seeds each proof must hold on', wholeNumber(1, MOST_SEEDS), 5)
    .action((lesson: string | undefined, options: { seeds: number }) => {
      if (!check(lesson ?? null, options.seeds, (line) => shell.out(line))) exit(1);
    });

  root
    .command('export')
    .allowExcessArguments(false)
    .description('Write the policies of a scenario as code for a library.')
    .argument('<what>', 'policies', exported)
    .argument('<file>', 'the scenario')
    .requiredOption('--to <library>', TARGET_NAMES.join(', '), library)
    .action((_: string, file: string, options: { to: Target }) => {
      const finished = exportFile(file, options.to);
      for (const line of finished.out) shell.out(line);
      for (const line of finished.errors) shell.error(line);
      exit(finished.code);
    });

  addSweepCommands(root, shell, exit);
  return root;
}
