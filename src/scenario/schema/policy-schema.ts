import { jsonSchema } from './json-schema';
import { withLibraries } from './libraries';
import { policiesDocument } from './policy';

/** Takes a while to make, so that it has a module of its own. */
export const policySchema = withLibraries(jsonSchema(policiesDocument));
