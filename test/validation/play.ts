import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Engine } from '../../src/engine/engine';
import { compileScenario } from '../../src/scenario';
import type { Row } from './row';
import { rows } from './rows';

/** What one seed of one row is to measure. */
export interface Task {
  /** index among `rows` */
  readonly row: number;
  readonly seed: number;
  readonly form: Form;
  /** where the scenarios are */
  readonly folder: string;
}

export type Form = 'long' | 'short';

export const SEEDS: readonly number[] = Array.from({ length: 30 }, (_, index) => index + 1);

/** What each seed alone must show, in short a third of them show well enough. */
export const seedsOf = ({ figures }: Row, form: Form): readonly number[] =>
  form === 'short' && figures.every(({ rule }) => rule === 'every seed') ? SEEDS.slice(0, SEEDS.length / 3) : SEEDS;

export const lengthOf = (row: Row, form: Form): number => (form === 'long' ? row.lengthMs : row.shortLengthMs);

/** One value for each figure of the row. */
export default function play({ row: index, seed, form, folder }: Task): number[] {
  const row = rows[index]!;
  const file = join(folder, `${row.id}.yaml`);
  const compiled = compileScenario(readFileSync(file, 'utf8'));
  if (!compiled.ok) throw new Error(compiled.problems.map((p) => `${file}:${p.line}: ${p.message}`).join('\n'));
  return row.play(new Engine(compiled.value, seed), lengthOf(row, form));
}
