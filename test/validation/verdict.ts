import type { ValidationRow } from '../../src/ui/trust/validation';
import { interval99 } from '../unit/support/interval';
import { lengthOf, type Form } from './play';
import type { Figure, Row } from './row';

/** Judges a row by `samples[seed][figure]`. */
export function judge(row: Row, form: Form, samples: readonly (readonly number[])[]): ValidationRow[] {
  const wider = Math.sqrt(row.lengthMs / lengthOf(row, form));
  return row.figures.map((figure, index) => {
    const values = samples.map((sample) => sample[index]!);
    const tolerance = figure.rule === 'interval' ? figure.tolerance * wider : figure.tolerance;
    return {
      model: row.model,
      source: row.source,
      figure: figure.name,
      unit: figure.unit,
      expected: figure.expected,
      rule: figure.rule,
      tolerance,
      seconds: lengthOf(row, form) / 1000,
      ...(figure.rule === 'interval' ? byInterval(figure, tolerance, values) : bySeed(figure, tolerance, values)),
    };
  });
}

type Measured = Pick<ValidationRow, 'measured' | 'half' | 'holds'>;

function byInterval(
  { expected, sketchError = 0, rounded = 0 }: Figure,
  tolerance: number,
  values: readonly number[],
): Measured {
  const { mean, half } = interval99(values);
  const isNarrow = half <= tolerance * expected;
  const isInside = Math.abs(mean - expected) <= half + sketchError * expected + rounded;
  return { measured: mean, half, holds: isNarrow && isInside };
}

function bySeed({ expected }: Figure, tolerance: number, values: readonly number[]): Measured {
  const half = Math.max(...values.map((value) => Math.abs(value - expected)));
  return {
    measured: values.reduce((sum, value) => sum + value, 0) / values.length,
    half,
    holds: half <= tolerance * Math.abs(expected),
  };
}
