import { Composer, Parser, type CST, type Document } from 'yaml';
import { tooDeep } from './nesting';

/** Room for a scenario with thousands of measured rates, and little enough to be answered at once. */
export const MAX_CHARACTERS = 400_000;
export const MAX_LEVELS = 30;

/** A text as YAML, right or not: the errors are in the documents. */
export type Composed =
  | {
      readonly kind: 'documents';
      readonly first: Document.Parsed | undefined;
      readonly second: Document.Parsed | undefined;
    }
  | { readonly kind: 'too long' }
  | { readonly kind: 'too deep'; readonly token: CST.Token };

/** Bounded in time and stack, whatever the text. */
export function compose(text: string): Composed {
  if (text.length > MAX_CHARACTERS) return { kind: 'too long' };
  const tokens = [...new Parser().parse(text)];
  const token = tooDeep(tokens, MAX_LEVELS);
  if (token) return { kind: 'too deep', token };
  // Repeated keys are found by structure.ts, in time that does not grow with the square of their number.
  const composer = new Composer({ schema: 'core', resolveKnownTags: false, prettyErrors: false, uniqueKeys: false });
  const [first, second] = composer.compose(tokens, true, text.length);
  return { kind: 'documents', first, second };
}
