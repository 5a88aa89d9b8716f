import { suggestion } from '../check/nearest';

/*
 * A distribution in a line: its kind, then pairs of what is known and how much, as in `lognormal p50 8ms p99 90ms`. It
 * stands for the map with the same words, { lognormal: { p50: 8ms, p99: 90ms } }, which is what gets checked.
 */

/** Those that are given by plain pairs, with an example of each. */
const IN_A_LINE = new Map([
  ['uniform', 'uniform from 2ms to 8ms'],
  ['exponential', 'exponential mean 4ms'],
  ['erlang', 'erlang mean 8ms k 4'],
  ['gamma', 'gamma mean 8ms cv 0.5'],
  ['lognormal', 'lognormal p50 8ms p99 90ms'],
  ['weibull', 'weibull p50 8ms p99 90ms'],
  ['pareto', 'pareto min 2ms max 5s shape 1.2'],
  ['hyperexponential', 'hyperexponential mean 8ms cv 2'],
]);

const NUMBER = /^(\d+(\.\d+)?|\.\d+)$/;

const wordsOf = (text: string): string[] => text.trim().split(/\s+/);

/** The map that a line stands for; null if the text is no whole line. */
export function mapOfLine(text: string): Readonly<Record<string, unknown>> | null {
  const [kind, ...rest] = wordsOf(text);
  if (kind === 'constant') return rest.length === 1 ? { constant: rest[0] } : null;
  if (kind === undefined || !IN_A_LINE.has(kind) || rest.length === 0 || rest.length % 2 === 1) return null;
  const names = rest.filter((_, index) => index % 2 === 0);
  if (new Set(names).size < names.length) return null;
  const value = (index: number): unknown => {
    const word = rest[2 * index + 1]!;
    return NUMBER.test(word) ? Number(word) : word;
  };
  return { [kind]: Object.fromEntries(names.map((name, index) => [name, value(index)])) };
}

/** What is wrong with a text that is no whole line, if it was meant to be one. */
export function lineProblem(text: string, kinds: readonly string[]): string | null {
  const [kind = '', ...rest] = wordsOf(text);
  if (kind === 'constant') return 'A constant has one duration, such as `constant 3ms`.';
  const example = IN_A_LINE.get(kind);
  if (example !== undefined) return `After \`${kind}\` come pairs, each of them once, as in \`${example}\`.`;
  if (kinds.includes(kind)) return `\`${kind}\` is no line but a map, such as { ${kind}: … }.`;
  if (rest.length === 0 || !/^\p{L}/u.test(kind)) return null;
  return `There is no distribution \`${kind.slice(0, 40)}\`${suggestion(kind, kinds, 'expected one of')}`;
}
