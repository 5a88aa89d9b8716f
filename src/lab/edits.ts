import type { Edits } from './saved-work';

const MOST_EDITS = 200;

/** What can be done to the text in an editor. */
export type EditEvent =
  /** `continues`: part of the same stroke of typing as the edit before. */
  | { readonly type: 'edited'; readonly text: string; readonly continues: boolean }
  | { readonly type: 'undone' }
  | { readonly type: 'redone' }
  /** Back to the text it starts with; can be undone. */
  | { readonly type: 'text reset' };

/** The text, and those before and after it, once that was done; `start` is the text it starts with. */
export function editsAfter(edits: Edits, event: EditEvent, start: string): Edits {
  switch (event.type) {
    case 'edited':
      return edit(edits, event.text, event.continues);
    case 'undone':
      return undo(edits);
    case 'redone':
      return redo(edits);
    case 'text reset':
      return edit(edits, start, false);
  }
}

/**
 * The editor's text became this one. While one stroke of typing goes on (`continues`), it replaces the text; otherwise the
 * text before can be returned to.
 */
export function edit(edits: Edits, text: string, continues: boolean): Edits {
  if (text === edits.text) return edits;
  if (continues) return { ...edits, text, future: [] };
  return { past: [...edits.past, edits.text].slice(-MOST_EDITS), text, future: [] };
}

/** Back to the text before; unchanged if there is none. */
export function undo({ past, text, future }: Edits): Edits {
  const before = past[past.length - 1];
  if (before === undefined) return { past, text, future };
  return { past: past.slice(0, -1), text: before, future: [text, ...future] };
}

/** Forward to the text that was undone last; unchanged if there is none. */
export function redo({ past, text, future }: Edits): Edits {
  const after = future[0];
  if (after === undefined) return { past, text, future };
  return { past: [...past, text], text: after, future: future.slice(1) };
}
