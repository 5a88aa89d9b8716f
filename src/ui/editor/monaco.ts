// The one module that knows Monaco. It is heavy, so nothing imports it but by `import()`, when an editor opens.
import { editor, KeyCode, KeyMod, languages, MarkerSeverity, Uri } from 'monaco-editor/editor';
import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/caretOperations/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/codicon/register';
import 'monaco-editor/features/comment/register';
import 'monaco-editor/features/contextmenu/register';
import 'monaco-editor/features/cursorUndo/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/folding/register';
import 'monaco-editor/features/gotoError/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/indentation/register';
import 'monaco-editor/features/linesOperations/register';
import 'monaco-editor/features/multicursor/register';
import 'monaco-editor/features/snippet/register';
// The entry named after suggestions has only their worker's half, and the one that has the list brings far more.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController';
import 'monaco-editor/features/wordHighlighter/register';
import 'monaco-editor/features/wordOperations/register';
import 'monaco-editor/languages/definitions/yaml/register';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import type { Diagnostic } from '../../kernel/diagnostic';
import type { Completion, Hover, Notes } from '../../scenario/assist';
import { addressOfChapter } from '../policies/kinds';
import { text } from '../text';
import type { CodeHelp } from './code-help';
import { nextTask } from '../parts/tasks';
import { indentAfter } from './indent';
import { themeFromTokens, tokenReader } from './monaco-theme';
import { isMac } from './platform';

self.MonacoEnvironment = { getWorker: () => new EditorWorker() };

const LANGUAGE = 'yaml';
const THEME = 'breakwater';

export interface CodeEditor {
  getText(): string;
  /** Replaces the text as one edit, which the editor's own undo can take back. */
  setText(text: string): void;
  showProblems(problems: readonly Diagnostic[]): void;
  reveal(at: { readonly line: number; readonly column: number }): void;
  focus(): void;
  dispose(): void;
}

export interface CodeEditorOptions {
  readonly text: string;
  /** Where the caret is in the plain textarea, as an offset into the text. */
  readonly caret: () => number;
  readonly label: string;
  readonly help: () => CodeHelp;
  readonly onText: (text: string) => void;
  /** Whether Tab leaves the editor; it indents unless that was switched. */
  readonly onTabLeaves: (leaves: boolean) => void;
}

