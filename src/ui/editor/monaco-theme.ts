import type { editor } from 'monaco-editor/editor';

/** Monaco's colours from the page's own tokens, so that the editor is part of the page in light and dark. */
export function themeFromTokens(token: (name: string) => Colour): editor.IStandaloneThemeData {
  const surface = token('--surface').hex;
  const sunken = token('--sunken').hex;
  const line = token('--line').hex;
  const ink = token('--ink').hex;
  const quietInk = token('--ink-2').hex;
  const faintInk = token('--ink-3').hex;
  const accent = token('--accent').hex;
  const accentSoft = token('--accent-soft').hex;
  const good = token('--good').hex;

  return {
    base: token('--surface').lightness < 0.5 ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: ink },
      { token: 'type', foreground: accent },
      { token: 'string', foreground: good },
      // The base themes colour YAML's strings by a rule of their own.
      { token: 'string.yaml', foreground: good },
      { token: 'number', foreground: good },
      { token: 'keyword', foreground: token('--wait').hex },
      { token: 'operators', foreground: quietInk },
      { token: 'delimiter', foreground: quietInk },
      { token: 'comment', foreground: faintInk },
    ].map((rule) => ({ ...rule, foreground: rule.foreground.slice(1) })),
    colors: {
      'editor.background': surface,
      'editor.foreground': ink,
      'editor.lineHighlightBackground': sunken,
      'editor.lineHighlightBorder': '#00000000',
      'editor.selectionBackground': accentSoft,
      'editorLineNumber.foreground': faintInk,
      'editorLineNumber.activeForeground': ink,
      // that of an empty last line, which Monaco would draw fainter
      'editorLineNumber.dimmedForeground': faintInk,
      'editorCursor.foreground': ink,
      'editorIndentGuide.background1': line,
      'editorIndentGuide.activeBackground1': faintInk,
      'editorError.foreground': token('--bad').hex,
      'editorWarning.foreground': token('--warn').hex,
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
      'textLink.foreground': accent,
      'textLink.activeForeground': accent,
      focusBorder: accent,
    },
  };
}

export interface Colour {
  /** `#rrggbb`: what Monaco understands. */
  readonly hex: string;
  /** From 0 (black) to 1 (white), by the average channel. */
  readonly lightness: number;
}

/** Reads tokens as the browser resolves them at present: a token may be `light-dark(…)`, which only layout can decide. */
export function tokenReader(): (name: string) => Colour {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const computed = getComputedStyle(probe);
  queueMicrotask(() => probe.remove());
  return (name) => {
    probe.style.color = `var(${name})`;
    return parseColour(computed.color);
  };
}

/** Of a computed colour: `rgb(22, 34, 46)`. Anything else is black. */
export function parseColour(computed: string): Colour {
  const channels = (computed.match(/^rgba?\((\d+), (\d+), (\d+)/) ?? []).slice(1, 4).map(Number);
  const [red = 0, green = 0, blue = 0] = channels;
  const hex = [red, green, blue].map((channel) => channel.toString(16).padStart(2, '0')).join('');
  return { hex: `#${hex}`, lightness: (red + green + blue) / (3 * 255) };
}
