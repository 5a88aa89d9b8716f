import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { parseDuration } from '../kernel/units';
import { check } from './check';
import { run } from './run';
import { UsageError } from './usage-error';

const USAGE = 2;
const MOST_SEEDS = 1000;

function seed(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new InvalidArgumentError('expected a whole number.');
  return value;
}

function seedCount(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > MOST_SEEDS)
    throw new InvalidArgumentError(`expected a whole number from 1 to ${MOST_SEEDS}.`);
  return value;
}

function duration(text: string): number {
  const read = parseDuration(text);
  if (!read.ok) throw new InvalidArgumentError(read.message);
  return read.value;
}

/** One line, whatever went wrong. */
function complain(message: string): void {
  const [first = ''] = message
    .replace(/^error: /, '')
    .trim()
    .split('\n');
  process.stderr.write(`breakwater: ${first}\n`);
}

function program(): Command {
  const root = new Command('breakwater')
    .description('Simulates scenarios and proves lessons.')
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({ outputError: (message) => complain(message) })
    .allowExcessArguments()
    .action((_, { args: [given] }: Command) => {
      throw new UsageError(given === undefined ? 'expected a command: run or check' : `unknown command '${given}'`);
    });

  root
    .command('run')
    .allowExcessArguments(false)
    .description('Simulate a scenario and say what came of it.')
    .argument('<file>', 'the scenario')
    .option('--seed <number>', 'another seed, another run', seed, 1)
    .option('--for <duration>', 'simulated time, such as 10min', duration, 60_000)
    .option('--commands <file>', 'breaks, heals and policies to play, as a JSON list')
    .option('--json', 'print everything observed as JSON', false)
    .action((file: string, options: { seed: number; for: number; commands?: string; json: boolean }) => {
      const outcome = run(file, {
        seed: options.seed,
        forMs: options.for,
        commands: options.commands ?? null,
        json: options.json,
      });
      for (const line of outcome.out) console.log(line);
      for (const line of outcome.errors) console.error(line);
      process.exitCode = outcome.code;
    });

  root
    .command('check')
    .allowExcessArguments(false)
    .description('Prove that a lesson, or every lesson, is sound and load-bearing.')
    .argument('[lesson]', 'its name or its folder; all of them if it is left out')
    .option('--seeds <number>', 'how many seeds each proof must hold on', seedCount, 5)
    .action((lesson: string | undefined, options: { seeds: number }) => {
      if (!check(lesson ?? null, options.seeds, (line) => console.log(line))) process.exitCode = 1;
    });
  return root;
}

try {
  program().parse();
} catch (error) {
  if (error instanceof UsageError) complain(error.message);
  else if (!(error instanceof CommanderError)) throw error;
  const isHelp = error instanceof CommanderError && error.exitCode === 0;
  process.exitCode = isHelp ? 0 : USAGE;
}
