/** The ends of a 99 % confidence interval of the mean of independent samples (Student's t). */
export function interval99(samples: readonly number[]): { mean: number; half: number } {
  const n = samples.length;
  const mean = samples.reduce((sum, x) => sum + x, 0) / n;
  const variance = samples.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
  const t = T_99[n - 1];
  if (t === undefined) throw new Error(`no quantile of Student's t for ${n} samples`);
  return { mean, half: t * Math.sqrt(variance / n) };
}

/** 0.995 quantiles of Student's t by degrees of freedom. */
const T_99: Record<number, number> = { 9: 3.2498, 19: 2.8609, 29: 2.7564 };
