import { parseDuration } from '../../kernel/units';
import { ENDS, type End, type ScriptedSource, type TrySource } from './scripted';
import { z } from './z';

/*
 * A script as lines of text, such as another program writes: first what the columns are and their units, then an arrival
 * in each line. A line without an instant is what the next try of the arrival above meets.
 */

export const MOST_SCRIPTED = 10_000;
/** More problems than these nobody reads. */
const MOST_PROBLEMS = 20;
const SUCH = 'a line such as `at ms, takes ms, ends`';
const HEADER = /^at (ms|s|min|h) ?, ?takes (ms|s|min|h) ?, ?ends( ?, ?start)?$/;
const PLAIN = /^\d+(?:\.\d+)?$/;

/** What is wrong with a line; from 0, as in the text. */
interface LineProblem {
  readonly line: number;
  readonly message: string;
}

interface Columns {
  readonly atUnit: string;
  readonly takesUnit: string;
  readonly count: number;
}

/** A line as read: an arrival where it has an instant, else a later try. */
interface Row extends TrySource {
  readonly atMs: number | null;
  readonly start: string | null;
}

function readScript(text: string): { readonly script: readonly ScriptedSource[]; readonly problems: LineProblem[] } {
  const lines = text.split('\n').map((line) => line.trim());
  const first = lines.findIndex((line) => line !== '');
  const columns = HEADER.exec(lines[first] ?? '');
  if (first < 0 || columns === null) {
    const message = `The first line says what the columns are and their units: ${SUCH}, perhaps with \`, start\` after it; units are ms, s, min and h.`;
    return { script: [], problems: [{ line: Math.max(0, first), message }] };
  }
  const units = { atUnit: columns[1]!, takesUnit: columns[2]!, count: columns[3] === undefined ? 3 : 4 };
  const script: (ScriptedSource & { readonly tries: TrySource[] })[] = [];
  const problems: LineProblem[] = [];
  for (let line = first + 1; line < lines.length && problems.length < MOST_PROBLEMS; line++) {
    if (lines[line] === '') continue;
    const row = readLine(lines[line]!, units);
    const above = script.at(-1);
    if (typeof row === 'string') problems.push({ line, message: row });
    else if (row.atMs === null) {
      if (above === undefined)
        problems.push({ line, message: 'A line without an instant is a later try of one above.' });
      else above.tries.push({ takesMs: row.takesMs, ends: row.ends });
    } else if (above !== undefined && row.atMs < above.atMs) {
      problems.push({ line, message: 'An arrival must not come before the one above it.' });
    } else if (script.length === MOST_SCRIPTED) {
      problems.push({ line, message: `There are more than ${MOST_SCRIPTED} arrivals.` });
      break;
    } else {
      const { atMs, start, takesMs, ends } = row;
      script.push({ place: line, atMs, start, tries: [{ takesMs, ends }] });
    }
  }
  if (script.length === 0 && problems.length === 0)
    problems.push({
      line: first,
      message: 'There is nothing below this line; expected lines such as `0, 20, failure`.',
    });
  return { script, problems };
}

function readLine(line: string, { atUnit, takesUnit, count }: Columns): Row | string {
  const cells = line.split(',').map((cell) => cell.trim());
  const [at = '', takes = '', ends = '', start = ''] = cells;
  const isLater = at === '';
  if (cells.length !== count || (!isLater && !PLAIN.test(at)) || !PLAIN.test(takes))
    return `\`${line.slice(0, 40)}\` is not an arrival; expected ${count} cells such as \`0, 20, failure${count === 4 ? ', buy' : ''}\`.`;
  if (!isEnd(ends)) return `\`${ends.slice(0, 40)}\` is no way to end; expected one of ${ENDS.join(', ')}.`;
  const takesMs = parseDuration(`${takes}${takesUnit}`);
  if (!takesMs.ok) return takesMs.message;
  if (isLater) return { atMs: null, takesMs: takesMs.value, ends, start: null };
  const atMs = parseDuration(`${at}${atUnit}`);
  if (!atMs.ok) return atMs.message;
  return { atMs: atMs.value, takesMs: takesMs.value, ends, start: start === '' ? null : start };
}

const isEnd = (text: string): text is End => (ENDS as readonly string[]).includes(text);

export const scriptText = z
  .string()
  .transform((text, context): readonly ScriptedSource[] => {
    const { script, problems } = readScript(text);
    for (const { line, message } of problems) context.addIssue({ code: 'custom', path: [line], message });
    return problems.length > 0 ? z.NEVER : script;
  })
  .meta({ expected: `arrivals, one in a line, after ${SUCH}` });
