import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';

/** Beside the packages that the code imports. */
const FOLDER = join(process.cwd(), 'node_modules/.cache/breakwater/exported');
let files = 0;
const written: string[] = [];

afterAll(() => {
  for (const file of written.splice(0)) rmSync(file, { force: true });
});

/** A module with this code, evaluated anew. */
export async function loaded(code: string): Promise<Record<string, unknown>> {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${process.pid}-${files++}.mjs`);
  writeFileSync(file, code);
  written.push(file);
  return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Record<string, unknown>;
}
