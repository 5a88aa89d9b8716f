import { compileScenario } from '../../../../src/scenario';
import type { Model } from '../../../../src/scenario/model';
import { SHOP } from '../../support/shop';

const compiled = compileScenario(SHOP);
if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));

export const SHOP_MODEL: Model = compiled.value;

/** A text in which `|` stands where the cursor is, as the arguments of an assistant. */
export function atCursor(marked: string): [text: string, line: number, column: number, model: Model] {
  const before = marked.slice(0, marked.indexOf('|')).split('\n');
  return [marked.replace('|', ''), before.length, before.at(-1)!.length + 1, SHOP_MODEL];
}
