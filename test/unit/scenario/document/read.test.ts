import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../../src/scenario/document/read';
import { unmarked } from '../marked';

const CASES: Readonly<Record<string, readonly [text: string, message: string]>> = {
  'a tab that indents': ['a:\n«\t»b: 1', 'A tab cannot indent; use spaces.'],
  'a tab that indents a list under a key': ['a:\n  b:\n«\t»- c: 1', 'A tab cannot indent; use spaces.'],
  'a bracket left open': [
    'a: [1, 2«»',
    'The indentation does not fit: lines of one block begin in the same column. Or a bracket above is still open.',
  ],
  'indentation that goes astray': [
    'a:\n    b: 1\n« » c: 2',
    'The indentation does not fit: lines of one block begin in the same column. Or a bracket above is still open.',
  ],
  'a quote left open': [
    'a: "b«»',
    'Something is missing here: a `:` after a key, a `,` between items, or a closing bracket or quote.',
  ],
  'a bracket too many': [
    'a: [1]«]»',
    'This does not fit here; a bracket, comma or quote too many or too few, perhaps.',
  ],
  'a key without a colon': [
    'a: 1\n«b»\nc: 2',
    'Something is missing here: a `:` after a key, a `,` between items, or a closing bracket or quote.',
  ],
  'two keys on a line': [
    'a: «b»: 1',
    'A key with a block inside cannot stand on one line with another; put it on a line of its own.',
  ],
  'a key that is there twice': ['a: 1\n«a»: 2', '`a` is here twice; keep one of them.'],
  'a key that is not a name': ['? «[a, b]»\n: 1', 'A key must be a plain name.'],
  'a name that JavaScript keeps to itself': ['«__proto__»: 1', '`__proto__` cannot be used as a name.'],
  'a tag': ['a: «!ruby/object» 1', 'Tags such as `!this` have no meaning here.'],
  'a second document': [
    'a: 1\n«-»--\nb: 1',
    'A second document begins here after `---` or `...`; only one can be read.',
  ],
  'an alias of nothing': ['a: «*b»', 'There is no `&b` above that `*b` could repeat.'],
  'an alias of what it is in': ['a: &b [«*b»]', '`*b` repeats a part that it is itself in.'],
  'nesting without end': [`a: ${'['.repeat(29)}«[»${'['.repeat(70_000)}`, 'This is nested more than 30 levels deep.'],
};

describe('reading a text as YAML', () => {
  it.each(Object.entries(CASES))('finds %s at its place', (_, [marked, message]) => {
    const { text, line, column, endColumn } = unmarked(marked);
    expect(readDocument(text).problems[0]).toMatchObject({ message, line, column, endLine: line, endColumn });
  });

  it('stops aliases of aliases that would grow without bounds', () => {
    const row = (name: string, of: string) => `${name}: &${name} [${Array(9).fill(of).join(', ')}]`;
    const bomb = [row('a', 'x'), row('b', '*a'), row('c', '*b'), row('d', '*c'), row('e', '*d')].join('\n');
    const { document, problems } = readDocument(bomb);
    expect(document).toBeNull();
    expect(problems.map((problem) => problem.message)).toEqual(['The aliases repeat too much; write the parts out.']);
  });

  it('writes out aliases that do not', () => {
    expect(readDocument('a: &a { b: 1 }\nc: *a').document?.value).toEqual({ a: { b: 1 }, c: { b: 1 } });
  });

  it('refuses a text beyond any use without reading it', () => {
    expect(readDocument('a'.repeat(400_001)).problems).toMatchObject([
      { message: 'The document is longer than 400000 characters.', line: 1, column: 1 },
    ]);
  });

  it('reads a text with Windows line ends', () => {
    expect(readDocument('a: 1\r\nb: [2,\r\n  3]\r\n').document?.value).toEqual({ a: 1, b: [2, 3] });
  });

  it('reads dates, sexagesimals and yes as the text they are', () => {
    expect(readDocument('%YAML 1.1\n---\na: 2026-03-05\nb: 1:30\nc: yes').document?.value).toEqual({
      a: '2026-03-05',
      b: '1:30',
      c: 'yes',
    });
  });
});
