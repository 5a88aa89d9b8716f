/**
 * `npm run golden`: writes down the digests of the golden recordings for a new version of the model. What is written down
 * for a version stays: a run that differs under the same version is a fault, not news.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MODEL_VERSION } from '../../src/engine/recording';
import { digestOf, recordings } from './recordings';

const FILE = fileURLToPath(new URL('./digests.json', import.meta.url));

/** By version of the model, then by name of the recording. */
const digests = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Record<string, string>>;
const known = (digests[MODEL_VERSION] ??= {});
for (const [name, recording] of Object.entries(recordings)) {
  const digest = digestOf(recording);
  if (known[name] === undefined) console.log(`${name}: ${(known[name] = digest)}`);
  else if (known[name] !== digest) {
    console.error(
      `${name}: another run than version ${MODEL_VERSION} had. Raise MODEL_VERSION and say why in MODEL.md.`,
    );
    process.exitCode = 1;
  }
}
writeFileSync(FILE, `${JSON.stringify(digests, null, 2)}\n`);
