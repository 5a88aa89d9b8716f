/** A key, a colon and a value with no space between them: to YAML all of it is one word. Addresses such as `http://x` are none. */
const TIGHT = /^([A-Za-z][\w -]*):([^\s/:].*)$/;

/** What to do about a colon without its space; null where that is not what is wrong. */
export function tightColonWords(text: string): string | null {
  const found = TIGHT.exec(text.trim().replace(/^- +/, ''));
  if (found === null) return null;
  const [, key, value] = found;
  return `A colon needs a space after it: \`${key}: ${value}\`.`;
}
