import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { z } from '../../scenario/schema/z';
import { whyNot } from '../files';
import { UsageError } from '../usage-error';
import { difference, sweepHeader, type SweepHeader } from './header';
import { pointCount } from './grid';
import type { RunResult } from './turn';

const runResult = z.strictObject({
  point: z.int().min(0),
  seed: z.int().min(0),
  vary: z.record(z.string(), z.unknown()),
  modelVersion: z.string(),
  digest: z.string(),
  events: z.number(),
  wallMs: z.number(),
  measures: z.record(z.string(), z.number().nullable()),
}) satisfies z.ZodType<RunResult>;

export interface Results {
  readonly header: SweepHeader;
  readonly runs: readonly RunResult[];
  /** Nothing of it was cut short. */
  readonly isWhole: boolean;
}

/** Reads a file of results but for a last line that was not written to its end; a UsageError if it is something else. */
export function readResults(file: string): Results {
  const lines = readLines(file);
  const head = sweepHeader.safeParse(parsed(lines.whole[0]));
  if (!head.success) throw new UsageError(`${file} is not a file of results of a sweep`);
  const points = pointCount(head.data.vary);
  const runs = lines.whole.slice(1).map((line, index) => {
    const run = runResult.safeParse(parsed(line));
    if (!run.success || run.data.point >= points || run.data.modelVersion !== head.data.modelVersion)
      throw new UsageError(`${file}:${index + 2} is not a run of this sweep`);
    return run.data;
  });
  return { header: head.data, runs, isWhole: lines.rest === '' };
}

/** Where results are written, line by line. */
export interface ResultsFile {
  /** What was there already. */
  readonly runs: readonly RunResult[];
  append(result: RunResult): void;
  close(): void;
}

/** A device may have no end, and to replace one would take it away from everybody. */
function refuseDevice(file: string): void {
  const there = writing(file, () => statSync(file, { throwIfNoEntry: false }));
  if (there !== undefined && !there.isFile() && !there.isDirectory())
    throw new UsageError(`cannot write ${file}: it is there, and no file`);
}

/** Begins a file of results, or goes on with one of the same sweep. */
export function openResults(file: string, header: SweepHeader): ResultsFile {
  refuseDevice(file);
  const earlier = hasBegun(file, header) ? readResults(file) : null;
  const another = earlier && difference(earlier.header, header);
  if (another !== null) throw new UsageError(`${file} holds a sweep ${another}; name another file, or remove this one`);
  if (earlier === null || !earlier.isWhole || earlier.header.seeds !== header.seeds)
    writeResults(file, header, earlier?.runs ?? []);
  const descriptor = writing(file, () => openSync(file, 'a'));
  return {
    runs: earlier?.runs ?? [],
    append: (result) => writing(file, () => void writeSync(descriptor, lineOf(result))),
    close: () => closeSync(descriptor),
  };
}

/** Writes a file of results in one go: whoever reads it sees the old or the new one, and nothing half done. */
export function writeResults(file: string, header: SweepHeader, runs: readonly RunResult[]): void {
  refuseDevice(file);
  const temporary = `${file}.${process.pid}.tmp`;
  writing(file, () => {
    const descriptor = openSync(temporary, 'w');
    for (const line of [header, ...runs]) writeSync(descriptor, lineOf(line));
    closeSync(descriptor);
    renameSync(temporary, file);
  });
}

/** False too where the header was all there was, and not to its end. */
function hasBegun(file: string, header: SweepHeader): boolean {
  if (!existsSync(file)) return false;
  const { whole, rest } = readLines(file);
  return whole.length > 0 || !lineOf(header).startsWith(rest);
}

const lineOf = (line: SweepHeader | RunResult): string => `${JSON.stringify(line)}\n`;

/** Line by line, as a file may be larger than the longest text. */
function readLines(file: string): { readonly whole: readonly string[]; readonly rest: string } {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${whyNot(error)}`);
  }
  const whole: string[] = [];
  let from = 0;
  for (let end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', from)) {
    whole.push(bytes.toString('utf8', from, end));
    from = end + 1;
  }
  return { whole, rest: bytes.toString('utf8', from) };
}

function parsed(line: string | undefined): unknown {
  try {
    return JSON.parse(line ?? '');
  } catch {
    return null;
  }
}

function writing<Value>(file: string, write: () => Value): Value {
  try {
    return write();
  } catch (error) {
    const isLost = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new UsageError(`cannot write ${file}: ${isLost ? 'there is no such folder' : whyNot(error)}`);
  }
}
