import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { timeSpan, wholeNumber } from '../arguments';
import type { Shell } from '../shell';
import type { Shard } from './grid';
import { EXTRAS, type Extra } from './measure';
import { merge, type MergeOptions } from './merge';
import { MOST_RUNS, parseSeeds } from './seeds';
import { sweep, type SweepOptions } from './sweep';

const MOST_WORKERS = 1024;

function seeds(text: string): number[] {
  const read = parseSeeds(text);
  if (read !== null) return read;
  throw new InvalidArgumentError(
    `expected seeds such as 1..1000 or 1..10,42, each range from low to high and of at most ${MOST_RUNS}.`,
  );
}

function shard(text: string): Shard {
  const [, part = NaN, of = NaN] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (!(part >= 1 && part <= of)) throw new InvalidArgumentError('expected a part of a whole, from 1/4 to 4/4.');
  return { part, of };
}

function extras(text: string, before: readonly Extra[] = []): Extra[] {
  const wanted = text.split(',').map((word) => word.trim());
  const unknown = wanted.find((word) => !EXTRAS.some((extra) => extra === word));
  if (unknown !== undefined) throw new InvalidArgumentError(`expected ${EXTRAS.join(' or ')}.`);
  return EXTRAS.filter((extra) => before.includes(extra) || wanted.includes(extra));
}

/** As commander gives them: what is not given and has no default is not there. */
type Given<Options extends { readonly out: string | null }> = Omit<Options, 'out'> & { readonly out?: string };

/** Adds `sweep` and `merge` to the command. */
export function addSweepCommands(root: Command, shell: Shell, exit: (code: number) => void): void {
  root
    .command('sweep')
    .allowExcessArguments(false)
    .description('Run a scenario with many values and seeds, and compare.')
    .argument('<file>', 'the scenario')
    .option('--vary <address=a,b,…>', 'a value of the scenario and what to set it to; several make a grid', gather, [])
    .addOption(new Option('--seeds <seeds>', 'such as 1..1000 or 1..10,42').argParser(seeds).default([1], '1'))
    .addOption(
      new Option('--for <duration>', 'simulated time of each run, such as 10min')
        .argParser(timeSpan)
        .default(60_000, '1min'),
    )
    .addOption(
      new Option('--measure <what>', 'journeys, services or both, besides workloads')
        .argParser(extras)
        .default([], 'neither'),
    )
    .option('--out <file>', 'write a line for each run; go on from there after a stop')
    .addOption(
      new Option('--shard <i/n>', 'only every n-th run, from the i-th')
        .argParser(shard)
        .default({ part: 1, of: 1 }, '1/1'),
    )
    .option('--workers <number>', 'threads', wholeNumber(1, MOST_WORKERS), availableParallelism())
    .option('--json', 'print the comparison as JSON', false)
    .option('--quiet', 'do not say how far it has come', false)
    .action(async (file: string, { for: forMs, out, ...options }: Given<SweepOptions> & { readonly for: number }) =>
      exit(await sweep(file, { ...options, forMs, out: out ?? null }, shell)),
    );

  root
    .command('merge')
    .description('Join the results of the shards of a sweep, and compare.')
    .argument('<files...>', 'the results')
    .option('--out <file>', 'write all of them to one file')
    .option('--json', 'print the comparison as JSON', false)
    .action((files: string[], { out, json }: Given<MergeOptions>) =>
      exit(merge(files, { out: out ?? null, json }, shell)),
    );
}

const gather = (text: string, before: readonly string[]): string[] => [...before, text];
