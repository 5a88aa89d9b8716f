/** @typedef {import('./constants.mjs').Node & { [key: string]: any }} Node */

/** Where a value is read, and nothing declared, assigned or handed on. */
const READ = {
  ArrayExpression: ['elements'],
  ArrowFunctionExpression: ['body'],
  AssignmentExpression: ['right'],
  AssignmentPattern: ['right'],
  BinaryExpression: ['left', 'right'],
  CallExpression: ['arguments'],
  ConditionalExpression: ['test', 'consequent', 'alternate'],
  LogicalExpression: ['left', 'right'],
  NewExpression: ['arguments'],
  Property: ['key', 'value'],
  PropertyDefinition: ['value'],
  ReturnStatement: ['argument'],
  SwitchCase: ['test'],
  TemplateLiteral: ['expressions'],
  VariableDeclarator: ['init'],
};

/**
 * Writes numbers in the place of names that stand for them: constants at the top level, and what is read by name from an
 * object there of which nothing else is ever asked. Compiled code holds the same numbers either way; but whether V8 writes
 * out a function in its callers depends on how long its bytecode is, and to look up a name takes several times as much.
 * @param {string} code of a module
 * @param {import('./constants.mjs').Node & { body: import('./constants.mjs').Node[] }} program
 * @returns {string}
 */
export function withNumbers(code, program) {
  const { numbers, objects } = namedNumbers(program);
  /** @type {{ node: Node, number: number, name: string }[]} */
  const found = [];
  /** Of a name that is used in any other way, or given twice, nothing is known. @type {Set<string>} */
  const doubtful = new Set();
  eachName(/** @type {Node} */ (program), (node, above) => {
    const { name } = node;
    if (!numbers.has(name) && !objects.has(name)) return;
    const parents = above.slice(-4).reverse();
    const [parent] = parents;
    if (parent === undefined) return;
    if (parent.type === 'VariableDeclarator' && parent.id === node && parents[2] === program) return;
    if (isAskedForAll(parent)) return;
    const held = objects.get(name);
    const number = held === undefined ? numbers.get(name) : held.get(memberOf(parent, node));
    const whole = held === undefined ? node : parent;
    const isRead = held === undefined ? isReadFrom(parents, node) : isReadFrom(parents.slice(1), parent);
    if (number !== undefined && isRead) found.push({ node: whole, number, name });
    else doubtful.add(name);
  });
  let rest = '';
  let at = 0;
  for (const { node, number, name } of found.sort((one, other) => one.node.start - other.node.start)) {
    if (doubtful.has(name)) continue;
    rest += code.slice(at, node.start) + (number < 0 ? `(${number})` : number);
    at = node.end;
  }
  return rest + code.slice(at);
}

/**
 * What constants at the top level hold, if that is a number, or an object of nothing but numbers.
 * @param {{ body: import('./constants.mjs').Node[] }} program
 */
function namedNumbers({ body }) {
  /** @type {Map<string, number>} */
  const numbers = new Map();
  /** @type {Map<string, Map<string, number>>} */
  const objects = new Map();
  for (const statement of /** @type {Node[]} */ (body)) {
    if (statement.type !== 'VariableDeclaration' || statement.kind !== 'const') continue;
    for (const { id, init } of /** @type {Node[]} */ (statement.declarations)) {
      const number = numberOf(init, numbers);
      if (id.type !== 'Identifier') continue;
      if (number !== undefined) numbers.set(id.name, number);
      else if (init.type === 'ObjectExpression' && hasNumbersOnly(init, numbers)) {
        const held = /** @type {Node[]} */ (init.properties).map(({ key, value }) => [
          key.name,
          numberOf(value, numbers),
        ]);
        objects.set(id.name, new Map(/** @type {[string, number][]} */ (held)));
      }
    }
  }
  return { numbers, objects };
}

/** @param {Node} object @param {Map<string, number>} numbers */
const hasNumbersOnly = ({ properties }, numbers) =>
  /** @type {Node[]} */ (properties).every(
    ({ type, computed, key, value }) =>
      type === 'Property' && !computed && key.type === 'Identifier' && numberOf(value, numbers) !== undefined,
  );

/**
 * @param {Node | null} node
 * @param {Map<string, number>} numbers by the names that they have
 * @returns {number | undefined}
 */
function numberOf(node, numbers) {
  if (node?.type === 'Identifier') return numbers.get(node.name);
  if (node?.type === 'Literal') return typeof node.value === 'number' && node.value < Infinity ? node.value : undefined;
  if (node?.type !== 'UnaryExpression' && node?.type !== 'BinaryExpression') return undefined;
  const left = node.type === 'UnaryExpression' ? 0 : numberOf(node.left, numbers);
  const right = numberOf(node.right ?? node.argument, numbers);
  const reckon = RECKONED[/** @type {keyof typeof RECKONED} */ (node.operator)];
  // What comes to 0 may be -0, which is written otherwise.
  return left === undefined || right === undefined ? undefined : reckon?.(left, right) || undefined;
}

const RECKONED = {
  '+': (/** @type {number} */ a, /** @type {number} */ b) => a + b,
  '-': (/** @type {number} */ a, /** @type {number} */ b) => a - b,
  '*': (/** @type {number} */ a, /** @type {number} */ b) => a * b,
  '/': (/** @type {number} */ a, /** @type {number} */ b) => a / b,
  '<<': (/** @type {number} */ a, /** @type {number} */ b) => a << b,
};

/** The name by which a member of this object is read. @param {Node} parent @param {Node} object */
const memberOf = (parent, object) =>
  parent.type === 'MemberExpression' && parent.object === object && !parent.computed ? parent.property.name : undefined;

/** An object may be asked for all that it holds: it stays the same. @param {Node} call */
const isAskedForAll = ({ type, callee }) =>
  type === 'CallExpression' &&
  callee.object?.name === 'Object' &&
  ['keys', 'values', 'entries'].includes(callee.property.name);

/** @param {readonly Node[]} parents nearest first @param {Node} child */
function isReadFrom([parent, beyond], child) {
  if (parent === undefined || beyond?.type === 'ObjectPattern') return false;
  const places = READ[/** @type {keyof typeof READ} */ (parent.type)] ?? [];
  return places.some((key) => parent[key] === child || (Array.isArray(parent[key]) && parent[key].includes(child)));
}

/**
 * Every name in the order of the code, but for those of members and properties, with what it lies in, nearest last.
 * @param {Node} program
 * @param {(node: Node, above: readonly Node[]) => void} visit
 */
function eachName(program, visit) {
  /** @type {Node[]} */
  const above = [];
  /** @param {Node} node */
  const walk = (node) => {
    if (node.type === 'Identifier') return visit(node, above);
    above.push(node);
    for (const key in node) {
      if ((key === 'property' || key === 'key') && !node.computed && !node.shorthand) continue;
      const value = node[key];
      if (typeof value !== 'object' || value === null) continue;
      if (!Array.isArray(value)) {
        if (value.type !== undefined) walk(value);
      } else for (const child of value) if (child?.type !== undefined) walk(child);
    }
    above.pop();
  };
  walk(program);
}
