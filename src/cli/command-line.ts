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

/** Where the lines go: standard output and standard error, when a shell has started the command. */
export interface Streams {
  out(line: string): void;
  error(line: string): void;
}

/** Carries out what was asked for in these words, and gives the exit code. */
export function commandLine(words: readonly string[], streams: Streams): number {
  let code = 0;
  try {
    program(streams, (ended) => (code = ended)).parse(words, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
    if (!(error instanceof UsageError)) throw error;
    streams.error(complaint(error.message));
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

function program(streams: Streams, exit: (code: number) => void): Command {
  const root = new Command('breakwater')
    .description('Simulates scenarios and proves lessons.')
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({
      writeOut: (text) => streams.out(text.trimEnd()),
      outputError: (message) => streams.error(complaint(message)),
    })
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
      const finished = run(file, {
        seed: options.seed,
        forMs: options.for,
        commands: options.commands ?? null,
        json: options.json,
      });
      for (const line of finished.out) streams.out(line);
      for (const line of finished.errors) streams.error(line);
      exit(finished.code);
    });

  root
    .command('check')
    .allowExcessArguments(false)
    .description('Prove that a lesson, or every lesson, is sound and load-bearing.')
    .argument('[lesson]', 'its name or its folder; all of them if it is left out')
    .option('--seeds <number>', 'how many seeds each proof must hold on', seedCount, 5)
    .action((lesson: string | undefined, options: { seeds: number }) => {
      if (!check(lesson ?? null, options.seeds, (line) => streams.out(line))) exit(1);
    });
  return root;
}
