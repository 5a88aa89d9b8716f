import { jsonSchema } from './json-schema';
import { fault } from './fault';

/** Takes a while to make, so that it has a module of its own. */
export const faultSchema = jsonSchema(fault);
