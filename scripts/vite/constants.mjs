/**
 * @typedef {object} Node
 * @property {string} type
 * @property {number} start
 * @property {number} end
 */

/**
 * For bundles in which the engine runs: what is declared as a constant stays one, and a declared function that is never
 * assigned becomes one. V8 trusts a constant, but of anything else it asks at every use whether it is still the same:
 * more than a tenth of all that the engine does. Numbers stand where names of constants were: whether V8 writes out a
 * function in its callers depends on how long its bytecode is, and to look up a name takes several times as much.
 * @returns {import('vite').Plugin}
 */
export function keepConstants() {
  return {
    name: 'keep-constants',
    options: (options) => ({
      ...options,
      optimization: { ...options.optimization, inlineConst: { mode: 'all', pass: 3 } },
    }),
    outputOptions: (options) => ({ ...options, topLevelVar: false }),
    renderChunk(code) {
      return { code: withConstantFunctions(code, /** @type {any} */ (this.parse(code))), map: null };
    },
  };
}

/**
 * Turns function declarations at the top level into constants, put before everything else: there they may be called as
 * early as those that were declared, and with all else they share a scope as before.
 * @param {string} code of a module
 * @param {Node & { body: Node[] }} program
 * @returns {string}
 */
export function withConstantFunctions(code, program) {
  const assigned = assignedIn(program);
  /** @type {string[]} */
  const functions = [];
  let rest = '';
  let at = 0;
  for (const node of program.body) {
    if (node.type !== 'FunctionDeclaration') continue;
    const { id } = /** @type {{ id: Node & { name: string } }} */ (/** @type {unknown} */ (node));
    if (assigned.has(id.name)) continue;
    // Without its own name, by which it would call itself through a binding of its own; it takes that of the constant.
    functions.push(`const ${id.name} = ${code.slice(node.start, id.start)}${code.slice(id.end, node.end)};\n`);
    rest += code.slice(at, node.start);
    at = node.end;
  }
  return functions.join('') + rest + code.slice(at);
}

/**
 * Every name that is assigned to somewhere, whatever it stands for there.
 * @param {Node} program
 * @returns {Set<string>}
 */
function assignedIn(program) {
  /** @type {Set<string>} */
  const names = new Set();
  /** @param {unknown} value */
  const note = (value) => {
    if (Array.isArray(value)) value.forEach(note);
    else if (isNode(value)) {
      if (value.type === 'Identifier') names.add(/** @type {{ name: string }} */ (/** @type {unknown} */ (value)).name);
      Object.values(value).forEach(note);
    }
  };
  /** @param {unknown} value */
  const visit = (value) => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isNode(value)) return;
    const { left, argument } = /** @type {{ left?: unknown, argument?: unknown }} */ (/** @type {unknown} */ (value));
    if (/^(AssignmentExpression|ForInStatement|ForOfStatement)$/.test(value.type)) note(left);
    if (value.type === 'UpdateExpression') note(argument);
    Object.values(value).forEach(visit);
  };
  visit(program);
  return names;
}

/** @param {unknown} value @returns {value is Node} */
const isNode = (value) => typeof value === 'object' && value !== null && 'type' in value;
