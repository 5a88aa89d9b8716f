import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Language, Parser, type Node } from '@vscode/tree-sitter-wasm';

/* The grammars of languages for which there may be no compiler here. */

const FOLDER = 'node_modules/@vscode/tree-sitter-wasm/wasm';

export interface Grammar {
  /** The lines that are not of the language, as they are written; none: the code can be read. */
  faults(code: string): string[];
}

export async function grammarOf(language: 'go' | 'c-sharp' | 'python' | 'javascript'): Promise<Grammar> {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(readFileSync(join(FOLDER, `tree-sitter-${language}.wasm`))));
  return {
    faults(code) {
      const tree = parser.parse(code)!;
      const lines = code.split('\n');
      const rows = tree.rootNode.hasError ? faulty(tree.rootNode) : [];
      tree.delete();
      return [...new Set(rows)].map((row) => lines[row] ?? '');
    },
  };
}

function faulty(node: Node): number[] {
  if (node.isError || node.isMissing) return [node.startPosition.row];
  return node.hasError ? node.children.flatMap((child) => (child === null ? [] : faulty(child))) : [];
}
