import type { SchemaNode } from '../../scenario/schema/json-schema';
import { z } from '../../scenario/schema/z';
import { checksDocument } from './checks';
import { mistakeDocument } from './mistake';
import { frontMatter, step } from './step';

/** A schema with its plain description beside it, from which problems take their words. */
export interface DescribedSchema<Schema extends z.ZodType> {
  readonly schema: Schema;
  readonly root: SchemaNode;
}

const described = <Schema extends z.ZodType>(schema: Schema): DescribedSchema<Schema> => ({
  schema,
  root: z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    // Alternatives told apart by a key are alternatives like others to whoever reads them.
    override: ({ jsonSchema }) => {
      if (!jsonSchema.oneOf) return;
      jsonSchema.anyOf = jsonSchema.oneOf;
      delete jsonSchema.oneOf;
    },
  }) as SchemaNode,
});

export const frontMatterSchema = described(frontMatter);
export const stepSchema = described(step);
export const checksSchema = described(checksDocument);
export const mistakeSchema = described(mistakeDocument);
