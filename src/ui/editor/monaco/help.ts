import { languages, MarkerSeverity, type editor } from 'monaco-editor/editor';
import type { Diagnostic } from '../../../kernel/diagnostic';
import type { Completion, Hover, Notes } from '../../../scenario/assist';
import { addressOfChapter } from '../../policies/kinds';
import { text } from '../../text';
import type { CodeHelp } from '../code-help';
import { LANGUAGE } from './look';

/** What each open document may ask of its owner; the providers below are shared by all documents of the language. */
const helpOf = new WeakMap<editor.ITextModel, () => CodeHelp>();

export function helpWith(model: editor.ITextModel, help: () => CodeHelp): void {
  helpOf.set(model, help);
}

/** Once for all editors. */
export function provideHelp(): void {
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
        // The way to the chapter stands at the top: a card is low, and what is long on it is scrolled.
        [`**${found.title}**`, ...chapterLink(found)].join(' · '),
        ...(found.value === null ? [] : [found.value]),
        inWords(found),
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

/** Notes as Markdown: what it is, then what it is measured in or holds, what applies without it, whose it is, and who has it. */
function inWords({ definition, unit, holds, default: otherwise, scope, libraries }: Notes): string {
  const words = text.editor.notes;
  const facts = [
    ...(unit === null ? [] : [words.unit(unit)]),
    ...(holds === null ? [] : [words.holds(holds)]),
    ...(otherwise === null ? [] : [words.default(otherwise)]),
    ...(scope === null ? [] : [words.scope(scope)]),
    ...(libraries.length === 0 ? [] : [words.libraries(libraries)]),
  ];
  return [definition, facts.join('  \n')].filter((part) => part !== '').join('\n\n');
}

export function toMarker(problem: Diagnostic): editor.IMarkerData {
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
