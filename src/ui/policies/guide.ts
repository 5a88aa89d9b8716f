import { notesOf, type Notes } from '../../scenario/assist';
import type { Path } from '../../scenario/document/places';
import { formsOf, schemasAt, type SchemaNode } from '../../scenario/schema/json-schema';
import type { PolicyKind } from '../../scenario/schema/policy';
import { policySchema } from '../../scenario/schema/policy-schema';
import { scenarioSchema } from '../../scenario/schema/scenario-schema';
import type { ElsewhereKind, GuideKind } from './kinds';

export interface Parameter {
  readonly key: string;
  readonly notes: Notes;
  /** There is no default, and nothing works without it. */
  readonly required: boolean;
  /** Of a map: what may stand in it. */
  readonly parts: readonly Parameter[];
}

/** The parameters of one library's rules, or of the only ones there are. */
export interface Rules {
  /** As `like` names them; null: the lab's own, or the only ones. */
  readonly like: string | null;
  readonly parameters: readonly Parameter[];
}

/** All that the schema says of one policy: what is read here is what the editor shows and the checks go by. */
export interface Guide {
  readonly kind: GuideKind;
  readonly notes: Notes;
  readonly rules: readonly Rules[];
}

/** What can stand in a list around a call, in the schema's order. */
const LAYER: Path = ['policies', 'a -> b', 0];
const layer = schemasAt(policySchema, LAYER)
  .flatMap(formsOf)
  .find(({ properties }) => properties !== undefined);
const layerKinds = Object.keys(layer?.properties ?? {}).filter((key) => key !== 'name') as readonly PolicyKind[];

/** What else decides where a call goes and whether it may, and where in a scenario it is said. */
const ELSEWHERE: Readonly<Record<ElsewhereKind, Path>> = {
  queue: ['services', 'a', 'queue'],
  shed: ['services', 'a', 'shed'],
  connections: ['links', 'a -> b', 'connections'],
};

/** Of every policy there is, as the schemas have them. */
export const guides: readonly Guide[] = [
  ...layerKinds.flatMap((kind) => guideOf(kind, schemasAt(policySchema, [...LAYER, kind]))),
  ...(Object.entries(ELSEWHERE) as [ElsewhereKind, Path][]).flatMap(([kind, path]) =>
    guideOf(kind, schemasAt(scenarioSchema, path)),
  ),
];

function guideOf(kind: GuideKind, nodes: readonly SchemaNode[]): readonly Guide[] {
  const notes = notesOf(nodes);
  if (notes === null) return [];
  const maps = nodes.flatMap(formsOf).filter(({ properties }) => properties !== undefined);
  return [{ kind, notes, rules: maps.map(rulesOf) }];
}

/** A form of its own for each library says so by a constant; where one form is for several, `like` is one more key. */
function rulesOf(form: SchemaNode): Rules {
  const like = form.properties?.['like']?.const;
  const parameters = parametersOf(form).filter(({ key }) => key !== 'like' || like === undefined);
  return { like: like === undefined || like === 'none' ? null : String(like), parameters };
}

function parametersOf({ properties = {}, required = [] }: SchemaNode): readonly Parameter[] {
  return Object.entries(properties).flatMap(([key, node]) => {
    const notes = notesOf([node]);
    if (notes === null) return [];
    const parts = [node].flatMap(formsOf).flatMap(parametersOf);
    return [{ key, notes, required: required.includes(key), parts: distinct(parts) }];
  });
}

function distinct(parts: readonly Parameter[]): readonly Parameter[] {
  return [...new Map(parts.map((part) => [part.key, part])).values()];
}
