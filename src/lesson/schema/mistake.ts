import { field, keys } from '../../scenario/schema/field';
import { name } from '../../scenario/schema/names';
import { z } from '../../scenario/schema/z';
import { sentence } from './text';

/** A file of `mistakes/`; its policies are compiled against the model from the text itself. */
export const mistakeDocument = keys('a document with mistake, fails and policies', {
  mistake: field(sentence(200), { is: 'What is wrong with these policies, in a phrase.' }),
  fails: field(name(), { is: 'The check that they must fail.', unit: 'a check' }),
  policies: field(z.unknown(), { is: 'The policies, as in policies.yaml.' }),
});
