import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/ui/theme/tokens.css', 'utf8');

/** The two values of a token: light, dark. */
function token(name: string): readonly [string, string] {
  const found = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css);
  if (found === null) throw new Error(`There is no colour --${name}.`);
  return [found[1]!, found[2]!];
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

const GROUNDS = ['paper', 'surface', 'sunken'];
const pairs: [string, string][] = [
  ...['ink', 'ink-2', 'ink-3', 'accent', 'good', 'wait', 'warn', 'bad'].flatMap((ink) =>
    GROUNDS.map((ground): [string, string] => [ink, ground]),
  ),
  ...['accent', 'good', 'wait', 'warn', 'bad'].map((tone): [string, string] => [tone, `${tone}-soft`]),
  ...['accent-soft', 'good-soft', 'wait-soft', 'warn-soft', 'bad-soft'].map((soft): [string, string] => ['ink', soft]),
  ['on-accent', 'accent'],
];

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('in the %s theme', (_, theme) => {
  it.each(pairs)('%s can be read on %s (WCAG AA)', (ink, ground) => {
    expect(contrast(token(ink)[theme], token(ground)[theme])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['paper', 'surface', 'sunken'])('outlines of controls stand out from %s', (ground) => {
    expect(contrast(token('line-strong')[theme], token(ground)[theme])).toBeGreaterThanOrEqual(3);
  });
});
