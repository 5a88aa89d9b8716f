import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from 'yaml';

/** One policy of a document, and the document without it. */
export interface LeftOut {
  /** `timeout of web -> catalog` */
  readonly name: string;
  readonly policies: string;
  /** 1-based, in the document as it was. */
  readonly line: number;
}

/** The document without each of its policies in turn; a list left empty goes with its last policy. Empty for text that is no such document. */
export function withoutEachLayer(policies: string): LeftOut[] {
  const lines = new LineCounter();
  const lists = listsOf(parseDocument<Node>(policies, { lineCounter: lines }).contents);
  return lists.flatMap(({ key, layers }) =>
    layers.map((layer, index) => {
      const document = parseDocument<Node>(policies);
      const path = ['policies', key];
      document.deleteIn(layers.length > 1 ? [...path, index] : path);
      return {
        name: `${kindOf(layer)} of ${key}`,
        policies: document.toString(),
        line: lines.linePos(layer.range?.[0] ?? 0).line,
      };
    }),
  );
}

function listsOf(root: Node | null): { key: string; layers: Node[] }[] {
  const policies = isMap(root) ? root.get('policies') : null;
  if (!isMap<Node, Node | null>(policies)) return [];
  return policies.items.flatMap(({ key, value }) =>
    isScalar(key) && isSeq<Node>(value) ? [{ key: String(key.value), layers: value.items }] : [],
  );
}

/** The layer's one key that is not its name. */
function kindOf(layer: Node): string {
  if (!isMap<Node>(layer)) return 'policy';
  const kind = layer.items.map(({ key }) => (isScalar(key) ? String(key.value) : '')).find((key) => key !== 'name');
  return kind ?? 'policy';
}
