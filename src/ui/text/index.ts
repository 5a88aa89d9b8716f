import { en, type Catalogue } from './en';

/**
 * Every word the interface shows, in the language in use. A further language is one more catalogue of the same
 * type, so that a missing sentence is a type error and not a hole on the page.
 */
export const text: Catalogue = en;

export type { Catalogue };
