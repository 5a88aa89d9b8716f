import type { Edits } from './saved-work';

const MOST_EDITS = 200;

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
