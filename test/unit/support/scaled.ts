import { DistributionKind, type Distribution } from '../../../src/kernel/distribution';
import type { Model } from '../../../src/scenario/model';

/**
 * The same model on a clock that runs `k` times as fast: every rate times k, every duration divided by k, those of the
 * dialects' own constants too. Units live in names, so the names say what is what.
 */
export const scaled = (model: Model, k: number): Model => scaledValue('', model, k) as Model;

function scaledValue(name: string, value: unknown, k: number): unknown {
  if (typeof value === 'number') return name.endsWith('PerMs') ? value * k : name.endsWith('Ms') ? value / k : value;
  if (Array.isArray(value)) return value.map((each) => scaledValue(name, each, k));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if ('table' in value) return scaledDistribution(value as Distribution, k);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, scaledValue(key, each, k)]));
}

function scaledDistribution(distribution: Distribution, k: number): Distribution {
  const { kind, a, b, table, parts } = distribution;
  switch (kind) {
    case DistributionKind.uniform:
      return { ...distribution, a: a / k, b: b / k };
    case DistributionKind.gamma:
      return { ...distribution, b: b / k };
    case DistributionKind.pareto:
      return { ...distribution, a: a / k, table: table.map((value, i) => (i === 0 ? value / k : value)) };
    case DistributionKind.samples:
      return { ...distribution, table: table.map((value) => value / k) };
    case DistributionKind.histogram:
      return { ...distribution, table: table.map((value, i) => (i <= a ? value / k : value)) };
    case DistributionKind.mixture:
      return { ...distribution, parts: parts.map((part) => scaledDistribution(part, k)) };
    case DistributionKind.constant:
    case DistributionKind.exponential:
    case DistributionKind.lognormal:
    case DistributionKind.weibull:
      return { ...distribution, a: a / k };
  }
}
