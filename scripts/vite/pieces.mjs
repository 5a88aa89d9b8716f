import { basename } from 'node:path';

/**
 * @typedef {object} Program
 * @property {string} name
 * @property {string} entry the end of its first module's path; imported with `import()` after its pieces
 * @property {number} pieceBytes of source, about
 * @property {boolean} [first] needed at once: the page's HTML says what to fetch, for otherwise each part waits for the last
 */

/** @typedef {(id: string) => { importedIds: readonly string[], code: string | null } | null} ModuleInfoOf */

const VIRTUAL = 'virtual:pieces/';
const placeholder = (/** @type {string} */ name) => `__PIECES_OF_${name}__`;

/** One piece of a program, by its place among them. */
const pieceName = (/** @type {string} */ program, /** @type {number} */ at) => `${program}-${at}`;

/** The place of a piece among those of a program; NaN: it is none of them. */
const pieceNumber = (/** @type {string} */ program, /** @type {{ name: string }} */ { name }) =>
  name.startsWith(`${program}-`) ? Number(name.slice(program.length + 1)) : NaN;

/** @param {string} rel @param {string} fileName from the top of what is built */
const link = (rel, fileName) =>
  /** @type {const} */ ({ tag: 'link', attrs: { rel, crossorigin: true, href: `./${fileName}` }, injectTo: 'head' });

/**
 * The modules a module needs, itself included, in the order in which they are evaluated, but for the bundler's own.
 * @param {string} entry
 * @param {ModuleInfoOf} infoOf
 * @returns {string[]}
 */
export function inOrderOfEvaluation(entry, infoOf) {
  /** @type {Set<string>} */
  const met = new Set();
  /** @type {string[]} */
  const order = [];
  /** @param {string} id */
  const visit = (id) => {
    if (met.has(id) || id.startsWith('\0rolldown')) return;
    met.add(id);
    infoOf(id)?.importedIds.forEach(visit);
    order.push(id);
  };
  visit(entry);
  return order;
}

/**
 * Cuts an order of evaluation into pieces of about a size, none of which needs a later one: modules that need each other
 * stay together.
 * @param {readonly string[]} order
 * @param {ModuleInfoOf} infoOf
 * @param {{ pieceBytes: number }} how
 * @returns {string[][]}
 */
export function cutIntoPieces(order, infoOf, { pieceBytes }) {
  const place = new Map(order.map((id, at) => [id, at]));
  /** @type {string[][]} */
  const pieces = [[]];
  let bytes = 0;
  /** The last place that something already in the piece needs. */
  let needed = 0;
  for (const [at, id] of order.entries()) {
    const info = infoOf(id);
    const size = info?.code?.length ?? 0;
    if (bytes > 0 && bytes + size > pieceBytes && needed < at) {
      pieces.push([]);
      bytes = 0;
    }
    pieces.at(-1)?.push(id);
    bytes += size;
    for (const imported of info?.importedIds ?? []) needed = Math.max(needed, place.get(imported) ?? 0);
  }
  return pieces;
}

/**
 * A graph of modules is evaluated in one go, which for a large program blocks the page for long. This makes a file of each
 * piece of a program's modules, in their order of evaluation. `virtual:pieces/<name>` exports the addresses of the pieces:
 * imported one after another, each in a task of its own, they leave next to nothing to be evaluated to the program itself.
 * Where nothing is bundled the list is empty.
 * @param {readonly Program[]} programs a module that two of them need belongs to the first
 * @returns {import('vite').Plugin}
 */
export function inPieces(programs) {
  /** @type {Map<string, string>} */
  const pieceOf = new Map();
  let bundled = false;

  return {
    name: 'breakwater:pieces',
    config(_, { command }) {
      bundled = command === 'build';
      const name = (/** @type {string} */ id) => pieceOf.get(id) ?? null;
      const codeSplitting = { groups: [{ name, debugName: 'pieces', includeDependenciesRecursively: false }] };
      return { build: { rolldownOptions: { output: { codeSplitting } } } };
    },
    resolveId: (id) => (id.startsWith(VIRTUAL) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${VIRTUAL}`)) return null;
      return `export default ${bundled ? placeholder(id.slice(VIRTUAL.length + 1)) : '[]'};`;
    },
    buildEnd() {
      const infoOf = (/** @type {string} */ id) => this.getModuleInfo(id);
      const ids = [...this.getModuleIds()];
      const ofThePage = ids
        .filter((id) => this.getModuleInfo(id)?.isEntry)
        .flatMap((id) => inOrderOfEvaluation(id, infoOf));
      for (const program of programs) {
        const { name, entry } = program;
        const first = ids.find((id) => id.endsWith(entry));
        if (first === undefined) this.error(`No module is called ${entry}.`);
        const order = inOrderOfEvaluation(first, infoOf).filter(
          (id) => id !== first && !pieceOf.has(id) && !ofThePage.includes(id),
        );
        for (const [at, piece] of cutIntoPieces(order, infoOf, program).entries())
          for (const id of piece) pieceOf.set(id, pieceName(name, at));
      }
    },
    renderChunk(code, _chunk, _options, { chunks }) {
      const used = programs.filter(({ name }) => code.includes(placeholder(name)));
      if (used.length === 0) return null;
      let written = code;
      for (const { name } of used) {
        const files = Object.values(chunks)
          .filter((chunk) => pieceNumber(name, chunk) >= 0)
          .sort((a, b) => pieceNumber(name, a) - pieceNumber(name, b))
          .map(({ fileName }) => `new URL(${JSON.stringify(`./${basename(fileName)}`)}, import.meta.url).href`);
        written = written.replace(placeholder(name), `[${files.join(', ')}]`);
      }
      return written;
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const files = programs
          .filter(({ first }) => first)
          .flatMap(({ name, entry }) =>
            Object.values(bundle ?? {}).flatMap((file) =>
              file.type === 'chunk' && (pieceNumber(name, file) >= 0 || file.facadeModuleId?.endsWith(entry))
                ? [file]
                : [],
            ),
          );
        const sheets = new Set(files.flatMap((file) => [...(file.viteMetadata?.importedCss ?? [])]));
        return [
          ...files.map(({ fileName }) => link('modulepreload', fileName)),
          ...[...sheets].map((fileName) => link('stylesheet', fileName)),
        ].filter(({ attrs: { href } }) => !html.includes(href));
      },
    },
  };
}
