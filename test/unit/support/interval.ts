import { studentT } from '../../../src/kernel/student-t';

/** The ends of a 99 % confidence interval of the mean of independent samples (Student's t). */
export function interval99(samples: readonly number[]): { mean: number; half: number } {
  const n = samples.length;
  const mean = samples.reduce((sum, x) => sum + x, 0) / n;
  const variance = samples.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
  return { mean, half: studentT(0.99, n - 1) * Math.sqrt(variance / n) };
}
