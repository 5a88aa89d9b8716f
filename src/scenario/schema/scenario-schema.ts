import { jsonSchema } from './json-schema';
import { scenario } from './scenario';

/** Takes a while to make, so that it has a module of its own. */
export const scenarioSchema = jsonSchema(scenario);
