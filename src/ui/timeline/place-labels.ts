/** Words that want to stand at a place along a line. */
export interface Label {
  readonly x: number;
  readonly words: string;
}

export interface Placement {
  /** 0: the lowest. */
  readonly lane: number;
  /** Words to the left of `x` instead of to its right. */
  readonly flipped: boolean;
}

/** About right for the interface's font at 11.5 px; a little too wide rather than too narrow. */
const LETTER_WIDTH = 6.1;
const GAP = 8;
/** From a mark to its words; to the left of it there is a pointer between them, for what else the words stand beside is not theirs. */
const OFFSET = 5;
export const POINTER = 6;

/** From a mark to where its words begin, or, left of it, end. */
export const offsetOf = (flipped: boolean): number => (flipped ? -OFFSET - POINTER : OFFSET);

/**
 * Each label in the first lane in which it touches no other, or left out where there is no room: then only its mark is
 * drawn, and its words are in the log. Earlier in the list goes first.
 */
export function placeLabels<L extends Label>(labels: readonly L[], lanes: number, width: number): (L & Placement)[] {
  const taken: { from: number; to: number }[][] = Array.from({ length: lanes }, () => []);
  return labels.flatMap((label) => {
    const length = label.words.length * LETTER_WIDTH;
    const flipped = label.x + OFFSET + length > width;
    const from = label.x + offsetOf(flipped) - (flipped ? length : 0);
    if (from < 0) return [];
    const lane = taken.findIndex((row) =>
      row.every((other) => from > other.to + GAP || from + length < other.from - GAP),
    );
    if (lane < 0) return [];
    taken[lane]!.push({ from, to: from + length });
    return [{ ...label, lane, flipped }];
  });
}
