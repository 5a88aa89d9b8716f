import { withFullNotes } from './full-notes';
import { jsonSchema } from './json-schema';
import { withLibraries } from './libraries';
import { policiesDocument } from './policy';

/** Takes a while to make, so that it has a module of its own. */
export const policySchema = withFullNotes(withLibraries(jsonSchema(policiesDocument)));
