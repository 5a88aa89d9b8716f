import { parse, stringify } from 'yaml';
import { compileScenario } from '../../../../src/scenario';
import type { Model } from '../../../../src/scenario/model';

/** What the examples of the guide are parts of. */
const SHOP = `scenario: The shop of the guide
workloads: { shoppers: { rate: 20/s, patience: 3s, journeys: { browse: { share: 100%, start: web.browse } } } }
services:
  web: { replicas: 2, workers: 16, queue: 64, endpoints: { browse: { work: 4ms, calls: [catalog.list] } } }
  catalog: { replicas: 3, workers: 8, queue: 64, endpoints: { list: { work: 20ms } } }
`;

/** The shop's model with a part of its scenario in place of its own; throws what the compiler says against it. */
export function shopWith(part: string): Model {
  const compiled = compileScenario(stringify(merged(parse(SHOP), parse(part))));
  if (!compiled.ok) throw new Error(compiled.problems.map(({ message }) => message).join('\n'));
  return compiled.value;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function merged(base: unknown, part: unknown): unknown {
  if (!isMap(base) || !isMap(part)) return part;
  const inside = Object.entries(part).map(([key, value]) => [key, key in base ? merged(base[key], value) : value]);
  return { ...base, ...Object.fromEntries(inside) };
}
