import { Composer, Parser, type Document } from 'yaml';
import type { Diagnostic } from '../../kernel/diagnostic';
import { Lines } from './lines';
import { tooDeep } from './nesting';
import { Places } from './places';
import { checkStructure } from './structure';
import { syntaxWords } from './syntax-words';

/** Far more than a scenario needs, and little enough to be answered at once. */
export const MAX_CHARACTERS = 100_000;
const MOST_SYNTAX_ERRORS = 100;
const MAX_LEVELS = 30;
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
  if (text.length > MAX_CHARACTERS) return unreadable(`The document is longer than ${MAX_CHARACTERS} characters.`);

  const tokens = [...new Parser().parse(text)];
  const deep = tooDeep(tokens, MAX_LEVELS);
  if (deep) return unreadable(`This is nested more than ${MAX_LEVELS} levels deep.`, deep.offset);
  // Repeated keys are found by structure.ts, in time that does not grow with the square of their number.
  const composer = new Composer({ schema: 'core', resolveKnownTags: false, prettyErrors: false, uniqueKeys: false });
  const [document, another] = composer.compose(tokens, true, text.length);
  if (!document) return unreadable('The document is empty.');

  const places = new Places(lines, document);
  const problems = [...document.errors, ...document.warnings]
    .slice(0, MOST_SYNTAX_ERRORS)
    .map(({ code, pos }) => places.at(pos[0], pos[1], [], syntaxWords(code)));
  if (another) {
    const at = another.range[0];
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

/** Null if aliases of aliases grow beyond measure, which is the one way in which this throws. */
function plainData(document: Document): { readonly value: unknown } | null {
  try {
    return { value: document.toJS({ maxAliasCount: MAX_ALIAS_COUNT }) };
  } catch {
    return null;
  }
}
