import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MODEL_VERSION } from '../../src/engine/recording';
import shown from '../../src/ui/trust/validation.json';
import { bundlePlay } from './bundle';
import type Play from './play';
import { seedsOf } from './play';
import { rows } from './rows';
import { judge } from './verdict';

/* The short form of `npm run validate`: the same rule over shorter runs, so with wider intervals, and over fewer seeds where
   each stands for itself. */

const { default: play } = (await import(/* @vite-ignore */ await bundlePlay())) as { default: typeof Play };
const folder = fileURLToPath(new URL('./scenarios', import.meta.url));

describe.each(rows.map((row, index) => ({ row, index, model: row.model })))('$model', ({ row, index }) => {
  it('is reproduced', () => {
    const samples = seedsOf(row, 'short').map((seed) => play({ row: index, seed, form: 'short', folder }));
    expect(judge(row, 'short', samples).filter((verdict) => !verdict.holds)).toEqual([]);
  });
});

it('the table that the page shows is of this version of the model, and of all these rows', () => {
  expect(shown.modelVersion).toBe(MODEL_VERSION);
  const figures = rows.flatMap((row) => row.figures.map((figure) => `${row.model}: ${figure.name}`));
  expect(shown.rows.map(({ model, figure }) => `${model}: ${figure}`)).toEqual(figures);
  expect(shown.rows.filter(({ holds }) => !holds)).toEqual([]);
});
