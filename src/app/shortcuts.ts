/** The keys that work anywhere in a lab, by what they do. */
export type ShortcutAction = 'play' | 'step' | 'test' | 'help';

const ACTION_OF: Readonly<Record<string, ShortcutAction>> = {
  ' ': 'play',
  '.': 'step',
  t: 'test',
  T: 'test',
  '?': 'help',
};

/** What a key asks for, or null: in a field it is text, on a control Space is that control's, and in a dialog nothing is. */
export function shortcutOf(event: KeyboardEvent): ShortcutAction | null {
  const action = ACTION_OF[event.key];
  if (action === undefined || event.defaultPrevented) return null;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(TYPED_IN) || target?.closest('dialog[open]')) return null;
  if (action === 'play' && target?.closest(PRESSED_WITH_SPACE)) return null;
  return action;
}

const TYPED_IN =
  'input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable], [role=textbox]';
const PRESSED_WITH_SPACE =
  'button, a, input, summary, [role=button], [role=tab], [role=slider], [role=menuitem], [role=option]';
