import { guide as en } from './en/guide';

/** The long texts of the guide to the policies, in the language in use; see `text`. */
export const guide: typeof en = en;

export type { Example } from './en/guide/chapter';
