import { studentT } from '../../kernel/student-t';

/** A mean over so many runs, and half its 95 % confidence interval (Student's t); null where there is none. */
export interface Interval {
  readonly runs: number;
  readonly mean: number | null;
  /** Null for fewer than two runs. */
  readonly plusMinus: number | null;
}

const LEVEL = 0.95;

/** Of values in a fixed order, so that the same runs give the same bits. */
export function intervalOf(values: readonly number[]): Interval {
  const runs = values.length;
  if (runs === 0) return { runs, mean: null, plusMinus: null };
  const mean = values.reduce((sum, value) => sum + value, 0) / runs;
  if (runs === 1) return { runs, mean, plusMinus: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { runs, mean, plusMinus: factor(runs - 1) * Math.sqrt(squares / (runs - 1) / runs) };
}

const factors = new Map<number, number>();

function factor(freedom: number): number {
  const known = factors.get(freedom) ?? studentT(LEVEL, freedom);
  factors.set(freedom, known);
  return known;
}
