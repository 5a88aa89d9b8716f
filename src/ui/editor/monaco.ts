// The one way to Monaco, with the folder of its name. It is heavy, so nothing imports it but by `import()`, when an editor opens.
import { editor, KeyCode, KeyMod, Uri } from 'monaco-editor/editor';
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
import { text } from '../text';
import type { CodeHelp } from './code-help';
import { nextTask } from '../parts/tasks';
import { indentAfter } from './indent';
import { helpWith, toMarker } from './monaco/help';
import { LANGUAGE, LOOK, monospaced } from './monaco/look';
import { isMac } from './platform';

export { refreshTheme } from './monaco/look';
export { preparation } from './monaco/warm-up';

self.MonacoEnvironment = { getWorker: () => new EditorWorker() };

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

let opened = 0;

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
  helpWith(model, options.help);

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
