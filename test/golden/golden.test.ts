import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MODEL_VERSION } from '../../src/engine/recording';
import digests from './digests.json';
import { digestOf, recordings } from './recordings';

/* A change that alters any of these runs must raise MODEL_VERSION and say why; `npm run golden` then writes them down. */

const ofThisVersion = (digests as Record<string, Record<string, string>>)[MODEL_VERSION] ?? {};

describe(`version ${MODEL_VERSION} of the model`, () => {
  it.each(Object.entries(recordings))('plays as it always did: %s', (name, recording) => {
    expect(digestOf(recording)).toBe(ofThisVersion[name]);
  });

  it('has no recording written down that is gone', () => {
    expect(Object.keys(ofThisVersion).sort()).toEqual(Object.keys(recordings).sort());
  });
});

it('every version of the model has its reason in MODEL.md', () => {
  const model = readFileSync(fileURLToPath(new URL('../../src/engine/MODEL.md', import.meta.url)), 'utf8');
  for (const version of Object.keys(digests)) expect(model).toMatch(new RegExp(`^- \\*\\*${version}\\*\\*: \\S`, 'm'));
});
