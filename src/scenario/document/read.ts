import type { Document, ErrorCode } from 'yaml';
import type { Diagnostic } from '../../kernel/diagnostic';
import { tightColonWords } from './colon';
import { compose, MAX_CHARACTERS, MAX_LEVELS } from './compose';
import { Lines } from './lines';
import { Places } from './places';
import { checkStructure } from './structure';
import { syntaxWords } from './syntax-words';

const MOST_SYNTAX_ERRORS = 100;
const MAX_ALIAS_COUNT = 100;

/** Text that could be read as YAML, whatever it says. */
export interface ReadDocument {
  /** Plain data; aliases written out. */
  readonly value: unknown;
  readonly places: Places;
}

/** The problems found leave the document readable, unless it is null. */
export interface Reading {
  readonly document: ReadDocument | null;
  readonly problems: readonly Diagnostic[];
}

export function readDocument(text: string): Reading {
  const unreadable = (message: string, at = 0): Reading => ({
    document: null,
    problems: [new Places(lines, null).at(at, at + 1, [], message)],
  });
  const lines = new Lines(text);
  const composed = compose(text);
  if (composed.kind === 'too long') return unreadable(`The document is longer than ${MAX_CHARACTERS} characters.`);
  if (composed.kind === 'too deep')
    return unreadable(`This is nested more than ${MAX_LEVELS} levels deep.`, composed.token.offset);
  const { first: document, second } = composed;
  if (!document) return unreadable('The document is empty.');

  const places = new Places(lines, document);
  const problems = withoutSequels([...document.errors, ...document.warnings])
    .slice(0, MOST_SYNTAX_ERRORS)
    .map(({ code, pos }) => places.at(pos[0], pos[1], [], tightColonWords(lines.lineAt(pos[0])) ?? syntaxWords(code)));
  if (second) {
    const at = second.range[0];
    problems.push(
      places.at(at, at + 1, [], 'A second document begins here after `---` or `...`; only one can be read.'),
    );
  }
  if (problems.length > 0) return { document: null, problems };

  const structure = checkStructure(document.contents, places);
  if (structure.fatal) return { document: null, problems: structure.problems };
  const plain = plainData(document);
  if (!plain) return unreadable('The aliases repeat too much; write the parts out.');
  return { document: { value: plain.value, places }, problems: structure.problems };
}

/** A tab makes the lines around it unreadable too: what is wrong with those is told when it is gone. */
function withoutSequels<Found extends { readonly code: ErrorCode }>(found: readonly Found[]): readonly Found[] {
  const tabs = found.filter(({ code }) => code === 'TAB_AS_INDENT');
  return tabs.length > 0 ? tabs : found;
}

/** Null if aliases of aliases grow beyond measure, which is the one way in which this throws. */
export function plainData(document: Document): { readonly value: unknown } | null {
  try {
    return { value: document.toJS({ maxAliasCount: MAX_ALIAS_COUNT }) };
  } catch {
    return null;
  }
}
