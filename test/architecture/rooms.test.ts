import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLI, inspect, ROOMS, type Violation } from './rules';

describe('the house', () => {
  test('keeps its rules', async () => {
    const { violations, files } = await inspect(process.cwd());
    expect(violations.map(({ rule, from, to }) => `${rule}: ${from} imports ${to}`)).toEqual([]);
    expect(files).toBeGreaterThan(ROOMS.length);
  });

  test('has no room outside the order', () => {
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const known: readonly string[] = [...ROOMS, CLI];
    expect(folders.map((folder) => folder.name).filter((name) => !known.includes(name))).toEqual([]);
  });
});

/** Each file of a small house with the one import that breaks a rule, and that rule. */
const BROKEN: readonly { file: string; imports: string; rule: string }[] = [
  ...ROOMS.flatMap((room, at) =>
    [...ROOMS.slice(at + 1), CLI].map((below) => ({
      file: `src/${room}/knows-${below}.ts`,
      imports: `import { name } from '../${below}/index';`,
      rule: `${room} imports only from rooms above it`,
    })),
  ),
  ...ROOMS.slice(ROOMS.indexOf('lab')).map((room) => ({
    file: `src/cli/knows-${room}.ts`,
    imports: `import { name } from '../${room}/index';`,
    rule: 'cli imports only from interop and the rooms above it',
  })),
  {
    file: 'src/kernel/knows-a-type.ts',
    imports: `import type { name } from '../engine/index';`,
    rule: 'kernel imports only from rooms above it',
  },
  {
    file: 'src/ui/Component.svelte',
    imports: `import { name } from '../app/index';`,
    rule: 'ui imports only from rooms above it',
  },
  {
    file: 'src/lab/reads-files.ts',
    imports: `import { readFileSync as name } from 'node:fs';`,
    rule: 'only cli knows Node',
  },
  { file: 'src/ui/starts.ts', imports: `import { name } from '../lab/worker';`, rule: 'only lab knows the worker' },
  {
    file: 'src/engine/tested.ts',
    imports: `import { name } from '../../test/helper';`,
    rule: 'the product does not import its tests',
  },
  {
    file: 'src/scenario/chicken.ts',
    imports: `import { name as other } from './egg'; export const name = other;`,
    rule: 'no import leads back to where it began',
  },
  {
    file: 'src/ui/eager.ts',
    imports: `import { name } from './editor/monaco';`,
    rule: 'Monaco is loaded only when an editor opens',
  },
  {
    file: 'src/ui/direct.ts',
    imports: `import { editor as name } from 'monaco-editor/editor';`,
    rule: 'Monaco is behind one module',
  },
  {
    file: 'src/lesson/lost.ts',
    imports: `import { name } from './nowhere';`,
    rule: 'every import of ours leads somewhere',
  },
];

/** What the broken files import, and imports that break nothing. */
const SOUND: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...ROOMS, CLI].map((room) => [`src/${room}/index.ts`, `export const name = '${room}';`])),
  'src/scenario/egg.ts': `export { name } from './chicken';`,
  'src/lab/worker.ts': `export const name = 'worker';`,
  'src/ui/editor/monaco.ts': `export const name = 'monaco';`,
  'src/ui/lazy.ts': `export const load = () => import('./editor/monaco');`,
  'src/app/knows-kernel.ts': `export { name } from '../kernel/index';`,
  'src/cli/knows-interop.ts': `export { name } from '../interop/index';`,
  'src/cli/knows-node.ts': `export { readFileSync } from 'node:fs';`,
  'test/helper.ts': `export const name = 'helper';`,
};

describe('a house that breaks a rule', () => {
  let root: string;
  let violations: readonly Violation[];

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'breakwater-house-'));
    const write = (file: string, text: string) => {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    };
    for (const [file, text] of Object.entries(SOUND)) write(file, text);
    for (const { file, imports } of BROKEN) {
      write(
        file,
        file.endsWith('.svelte') ? `<script lang="ts">${imports}</script>{name}` : `${imports}\nvoid name;\n`,
      );
    }
    ({ violations } = await inspect(root));
  });

  afterAll(() => rmSync(root, { recursive: true }));

  test.each(BROKEN)('is refused: $file, $rule', ({ file, rule }) => {
    expect(violations.filter((violation) => violation.from === file).map((violation) => violation.rule)).toContain(
      rule,
    );
  });

  test('is blamed for nothing else', () => {
    const blamed = new Set(violations.map((violation) => violation.from));
    const sound = Object.keys(SOUND).filter((file) => file !== 'src/scenario/egg.ts');
    expect(sound.filter((file) => blamed.has(file))).toEqual([]);
  });
});
