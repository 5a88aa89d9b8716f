import { LineCounter, parseDocument, type Document } from 'yaml';
import type { Diagnostic } from '../../kernel/diagnostic';
import { Places } from './places';
import { checkStructure } from './structure';
import { syntaxWords } from './syntax-words';

/** Far more than a scenario needs, and little enough to be answered at once. */
export const MAX_CHARACTERS = 200_000;

/** Text that could be read as YAML, whatever it says. */
export interface ReadDocument {
  /** Plain data; aliases written out. */
  readonly value: unknown;
  readonly places: Places;
}

/** The problems found leave the document readable, unless it is null. Never throws. */
export interface Reading {
  readonly document: ReadDocument | null;
  readonly problems: readonly Diagnostic[];
}

const START = { severity: 'error', path: '', line: 1, column: 1, endLine: 1, endColumn: 1 } as const;

const unreadable = (message: string): Reading => ({ document: null, problems: [{ ...START, message }] });

export function readDocument(text: string): Reading {
  if (text.length > MAX_CHARACTERS) return unreadable(`The document is longer than ${MAX_CHARACTERS} characters.`);
  const lines = new LineCounter();
  const document = parsed(text, lines);
  if (!document) return unreadable('This is nested too deeply to be read.');

  const places = new Places(text, document, lines);
  const syntax = [...document.errors, ...document.warnings];
  if (syntax.length > 0) {
    return {
      document: null,
      problems: syntax.map(({ code, pos }) => places.at(pos[0], pos[1], [], syntaxWords(code))),
    };
  }
  const { problems, fatal } = checkStructure(document.contents, places);
  if (fatal) return { document: null, problems };
  const value = plain(document);
  if (value === TOO_MANY_ALIASES) {
    return {
      document: null,
      problems: [...problems, { ...START, message: 'The aliases repeat too much; write the parts out.' }],
    };
  }
  return { document: { value, places }, problems };
}

/** Null if the nesting exhausts the parser's stack, which is the one way in which it throws. */
function parsed(text: string, lines: LineCounter): Document | null {
  try {
    return parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      schema: 'core',
      // Repeated keys are found by structure.ts, in time that does not grow with the square of their number.
      uniqueKeys: false,
      logLevel: 'silent',
    });
  } catch {
    return null;
  }
}

const TOO_MANY_ALIASES = Symbol('too many aliases');

function plain(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    return TOO_MANY_ALIASES;
  }
}
