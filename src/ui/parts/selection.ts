/** What is looked at, by its index in the model. */
export type Selection =
  | { readonly kind: 'service'; readonly index: number }
  | { readonly kind: 'link'; readonly index: number }
  | { readonly kind: 'workload'; readonly index: number };

export const sameSelection = (a: Selection | null, b: Selection | null): boolean =>
  a === b || (a !== null && b !== null && a.kind === b.kind && a.index === b.index);
