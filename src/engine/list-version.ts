import { callsOff, isGate, isSpread, keepsToken, LayerKind, type Layer } from '../policies/layer';
import type { PolicyList } from '../scenario/model';
import { Passage, type PassedCalls } from './passage';
import { PlacedLayer, type Cell } from './placed-layer';
import { spreadOf, type Spread } from './placed-spread';

/** One version of one policy list: what a call that began under it goes on with until it ends. */
export class ListVersion {
  /** Calls that hold it, and 1 while it is the current one. */
  users = 1;
  declare readonly layers: readonly PlacedLayer[];
  /** a timeout of it calls off what it waited for; one tells a deadline; within how long each attempt must have a connection */
  declare readonly cancels: boolean;
  declare readonly propagates: boolean;
  declare readonly connectMs: number;
  /** A connection that has carried so many attempts is closed. */
  declare readonly requestsPerConnection: number;
  /** How many of these a call passes; what says which replica is asked comes after them. */
  declare readonly depth: number;
  /** That; null: links go their own way. */
  declare readonly spread: Spread | null;
  /** null: calls take the layers one by one. */
  declare readonly passage: Passage | null;

  /** Its place among the store's versions. */
  declare readonly number: number;
  declare readonly list: PolicyList;
  /** Number of the plan it came with, from 1. */
  declare readonly plan: number;
  /** Its calls may have several attempts out at once. */
  declare readonly hedges: boolean;
  /** What snapshots tell of it: that never changes, and all of them share it. */
  declare readonly saved: SavedVersion;

  constructor(number: number, saved: SavedVersion, cells: readonly Cell[], callsFor: (afterMs: number) => PassedCalls) {
    const { list, plan } = saved;
    this.number = number;
    this.saved = saved;
    this.list = list;
    this.plan = plan;
    this.hedges = list.layers.some(({ kind }) => kind === LayerKind.hedge);
    this.depth = depthOf(list);
    this.layers = list.layers.map((layer, place) => {
      return new PlacedLayer(layer, place, cells[place]!, place === this.depth - 1 || leavesFrame(layer, this.hedges));
    });
    const timeouts = list.layers.flatMap((layer) => (layer.kind === LayerKind.timeout ? [layer.params] : []));
    this.cancels = list.layers.some(callsOff);
    this.propagates = timeouts.some(({ propagates }) => propagates);
    this.connectMs = Math.min(Infinity, ...timeouts.map(({ connectMs }) => connectMs));
    this.requestsPerConnection = Math.min(
      Infinity,
      ...list.layers.map((layer) => (layer.kind === LayerKind.caps ? layer.params.requestsPerConnection : Infinity)),
    );
    this.spread = spreadOf(this.layers);
    this.passage = saved.passageAt < 0 ? null : new Passage(saved.passageAt, this.layers, callsFor);
  }
}

/** How many layers of a list a call passes; what says which replica is asked comes after them. */
function depthOf({ layers }: PolicyList): number {
  const innermost = layers.findIndex(isSpread);
  return innermost < 0 ? layers.length : innermost;
}

/**
 * Whether a call that passes leaves a frame though another layer follows. At a hedge those that lose are called off before
 * the retries above hear of the winner, so there these stand by themselves.
 */
function leavesFrame(layer: Layer, hedges: boolean): boolean {
  if (layer.kind === LayerKind.retry) return hedges;
  return !isGate(layer) || keepsToken(layer);
}

/** Its gates by number; how many versions own it follows from those there are. */
export type SavedCell = Omit<Cell, 'gates' | 'owners'> & { readonly gates: readonly number[] };

export interface SavedVersion {
  readonly list: PolicyList;
  readonly plan: number;
  readonly cells: readonly SavedCell[];
  /** Where its passage has its numbers; -1: it has none. */
  readonly passageAt: number;
}

export const savedCell = ({ at, size, gates }: Cell): SavedCell => ({
  at,
  size,
  gates: gates.map(({ number }) => number),
});
