/* What code in every language is put together from. */

/** Of its words: with a usual indentation, a line of about a hundred characters. */
const COMMENT_WIDTH = 88;

/** Spaces, and whatever ends a line in some language, which must not end a comment. */
const BETWEEN = / |[\n\v\f\r\u0085\u2028\u2029]+/u;

/** Words as comment lines, each beginning with `mark` after `indent`. */
export function comment(mark: string, words: string, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words.split(BETWEEN)) {
    if (line !== '' && line.length + 1 + word.length > COMMENT_WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((text) => `${indent}${mark} ${text}`.trimEnd());
}

/** A number for source code, without the dust of binary fractions. */
export const plain = (value: number): string => String(Number(value.toPrecision(12)));

export const seconds = (ms: number): string => plain(ms / 1000);

/** Text between quotes, in every language that writes strings as JSON does. */
export const quoted = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f\u0085\u2028\u2029]/gu,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
