import type { editor } from 'monaco-editor/editor';

/** Monaco's colours from the page's own tokens (six-digit hex), so that the editor is part of the page in light and dark. */
export function themeFromTokens(tokenOf: (name: string, otherwise: string) => string): editor.IStandaloneThemeData {
  const surface = tokenOf('--surface', '#fffefb');
  const sunken = tokenOf('--sunken', '#efece5');
  const line = tokenOf('--line', '#ddd8cd');
  const ink = tokenOf('--ink', '#16222e');
  const quietInk = tokenOf('--ink-2', '#4d5b68');
  const faintInk = tokenOf('--ink-3', '#66737f');
  const accent = tokenOf('--accent', '#0b6785');
  const accentSoft = tokenOf('--accent-soft', '#d8ebf1');
  const good = tokenOf('--good', '#14746f');
  const wait = tokenOf('--wait', '#6a5acd');
  const bad = tokenOf('--bad', '#b3330f');
  const warn = tokenOf('--warn', '#a86400');

  return {
    base: isDark(surface) ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: bare(ink) },
      { token: 'type', foreground: bare(accent) },
      { token: 'string', foreground: bare(good) },
      { token: 'number', foreground: bare(good) },
      { token: 'keyword', foreground: bare(wait) },
      { token: 'operators', foreground: bare(quietInk) },
      { token: 'delimiter', foreground: bare(quietInk) },
      { token: 'comment', foreground: bare(faintInk) },
    ],
    colors: {
      'editor.background': surface,
      'editor.foreground': ink,
      'editor.lineHighlightBackground': sunken,
      'editor.lineHighlightBorder': '#00000000',
      'editor.selectionBackground': accentSoft,
      'editorLineNumber.foreground': faintInk,
      'editorLineNumber.activeForeground': ink,
      'editorCursor.foreground': ink,
      'editorIndentGuide.background1': line,
      'editorIndentGuide.activeBackground1': faintInk,
      'editorError.foreground': bad,
      'editorWarning.foreground': warn,
      'editorWidget.background': surface,
      'editorWidget.border': line,
      'editorHoverWidget.background': surface,
      'editorHoverWidget.border': line,
      'editorSuggestWidget.background': surface,
      'editorSuggestWidget.border': line,
      'editorSuggestWidget.foreground': ink,
      'editorSuggestWidget.highlightForeground': accent,
      'editorSuggestWidget.focusHighlightForeground': accent,
      'editorSuggestWidget.selectedBackground': accentSoft,
      'editorSuggestWidget.selectedForeground': ink,
      'input.background': surface,
      'input.border': line,
      focusBorder: accent,
    },
  };
}

const bare = (hex: string): string => hex.replace('#', '');

/** Whether a six-digit hex colour is nearer to black than to white, by its average channel. */
function isDark(hex: string): boolean {
  const channels = bare(hex)
    .match(/../g)
    ?.map((pair) => parseInt(pair, 16));
  if (channels === undefined || channels.length < 3) return false;
  return channels[0]! + channels[1]! + channels[2]! < 3 * 128;
}
