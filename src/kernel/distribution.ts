export const DistributionKind = { constant: 0, uniform: 1, exponential: 2, lognormal: 3, gamma: 4 } as const;
export type DistributionKind = (typeof DistributionKind)[keyof typeof DistributionKind];

/**
 * A duration's distribution, in milliseconds, two numbers whatever its kind:
 * constant (value, 0), uniform (low, high), exponential (mean, 0), lognormal (mu, sigma of ln ms), gamma (shape, scale).
 */
export interface Distribution {
  readonly kind: DistributionKind;
  readonly a: number;
  readonly b: number;
}
