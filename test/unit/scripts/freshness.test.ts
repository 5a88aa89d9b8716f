import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { hashSources, isFresh, markBuilt } from '../../../scripts/lib/dist.mjs';
import { ensureInstalled, needsInstall } from '../../../scripts/lib/install.mjs';

let root: string;

beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'breakwater-fresh-'))));
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string, atSeconds = 1000): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
  utimesSync(join(root, file), atSeconds, atSeconds);
}

describe('dependencies', () => {
  const installed = 'node_modules/.package-lock.json';
  beforeEach(() => write('package-lock.json', '{}'));

  test('are installed where there are none', () => expect(needsInstall(root)).toBe(true));

  test('are installed again where an install was interrupted', () => {
    write('node_modules/d3/package.json', '{}', 2000);
    expect(needsInstall(root)).toBe(true);
  });

  test('are installed again once the lock file is newer', () => {
    write(installed, '{}', 999);
    expect(needsInstall(root)).toBe(true);
  });

  test('are left alone otherwise', () => {
    write(installed, '{}', 1001);
    expect(needsInstall(root)).toBe(false);
  });

  test('are never installed through a link, which would empty the folder behind it', async () => {
    const install = vi.fn(async () => {
      rmSync(join(root, 'node_modules/d3'), { recursive: true });
      return { code: 0 };
    });
    const said = vi.spyOn(console, 'error').mockReturnValue();
    write('elsewhere/d3/package.json', '{}');
    symlinkSync(join(root, 'elsewhere'), join(root, 'node_modules'), 'junction');

    expect(await ensureInstalled(root, install)).toBe(false);
    expect(install).not.toHaveBeenCalled();
    expect(existsSync(join(root, 'elsewhere/d3/package.json'))).toBe(true);
    expect(said.mock.lastCall?.[0]).toContain(join(root, 'elsewhere'));
    said.mockRestore();
  });

  test('may be linked to where they are complete', async () => {
    write('elsewhere/.package-lock.json', '{}', 1001);
    symlinkSync(join(root, 'elsewhere'), join(root, 'node_modules'), 'junction');
    expect(await ensureInstalled(root, async () => ({ code: 1 }))).toBe(true);
  });
});

describe('dist', () => {
  beforeEach(() => {
    write('src/app/main.ts', 'start();');
    write('lessons/first/lesson.md', '# First');
    write('dist/index.html', '<!doctype html>');
    markBuilt(root, hashSources(root));
  });

  test('is fresh once built', () => expect(isFresh(root)).toBe(true));

  test('stays fresh when a file is touched and not changed', () => {
    write('src/app/main.ts', 'start();', 9000);
    expect(isFresh(root)).toBe(true);
  });

  test.each(['src/app/main.ts', 'lessons/first/lesson.md', 'src/app/new.ts', 'package-lock.json'])(
    'is stale once %s is changed or added',
    (file) => {
      write(file, 'other');
      expect(isFresh(root)).toBe(false);
    },
  );

  test('is stale once a source is renamed', () => {
    renameSync(join(root, 'src/app/main.ts'), join(root, 'src/app/other.ts'));
    expect(isFresh(root)).toBe(false);
  });

  test('is stale once it is gone', () => {
    rmSync(join(root, 'dist'), { recursive: true });
    expect(isFresh(root)).toBe(false);
  });
});
