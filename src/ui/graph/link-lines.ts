/** A line of words beside a link; `style` is its class. */
export interface Line {
  readonly words: string;
  readonly style: string;
}

/** Of a character, at most, in the drawing's units: all figures are as wide, and few other letters are wider. */
const CHARACTER = 7.2;

const widthOf = ({ words }: Line): number => words.length * CHARACTER;

/** Traffic and trouble as one line, so that with a breaker's words they keep to the height of the gap; where they do not fit, as two. */
export function joined(lines: readonly Line[], room: number): readonly Line[] {
  const said = lines.filter(({ words }) => words !== '');
  const last = said.at(-1);
  if (last === undefined || said.length < 2) return said;
  const one = { words: said.map(({ words }) => words).join(' · '), style: last.style };
  return widthOf(one) <= room ? [one] : said;
}

/** How far towards its link a line is moved so that no word of it is cut off at the edge of what is seen. */
export const movedIn = (line: Line, room: number): number => Math.max(0, widthOf(line) - room);
