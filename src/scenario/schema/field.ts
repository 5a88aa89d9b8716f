import { z } from './z';

/** What the editor shows on hover and completes from, kept with each key in the schema. */
export interface FieldNotes {
  /** The definition, in a sentence. */
  readonly is: string;
  readonly unit?: string;
  /** In words, where the schema's own default does not say it. */
  readonly default?: string;
  /** What is per replica and what is shared. */
  readonly scope?: string;
  /** Of a policy or its parameters: which libraries have it, each with its own name for it where that differs. */
  readonly libraries?: readonly string[];
  readonly samples?: readonly string[];
  /** Other words for the same, none of which is taken: whoever writes one is told this key; and words that only look alike. */
  readonly synonyms?: readonly string[];
  readonly unlike?: readonly string[];
  /** Stands in for a missing or faulty value of a required key, so that what surrounds it can be checked all the same. */
  readonly spare?: unknown;
}

/** A schema, known by little: to compare its whole type with zod's own costs the type checker seconds. */
interface Described<Schema> {
  meta(notes: Record<string, unknown>): Schema;
}

/** Attaches the notes of a key to its schema; they come out in the JSON Schema. */
export function field<Schema extends Described<Schema>>(schema: Schema, notes: FieldNotes): Schema {
  const { is, default: defaultNote, ...rest } = notes;
  return schema.meta({ description: is, ...rest, ...(defaultNote === undefined ? {} : { defaultNote }) });
}

/** A map with fixed keys; `expected` completes "expected …" in a problem. */
export const keys = <Shape extends z.ZodRawShape>(expected: string, shape: Shape) =>
  z.strictObject(shape).meta({ expected });

/** A map of which exactly one key is given; the key says what kind of thing it is. */
export const oneKey = <Shape extends z.ZodRawShape>(expected: string, shape: Shape, besides: readonly string[] = []) =>
  z
    .strictObject(shape)
    .superRefine((value, context) => {
      const given = Object.keys(value).filter((key) => !besides.includes(key));
      if (given.length === 1) return;
      const names = Object.keys(shape).filter((key) => !besides.includes(key));
      context.addIssue({
        code: 'custom',
        message:
          given.length === 0
            ? `This needs exactly one of ${names.join(', ')}.`
            : `This has ${given.join(' and ')}; it needs exactly one of ${names.join(', ')}.`,
        input: value,
        params: { lacking: given.length === 0 },
      });
    })
    .meta({ expected, besides });
