import { app } from './app';
import { editor } from './editor';
import { lesson } from './lesson';

/** English. One file a region of the page; sentences with figures in them are functions of those figures. */
export const en = { app, editor, lesson };

export type Catalogue = typeof en;
