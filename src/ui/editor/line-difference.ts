/** One line of the difference between two texts; line numbers are 1-based, null where the line is not in that text. */
export interface DifferenceLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
  readonly before: number | null;
  readonly after: number | null;
}

/**
 * The shortest line-by-line way from one text to the other, by longest common subsequence. Time and room are the product
 * of the two line counts, which for policies of a few hundred lines is nothing.
 */
export function lineDifference(beforeText: string, afterText: string): DifferenceLine[] {
  const before = linesOf(beforeText);
  const after = linesOf(afterText);
  const common = commonLengths(before, after);
  const width = after.length + 1;

  const lines: DifferenceLine[] = [];
  let b = 0;
  let a = 0;
  while (b < before.length || a < after.length) {
    if (b < before.length && a < after.length && before[b] === after[a]) {
      lines.push({ kind: 'same', text: before[b]!, before: ++b, after: ++a });
    } else if (
      a === after.length ||
      (b < before.length && common[(b + 1) * width + a]! >= common[b * width + a + 1]!)
    ) {
      lines.push({ kind: 'removed', text: before[b]!, before: ++b, after: null });
    } else {
      lines.push({ kind: 'added', text: after[a]!, before: null, after: ++a });
    }
  }
  return lines;
}

/** Whether two texts have the same lines, a final line break aside. */
export const sameLines = (one: string, other: string): boolean => linesOf(one).join('\n') === linesOf(other).join('\n');

/** At b x (after.length + 1) + a: how many lines `before` from b on and `after` from a on have in common, in order. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array {
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let b = before.length - 1; b >= 0; b--) {
    for (let a = after.length - 1; a >= 0; a--) {
      lengths[b * width + a] =
        before[b] === after[a]
          ? lengths[(b + 1) * width + a + 1]! + 1
          : Math.max(lengths[(b + 1) * width + a]!, lengths[b * width + a + 1]!);
    }
  }
  return lengths;
}

function linesOf(text: string): string[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
