/** A text in which one place is marked, `«so»`, and that place: lines and columns from 1, the end exclusive. */
export function unmarked(marked: string): {
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
} {
  const from = marked.indexOf('«');
  const to = marked.indexOf('»') - 1;
  const before = marked.slice(0, from).split('\n');
  const column = before.at(-1)!.length + 1;
  return { text: marked.replace(/[«»]/g, ''), line: before.length, column, endColumn: column + to - from };
}

/** Replaces a part that is there exactly once. */
export function edited(text: string, part: string, by: string): string {
  if (text.split(part).length !== 2) throw new Error(`"${part}" is not there exactly once`);
  return text.replace(part, () => by);
}
