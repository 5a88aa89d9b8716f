import { withFullNotes } from './full-notes';
import { jsonSchema } from './json-schema';
import { withLibraries } from './libraries';
import { scenario } from './scenario';

/** Takes a while to make, so that it has a module of its own. */
export const scenarioSchema = withFullNotes(withLibraries(jsonSchema(scenario)));
