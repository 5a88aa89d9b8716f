import { readdirSync, readFileSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { runnerImport } from 'vite';

const NAME = 'virtual:lessons';
const MARK = '\u0000';

/**
 * The lessons of a folder, read and checked when the page is built: a class needs no server to read them from, and the
 * page no time to. Exported by `virtual:lessons`.
 * @param {string} root
 * @returns {import('vite').Plugin}
 */
export function lessonsIn(root) {
  return {
    name: 'breakwater:lessons',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    async load(id) {
      if (id !== `\0${NAME}`) return null;
      /** @type {{ module: typeof import('../../src/lesson/read-lessons') }} */
      const { module } = await runnerImport('/src/lesson/read-lessons.ts', { configFile: false, logLevel: 'error' });
      /** @type {Map<string, Map<string, string>>} */
      const folders = new Map();
      for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
        const path = resolve(root, file);
        if (!file.includes(sep) || !statSync(path).isFile()) continue;
        this.addWatchFile(path);
        const [lesson = '', ...inside] = file.split(sep);
        const folder = folders.get(lesson) ?? new Map();
        folders.set(lesson, folder.set(inside.join('/'), readFileSync(path, 'utf8')));
      }
      return `export default ${asCode(module.readLessons(folders))};`;
    },
  };
}

/**
 * As JSON, which is code too, but for numbers that JSON has no word for.
 * @param {unknown} data
 */
export function asCode(data) {
  const json = JSON.stringify(data, (_key, value) =>
    typeof value === 'number' && !Number.isFinite(value) ? `${MARK}${value}` : value,
  );
  return json.replaceAll(/"\\u0000(-?Infinity|NaN)"/g, '$1');
}
