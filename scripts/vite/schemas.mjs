import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { runnerImport } from 'vite';

/** What the editor and the checks know of every key. */
export const SCHEMAS = /\/src\/scenario\/schema\/(scenario|fault|policy)-schema\.ts$/;

/**
 * Modules of which each exports one constant of plain data that takes long to make, made when the page or the
 * command line is built, which only read it. Where nothing is bundled the modules stay as they are.
 * @param {RegExp} which of them, by their path
 * @returns {import('vite').Plugin}
 */
export function madeAhead(which) {
  return {
    name: 'breakwater:made-ahead',
    apply: 'build',
    async load(id) {
      if (!which.test(id)) return null;
      /** @type {{ module: Readonly<Record<string, unknown>> }} */
      const { module } = await runnerImport(id, { configFile: false, logLevel: 'error' });
      const [[name, data] = ['', null], ...others] = Object.entries(module);
      const json = JSON.stringify(data);
      if (others.length > 0 || !isDeepStrictEqual(JSON.parse(json), data)) {
        this.error(`${basename(id)} is more than one constant of plain data.`);
      }
      // Text is read faster than code.
      return `export const ${name} = JSON.parse(${JSON.stringify(json)});`;
    },
  };
}
