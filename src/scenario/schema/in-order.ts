import type { z } from './z';

/** Reports every item of a list that does not come late enough after the one above it. */
export const inOrder =
  (message: string, isTooEarly: (atMs: number, beforeMs: number) => boolean) =>
  (list: readonly { readonly at: number }[], context: z.RefinementCtx): void => {
    list.forEach(({ at }, index) => {
      const before = list[index - 1];
      if (before !== undefined && isTooEarly(at, before.at))
        context.addIssue({ code: 'custom', path: [index, 'at'], message });
    });
  };

export const stepsInOrder = inOrder('A step must begin after the one before it.', (atMs, beforeMs) => atMs <= beforeMs);
