import type { ValidationRow } from '../../src/ui/trust/validation';

const COLUMNS = [58, 26, 12, 12, 24, 7] as const;

const padded = (...words: string[]): string =>
  words
    .map((word, i) => word.padEnd(COLUMNS[i] ?? 0))
    .join(' ')
    .trimEnd();

export const HEADING = padded('model', 'figure', 'expected', 'measured', 'interval', 'verdict');

/** One line of the table as printed. */
export const lineOf = (verdict: ValidationRow): string => padded(...cellsOf(verdict));

/** The whole table as a page of Markdown. */
export function documentOf(table: readonly ValidationRow[], modelVersion: string, seeds: number): string {
  const lines = table.map((verdict) => `| ${cellsOf(verdict).join(' | ')} | ${verdict.source} |`);
  return `# What the simulator reproduces

Written by \`npm run validate\` for model version ${modelVersion}. Every row is a scenario in \`test/validation/scenarios\`, run by
the engine that students use, with seeds 1 to ${seeds}. A row holds when the expected figure lies in the 99 % confidence
interval of the mean over the seeds (Student's t; for quantiles plus the histogram's error of 0.8 %, for figures that a
study rounded plus half a unit of their last digit) and that interval's half-width is within the tolerance stated with it. Where it says _every seed_, each seed alone must be that close.

| model | figure | expected | measured | interval, and how wide it may be | verdict | expected by |
| --- | --- | --- | --- | --- | --- | --- |
${lines.join('\n')}
`;
}

function cellsOf({ model, figure, unit, expected, measured, half, rule, tolerance, holds }: ValidationRow): string[] {
  const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
  const interval =
    rule === 'interval'
      ? `± ${percent(half / expected)} (≤ ${percent(tolerance)})`
      : `every seed (± ${percent(tolerance)})`;
  const number = (value: number): string => `${Number(value.toPrecision(5))}${unit === '' ? '' : ` ${unit}`}`;
  return [model, figure, number(expected), number(measured), interval, holds ? 'holds' : 'FAILS'];
}
