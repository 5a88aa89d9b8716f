import { app } from './app';
import { editor } from './editor';
import { graph } from './graph';
import { inspector } from './inspector';
import { layers } from './layers';
import { lesson } from './lesson';
import { log } from './log';
import { parts } from './parts';
import { policies } from './policies';
import { shopper } from './shopper';
import { timeline } from './timeline';
import { trace } from './trace';
import { trust } from './trust';
import { why } from './why';

/** English. One file a region of the page; sentences with figures in them are functions of those figures. */
export const en = {
  app,
  editor,
  graph,
  inspector,
  layers,
  lesson,
  log,
  parts,
  policies,
  shopper,
  timeline,
  trace,
  trust,
  why,
};

export type Catalogue = typeof en;
