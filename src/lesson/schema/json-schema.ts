import { jsonSchema, type SchemaNode } from '../../scenario/schema/json-schema';
import type { z } from '../../scenario/schema/z';
import { checksDocument } from './checks';
import { mistakeDocument } from './mistake';
import { frontMatter, step } from './step';

/** A schema with its plain description beside it, from which problems take their words. */
export interface DescribedSchema<Schema extends z.ZodType> {
  readonly schema: Schema;
  readonly root: SchemaNode;
}

/** The description takes a while to make, so that it is made when it is asked for. */
function described<Schema extends z.ZodType>(schema: Schema): DescribedSchema<Schema> {
  let root: SchemaNode | null = null;
  return {
    schema,
    get root() {
      root ??= jsonSchema(schema);
      return root;
    },
  };
}

export const frontMatterSchema = described(frontMatter);
export const stepSchema = described(step);
export const checksSchema = described(checksDocument);
export const mistakeSchema = described(mistakeDocument);
