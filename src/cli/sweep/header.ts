import { createHash } from 'node:crypto';
import { MODEL_VERSION } from '../../engine/recording';
import { formatDuration } from '../../kernel/units';
import { z } from '../../scenario/schema/z';
import { EXTRAS } from './measure';
import type { Axis } from './vary';

const axis = z.strictObject({
  address: z.string(),
  path: z.array(z.union([z.string(), z.number()])),
  values: z.array(z.strictObject({ text: z.string(), value: z.unknown() })).min(1),
}) satisfies z.ZodType<Axis>;

/** The first line of a file of results: what was asked for, all but the seeds being what makes it this sweep. */
export const sweepHeader = z.strictObject({
  format: z.literal('breakwater sweep 1'),
  /** 16 hexadecimal digits over what follows, but for names and seeds. */
  sweep: z.string(),
  scenario: z.string(),
  /** 16 hexadecimal digits over what the scenario says, comments left out. */
  scenarioDigest: z.string(),
  modelVersion: z.string(),
  forMs: z.number(),
  measure: z.array(z.enum(EXTRAS)),
  vary: z.array(axis),
  /** As `parseSeeds` reads them. */
  seeds: z.string(),
});

export type SweepHeader = z.output<typeof sweepHeader>;

type Asked = Pick<SweepHeader, 'scenario' | 'forMs' | 'measure' | 'seeds'> & { readonly axes: readonly Axis[] };

/** The header of a sweep of a scenario, given as plain data. */
export function headerOf(data: unknown, { scenario, forMs, measure, axes, seeds }: Asked): SweepHeader {
  const scenarioDigest = digestOf(data);
  const varied = axes.map(({ path, values }) => [path, values.map(({ value }) => value)]);
  return {
    format: 'breakwater sweep 1',
    sweep: digestOf([scenarioDigest, MODEL_VERSION, forMs, measure, varied]),
    scenario,
    scenarioDigest,
    modelVersion: MODEL_VERSION,
    forMs,
    measure,
    vary: axes.map(({ address, path, values }) => ({ address, path: [...path], values: [...values] })),
    seeds,
  };
}

const digestOf = (data: unknown): string =>
  createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 16);

/** In a few words, how the first sweep is another than the second; null where they may share a file. */
export function difference(one: SweepHeader, other: SweepHeader): string | null {
  if (one.sweep === other.sweep) return null;
  if (one.scenarioDigest !== other.scenarioDigest) return 'of a scenario that says something else';
  if (one.modelVersion !== other.modelVersion) return `of model version ${one.modelVersion}, not ${other.modelVersion}`;
  if (one.forMs !== other.forMs) return `over ${formatDuration(one.forMs)}, not ${formatDuration(other.forMs)}`;
  if (one.measure.join() !== other.measure.join()) return `measuring ${one.measure.join(' and ') || 'nothing more'}`;
  return `varying ${one.vary.map(axisText).join(' and ') || 'nothing'}`;
}

const axisText = ({ address, values }: Axis): string => `${address}=${values.map(({ text }) => text).join(',')}`;
