import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Diagnostic } from '../../kernel/diagnostic';
import { keyText, type Path, type Places } from './places';

const MAX_ALIASES = 100;

interface Findings {
  readonly problems: Diagnostic[];
  /** The document cannot be turned into plain data. */
  fatal: boolean;
}

/** What is wrong with a document whatever it is about: repeated keys, aliases that lead nowhere. Its depth is bounded before. */
export function checkStructure(root: Node | null, places: Places): Findings {
  const findings: Findings = { problems: [], fatal: false };
  const anchors = new Map<string, Node>();
  const ancestors: Node[] = [];
  let aliases = 0;

  const report = (node: Node, path: Path, message: string): void => {
    findings.problems.push(places.at(node.range?.[0] ?? 0, node.range?.[1] ?? 0, path, message));
  };
  const reportFatal = (node: Node, path: Path, message: string): void => {
    if (!findings.fatal) report(node, path, message);
    findings.fatal = true;
  };

  const visit = (node: Node, path: Path): void => {
    if (isAlias(node)) {
      const source = anchors.get(node.source);
      aliases += 1;
      if (!source)
        reportFatal(node, path, `There is no \`&${node.source}\` above that \`*${node.source}\` could repeat.`);
      else if (ancestors.includes(source))
        reportFatal(node, path, `\`*${node.source}\` repeats a part that it is itself in.`);
      else if (aliases > MAX_ALIASES) reportFatal(node, path, `More than ${MAX_ALIASES} aliases; write the parts out.`);
      return;
    }
    if ('anchor' in node && typeof node.anchor === 'string') anchors.set(node.anchor, node);
    if (!isMap<Node, Node | null>(node) && !isSeq<Node>(node)) return;
    ancestors.push(node);
    if (isMap<Node, Node | null>(node)) {
      const seen = new Set<string>();
      for (const { key, value } of node.items) {
        const text = keyText(key);
        if (!isScalar(key)) reportFatal(key, path, 'A key must be a plain name.');
        else if (text === '__proto__') report(key, [...path, text], '`__proto__` cannot be used as a name.');
        else if (seen.has(text)) report(key, [...path, text], `\`${text}\` is here twice; keep one of them.`);
        seen.add(text);
        if (value) visit(value, [...path, text]);
      }
    } else {
      node.items.forEach((item, index) => visit(item, [...path, index]));
    }
    ancestors.pop();
  };

  if (root) visit(root, []);
  return findings;
}
