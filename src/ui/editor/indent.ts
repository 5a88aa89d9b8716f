const STEP = 2;

/**
 * How far a line begins that follows this text of a line of YAML. What belongs under a key stands a step further in, and
 * the key of a list item itself stands a step further in than its `-`.
 */
export function indentAfter(before: string): string {
  const own = before.length - before.trimStart().length;
  if (!/^[^#]*:\s*$/.test(before)) return ' '.repeat(own);
  return ' '.repeat(own + (/^\s*- /.test(before) ? 2 : 1) * STEP);
}
