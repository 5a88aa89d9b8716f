import { parse } from 'yaml';

/** The kinds of the layers of the first list in a document of policies, outermost first. */
export function layersIn(yaml: string): readonly string[] {
  const { policies } = parse(yaml) as { policies: Readonly<Record<string, readonly object[]>> };
  const [list = []] = Object.values(policies);
  return list.map((layer) => Object.keys(layer).find((key) => key !== 'name') ?? '');
}
