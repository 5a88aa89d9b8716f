/** How large everything on the drawing is, and how far apart, in CSS pixels at scale 1. */
export interface Measures {
  /** Whether a service says only what fits half the width of a phone. */
  readonly compact: boolean;
  readonly node: { readonly width: number; readonly height: number };
  readonly workload: { readonly width: number; readonly height: number };
  /** Room left of a service for its queue and, unless compact, the figure beside it. */
  readonly queueRoom: number;
  /** Room for a link that passes a row. */
  readonly lane: number;
  readonly columnGap: number;
  readonly rowGap: number;
  readonly firstRowGap: number;
  readonly margin: number;
}

/** For a screen with room: what is known of a service in full words. */
export const ROOMY: Measures = {
  compact: false,
  node: { width: 180, height: 98 },
  workload: { width: 156, height: 26 },
  queueRoom: 28,
  lane: 12,
  columnGap: 10,
  rowGap: 82,
  firstRowGap: 54,
  margin: 8,
};

/** For a phone: the same words as large, fewer of them and nearer together, two services side by side. */
export const COMPACT: Measures = {
  compact: true,
  node: { width: 146, height: 88 },
  workload: { width: 132, height: 24 },
  queueRoom: 17,
  lane: 8,
  columnGap: 6,
  rowGap: 42,
  firstRowGap: 17,
  margin: 6,
};
