import type { ErrorCode } from 'yaml';

const WORDS: Partial<Record<ErrorCode, string>> = {
  BAD_INDENT:
    'The indentation does not fit: lines of one block begin in the same column. Or a bracket above is still open.',
  TAB_AS_INDENT: 'A tab cannot indent; use spaces.',
  MISSING_CHAR: 'Something is missing here: a `:` after a key, a `,` between items, or a closing bracket or quote.',
  UNEXPECTED_TOKEN: 'This does not fit here; a bracket, comma or quote too many or too few, perhaps.',
  BLOCK_AS_IMPLICIT_KEY:
    'A key with a block inside cannot stand on one line with another; put it on a line of its own.',
  BLOCK_IN_FLOW: 'Inside [ ] and { } everything is separated by commas; an indented block cannot stand there.',
  MULTILINE_IMPLICIT_KEY: 'A key must stand on one line and end with `:`.',
  TAG_RESOLVE_FAILED: 'Tags such as `!this` have no meaning here.',
  BAD_ALIAS: 'This alias cannot stand here; a `*` at the beginning of a text needs quotes.',
  BAD_SCALAR_START: 'A text cannot begin with this character; put it in quotes.',
  BAD_DQ_ESCAPE: 'This `\\` escape is not known inside double quotes.',
  KEY_OVER_1024_CHARS: 'This key is longer than 1024 characters.',
};

/** What a student can do about a syntax error of YAML. */
export const syntaxWords = (code: ErrorCode): string => WORDS[code] ?? 'This is not YAML as it can be read here.';
