import { Lines } from '../document/lines';
import type { Path } from '../document/places';
import type { Model } from '../model';
import { formsLike, formsOf, schemasAt, type SchemaNode } from '../schema/json-schema';
import { policySchema } from '../schema/policy-schema';
import { namesFor } from './names';
import { notesOf, type Notes } from './notes';
import { spotOf, wordAt, type Spot, type Word } from './spot';

/** One thing that could stand at the cursor, in place of the text between the two columns of its line. */
export interface Completion {
  readonly label: string;
  readonly insert: string;
  readonly kind: 'key' | 'value' | 'name';
  readonly notes: Notes | null;
  readonly line: number;
  readonly column: number;
  /** Exclusive. */
  readonly endColumn: number;
}

type Proposal = Pick<Completion, 'label' | 'insert' | 'kind' | 'notes'>;

/** What may stand at a place (from 1) of a policies document, or of one with another schema. The text may be unfinished. */
export function completionsAt(
  text: string,
  line: number,
  column: number,
  model: Model,
  root: SchemaNode = policySchema,
): readonly Completion[] {
  const lines = new Lines(text);
  const word = wordAt(lines, lines.offsetOf(line, column));
  if (!word) return [];
  // On a line of its own, the word could also begin a new item of a list.
  const leads = word.opensLine && !word.hasColon ? (['', '- '] as const) : ([''] as const);
  const proposals = leads.flatMap((lead) => {
    const spot = spotOf(text, word, lead);
    const found = spot ? proposalsFor(spot, word, model, root) : [];
    return found.map((proposal) => ({ ...proposal, insert: lead + proposal.insert }));
  });
  const from = lines.placeOf(word.from);
  const place = { line: from.line, column: from.column, endColumn: from.column + word.to - word.from };
  return [...new Map(proposals.map((proposal) => [proposal.insert, { ...proposal, ...place }])).values()];
}

function proposalsFor(spot: Spot, word: Word, model: Model, root: SchemaNode): readonly Proposal[] {
  const nodes = schemasAt(root, spot.path);
  if (spot.as === 'key') return keyProposals(spot, word, model, nodes);
  const values = valueProposals(spot.path, model, nodes);
  if (!word.opensLine) return values;
  // A map that begins a line is written key by key.
  const inline = values.filter(({ label }) => !label.startsWith('{'));
  return [...keyProposals(spot, word, model, nodes), ...inline];
}

function keyProposals(spot: Spot, word: Word, model: Model, nodes: readonly SchemaNode[]): readonly Proposal[] {
  const { siblings, path, like } = spot;
  return formsLike(nodes.flatMap(formsOf), like).flatMap((form) => {
    const { besides, properties = {} } = form;
    // Where one key says what kind of thing this is, that one comes first and the others only after it.
    const hasKind = siblings.some((key) => !besides?.includes(key));
    const fixed = Object.entries(properties)
      .filter(([key]) => !siblings.includes(key) && (besides === undefined || besides.includes(key) === hasKind))
      .map(([key, node]): Proposal => {
        const notes = notesOf([node]);
        const insert = word.hasColon ? key : `${key}: ${notes?.examples[0] ?? ''}`;
        return { label: key, insert, kind: 'key', notes };
      });
    const named = namesFor(form.propertyNames?.names ?? form.keyNames, path, model)
      .filter((name) => !siblings.includes(name))
      .map((name): Proposal => ({
        label: name,
        insert: word.hasColon ? name : `${name}: `,
        kind: 'name',
        notes: null,
      }));
    return [...fixed, ...named];
  });
}

function valueProposals(path: Path, model: Model, nodes: readonly SchemaNode[]): readonly Proposal[] {
  const forms = nodes.flatMap(formsOf);
  const all = [...nodes, ...forms];
  const values = [
    ...all.flatMap((node) => [...(node.options ?? []), ...(node.enum ?? []), ...(node.samples ?? [])]),
    ...forms.flatMap((form) => (form.const === undefined ? [] : [String(form.const)])),
    ...forms.flatMap((form) => (form.type === 'boolean' ? ['true', 'false'] : [])),
    ...all.flatMap((node) => (isScalar(node.default) ? [String(node.default)] : [])),
  ];
  const notes = notesOf(nodes);
  const propose = (kind: Proposal['kind'], label: string): Proposal => ({ label, insert: label, kind, notes });
  return [
    ...[...new Set(values)].map((label) => propose('value', label)),
    ...[...new Set(all.flatMap((node) => namesFor(node.names, path, model)))].map((label) => propose('name', label)),
  ];
}

const isScalar = (value: unknown): boolean => (typeof value === 'string' && value !== '') || typeof value === 'number';