const LOOK: editor.IStandaloneEditorConstructionOptions = {
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

/** What each open document may ask of its owner; the providers below are shared by all documents of the language. */
const helpOf = new WeakMap<editor.ITextModel, () => CodeHelp>();
let opened = 0;

const monospaced = (): string => getComputedStyle(document.documentElement).getPropertyValue('--font-mono');

/** What has to be done once before the first editor is opened, cut where it can be interrupted. */
export const preparation: readonly (() => void | Promise<unknown>)[] = [
  provideHelp,
  refreshTheme,
  // Brings the rules of the theme to the page, and the reader of the language.
  () => editor.colorize('', LANGUAGE, {}),
  // Measured before it is there, the font would have to be measured again.
  () => document.fonts?.load(`13px ${monospaced()}`).catch(() => []),
  findGlyphs,
  // Brings the services that answer keys.
  () => editor.addKeybindingRules([]),
  openOutOfSight,
];

/** Lays out once what Monaco measures of its font: some of it has to be sought in other fonts, which takes a while. */
function findGlyphs(): void {
  const words = document.createElement('span');
  words.inert = true;
  words.style.cssText = `position:fixed;visibility:hidden;font:13px/21px ${monospaced()}`;
  words.innerHTML = 'nｍ 0→￫·⸱|<i>|</i><b>|</b>';
  document.body.append(words);
  words.getBoundingClientRect();
  words.remove();
}

/**
 * An editor of a few words that nobody sees: what the first editor costs once only (most of its code is compiled when it
 * is first run) is then paid for, and the one that is asked for opens in shorter tasks.
 */
async function openOutOfSight(): Promise<void> {
  const host = document.createElement('div');
  host.hidden = true;
  document.body.append(host);
  const model = editor.createModel('policies:\n', LANGUAGE);
  await nextTask();
  const view = editor.create(host, { ...LOOK, fontFamily: monospaced(), dimension: { width: 240, height: 60 } });
  await nextTask();
  view.setModel(model);
  await nextTask();
  view.render(true);
  await nextTask();
  view.dispose();
  model.dispose();
  host.remove();
}

/** The page is laid out in a task of its own, for an editor measures its font as soon as it is there. */
async function laidOut(host: HTMLElement): Promise<void> {
  await nextTask();
  host.getBoundingClientRect();
  await nextTask();
}

/** Opens an editor, in several tasks; null: it is wanted no more. */
export async function openCodeEditor(
  host: HTMLElement,
  options: CodeEditorOptions,
  wanted: () => boolean,
): Promise<CodeEditor | null> {
  await nextTask();
  const model = editor.createModel(options.text, LANGUAGE, Uri.parse(`inmemory://breakwater/${opened++}.yaml`));
  model.updateOptions({
    tabSize: 2,
    insertSpaces: true,
    bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
  });
  helpOf.set(model, options.help);

  await laidOut(host);
  const view = wanted() ? editor.create(host, { ...LOOK, ariaLabel: options.label, fontFamily: monospaced() }) : null;
  await nextTask();
  if (view === null || !wanted()) {
    view?.dispose();
    model.dispose();
    return null;
  }
  view.setModel(model);
  await nextTask();
  view.setPosition(model.getPositionAt(options.caret()));

  const listening = model.onDidChangeContent(() => options.onText(model.getValue()));
  // Monaco's own rule puts what belongs under a list item beside it, and none at all after keys typed in haste.
  view.addAction({
    id: 'breakwater.enter',
    label: text.editor.newLine,
    keybindings: [KeyCode.Enter],
    keybindingContext: 'editorTextFocus && !suggestWidgetVisible && !editorHasMultipleSelections',
    run() {
      const selection = view.getSelection();
      if (selection === null) return;
      const line = model.getLineContent(selection.startLineNumber);
      const indent = indentAfter(line.slice(0, selection.startColumn - 1));
      view.pushUndoStop();
      view.executeEdits('breakwater', [{ range: selection, text: `\n${indent}`, forceMoveMarkers: true }]);
      view.pushUndoStop();
      const position = view.getPosition();
      if (position !== null) view.revealPosition(position);
    },
  });
  // Monaco's own switch is one for all editors and tells nobody how it stands; this one is the editor's, and tells.
  view.addAction({
    id: 'breakwater.tab',
    label: text.editor.switchTab,
    keybindings: [isMac ? KeyMod.WinCtrl | KeyMod.Shift | KeyCode.KeyM : KeyMod.CtrlCmd | KeyCode.KeyM],
    run() {
      const leaves = !view.getOption(editor.EditorOption.tabFocusMode);
      view.updateOptions({ tabFocusMode: leaves });
      options.onTabLeaves(leaves);
    },
  });

  return {
    getText: () => model.getValue(),
    setText(text) {
      if (text === model.getValue()) return;
      view.pushUndoStop();
      view.executeEdits('breakwater', [{ range: model.getFullModelRange(), text }]);
      view.pushUndoStop();
    },
    showProblems: (problems) => editor.setModelMarkers(model, 'breakwater', problems.map(toMarker)),
    reveal(at) {
      const position = { lineNumber: at.line, column: at.column };
      view.setPosition(position);
      view.revealPositionInCenterIfOutsideViewport(position);
      view.focus();
    },
    focus: () => view.focus(),
    dispose() {
      listening.dispose();
      view.dispose();
      model.dispose();
    },
  };
}

/** Takes the page's colour tokens over anew, after light became dark or back. */
export function refreshTheme(): void {
  editor.defineTheme(THEME, themeFromTokens(tokenReader()));
  editor.setTheme(THEME);
}

function provideHelp(): void {
  languages.registerCompletionItemProvider(LANGUAGE, {
    triggerCharacters: [' ', ':', '-', '{', ',', '>', '.'],
    provideCompletionItems(model, { lineNumber, column }) {
      const found = helpOf.get(model)?.().complete(model.getValue(), lineNumber, column) ?? [];
      return { suggestions: found.map(toCompletion) };
    },
  });
  languages.registerHoverProvider(LANGUAGE, {
    provideHover(model, { lineNumber, column }) {
      const found = helpOf.get(model)?.().hover(model.getValue(), lineNumber, column) ?? null;
      if (!found) return null;
      const parts = [
        `**${found.title}**`,
        ...(found.value === null ? [] : [found.value]),
        inWords(found),
        ...chapterLink(found),
      ];
      return { range: toRange(found), contents: parts.map((value) => ({ value })) };
    },
  });
}

/** To the guide's chapter, which opens beside the lab. */
function chapterLink({ policy }: Hover): string[] {
  const chapters: Readonly<Record<string, { readonly name: string }>> = text.policies.chapters;
  const chapter = policy === null ? undefined : chapters[policy];
  if (policy === null || chapter === undefined) return [];
  return [`[${text.policies.about(chapter.name)}](${new URL(addressOfChapter(policy), location.href).href})`];
}

const COMPLETION_KIND: Record<Completion['kind'], languages.CompletionItemKind> = {
  key: languages.CompletionItemKind.Property,
  value: languages.CompletionItemKind.Value,
  name: languages.CompletionItemKind.Reference,
};

function toCompletion(
  { label, kind, insert, notes, line, column, endColumn }: Completion,
  at: number,
): languages.CompletionItem {
  return {
    label,
    kind: COMPLETION_KIND[kind],
    insertText: insert,
    // Monaco sorts by name; the order they come in is the one that was thought about.
    sortText: String(at).padStart(4, '0'),
    range: { startLineNumber: line, endLineNumber: line, startColumn: column, endColumn },
    ...(notes && { documentation: { value: inWords(notes) } }),
  };
}

/** Notes as Markdown: what it is, then what it is measured in, what holds without it, whose it is, and who has it. */
function inWords({ definition, unit, default: otherwise, scope, libraries }: Notes): string {
  const { unit: unitWord, default: defaultWord, libraries: librariesWord } = text.editor.notes;
  const facts = [
    ...(unit === null ? [] : [unitWord(unit)]),
    ...(otherwise === null ? [] : [defaultWord(otherwise)]),
    ...(scope === null ? [] : [scope]),
    ...(libraries.length === 0 ? [] : [librariesWord(libraries)]),
  ];
  return [definition, ...facts].join('\n\n');
}

function toMarker(problem: Diagnostic): editor.IMarkerData {
  return {
    severity: problem.severity === 'error' ? MarkerSeverity.Error : MarkerSeverity.Warning,
    message: problem.message,
    startLineNumber: problem.line,
    startColumn: problem.column,
    endLineNumber: problem.endLine,
    endColumn: problem.endColumn,
  };
}

const toRange = ({ line, column, endLine, endColumn }: Hover) => ({
  startLineNumber: line,
  startColumn: column,
  endLineNumber: endLine,
  endColumn,
});
