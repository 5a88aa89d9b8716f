import { suggestion } from '../check/nearest';

/*
 * A distribution in a line: its kind, then pairs of what is known and how much, as in `lognormal p50 8ms p99 90ms`. It
 * stands for the map with the same words, { lognormal: { p50: 8ms, p99: 90ms } }, which is what gets checked.
 */

/** Those that are given by plain pairs. */
const IN_A_LINE = ['uniform', 'exponential', 'erlang', 'gamma', 'lognormal', 'weibull', 'pareto', 'hyperexponential'];

const NUMBER = /^(\d+(\.\d+)?|\.\d+)$/;

const wordsOf = (text: string): string[] => text.trim().split(/\s+/);

/** The map that a line stands for; null if the text is no whole line. */
export function mapOfLine(text: string): Readonly<Record<string, unknown>> | null {
  const [kind, ...rest] = wordsOf(text);
  if (kind === 'constant') return rest.length === 1 ? { constant: rest[0] } : null;
  if (kind === undefined || !IN_A_LINE.includes(kind) || rest.length === 0 || rest.length % 2 === 1) return null;
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
  if (IN_A_LINE.includes(kind))
    return `After \`${kind}\` come pairs, each of them once, as in \`lognormal p50 8ms p99 90ms\`.`;
  if (kinds.includes(kind)) return `\`${kind}\` is no line but a map, such as { ${kind}: … }.`;
  if (rest.length === 0 || !/^\p{L}/u.test(kind)) return null;
  return `There is no distribution \`${kind.slice(0, 40)}\`${suggestion(kind, kinds, 'expected one of')}`;
}
