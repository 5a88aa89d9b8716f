import { editor } from 'monaco-editor/editor';
import { themeFromTokens, tokenReader } from '../monaco-theme';

export const LANGUAGE = 'yaml';
const THEME = 'breakwater';

/** How every editor of the page looks and answers keys. */
export const LOOK: editor.IStandaloneEditorConstructionOptions = {
  // An editor and what it shows are two tasks.
  model: null,
  theme: THEME,
  automaticLayout: true,
  fontSize: 13,
  lineHeight: 21,
  fontLigatures: false,
  // Typed text arrives as typed: students copy indentation from an example more often than they need a bracket closed.
  autoClosingBrackets: 'never',
  autoClosingQuotes: 'never',
  autoSurround: 'never',
  quickSuggestions: { other: true, strings: true, comments: false },
  wordBasedSuggestions: 'off',
  minimap: { enabled: false },
  overviewRulerLanes: 0,
  hideCursorInOverviewRuler: true,
  scrollBeyondLastLine: false,
  lineNumbersMinChars: 3,
  folding: false,
  glyphMargin: false,
  wordWrap: 'on',
  wrappingIndent: 'indent',
  padding: { top: 12, bottom: 12 },
  renderLineHighlight: 'line',
  guides: { indentation: true, bracketPairs: false },
  unicodeHighlight: { ambiguousCharacters: false },
  fixedOverflowWidgets: true,
  smoothScrolling: false,
  cursorBlinking: 'solid',
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, alwaysConsumeMouseWheel: false },
};

export const monospaced = (): string => getComputedStyle(document.documentElement).getPropertyValue('--font-mono');

/** Takes the page's colour tokens over anew, after light became dark or back. */
export function refreshTheme(): void {
  editor.defineTheme(THEME, themeFromTokens(tokenReader()));
  editor.setTheme(THEME);
}
