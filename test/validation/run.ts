/**
 * `npm run validate`: plays every row of the table with seeds 1 to 30, prints what theory expects beside what the engine
 * measured, and writes it where the documentation and the page show it. Exits with 1 if a row does not hold.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import Tinypool from 'tinypool';
import { MODEL_VERSION } from '../../src/engine/recording';
import type { Validation, ValidationRow } from '../../src/ui/trust/validation';
import { bundlePlay } from './bundle';
import { SEEDS, seedsOf, type Form, type Task } from './play';
import { rows } from './rows';
import { judge } from './verdict';
import { documentOf, lineOf, HEADING } from './words';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const DOCUMENT = at('../../src/engine/VALIDATION.md');
const TABLE = at('../../src/ui/trust/validation.json');

const form: Form = process.argv.includes('--short') ? 'short' : 'long';
const only = process.argv.slice(2).filter((word) => !word.startsWith('--'));

const pool = new Tinypool({ filename: await bundlePlay(), maxThreads: availableParallelism() });
const folder = at('./scenarios');
const started = performance.now();

console.log(HEADING);
const chosen = rows.flatMap((row, index) => (only.length === 0 || only.includes(row.id) ? [{ row, index }] : []));
const verdicts = await Promise.all(
  chosen.map(async ({ row, index }) => {
    const samples = seedsOf(row, form).map((seed) => pool.run({ row: index, seed, form, folder } satisfies Task));
    const judged = judge(row, form, (await Promise.all(samples)) as number[][]);
    for (const verdict of judged) console.log(lineOf(verdict));
    return judged;
  }),
).then((all) => all.flat());
await pool.destroy();

const failed = verdicts.filter((verdict) => !verdict.holds).length;
const minutes = ((performance.now() - started) / 60_000).toFixed(1);
console.log(`\n${verdicts.length - failed} hold, ${failed} do not; seeds 1 to ${SEEDS.length}, ${minutes} min`);
if (failed > 0) process.exitCode = 1;
if (form === 'long' && only.length === 0) await write(verdicts);

async function write(table: readonly ValidationRow[]): Promise<void> {
  const options = (file: string) => resolveConfig(file).then((config) => ({ ...config, filepath: file }));
  const validation: Validation = { modelVersion: MODEL_VERSION, seeds: SEEDS.length, rows: table };
  writeFileSync(TABLE, await format(JSON.stringify(validation), await options(TABLE)));
  writeFileSync(DOCUMENT, await format(documentOf(table, MODEL_VERSION, SEEDS.length), await options(DOCUMENT)));
}
