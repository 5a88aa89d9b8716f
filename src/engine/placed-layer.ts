import { Row, type Tape } from '../kernel/rows';
import { mayAnswerAhead } from '../policies/fallback';
import { LayerKind, hasAlarms, heedsEnds, isGate, isSpread, keepsToken, type Layer } from '../policies/layer';
import { NO_TIMEOUT } from '../policies/timeout';

/** A layer in its place in a list. */
export class PlacedLayer {
  declare readonly kind: LayerKind;
  declare readonly isGate: boolean;
  /** it goes by how the calls that it let out have ended */
  declare readonly heedsEnds: boolean;
  /** it says which replica is asked, where an attempt is sent */
  declare readonly isSpread: boolean;
  /** it may ask to be woken at an instant of its own */
  declare readonly hasAlarms: boolean;
  /** a fallback that may answer before anybody is called */
  declare readonly mayAnswerAhead: boolean;
  /** it wants a number back, at a call's end, from when it let the call pass */
  declare readonly keepsToken: boolean;
  /** A call that passes leaves a frame there; others are content with that of the layer that follows them. */
  declare readonly leavesFrame: boolean;
  /** A timeout's lane in the event queue, once it is known. */
  lane = -1;

  declare readonly layer: Layer;
  declare readonly place: number;
  declare readonly cell: Cell;

  constructor(layer: Layer, place: number, cell: Cell, leavesFrame: boolean) {
    this.layer = layer;
    this.place = place;
    this.cell = cell;
    this.kind = layer.kind;
    this.isGate = isGate(layer);
    this.heedsEnds = heedsEnds(layer);
    this.isSpread = isSpread(layer);
    this.hasAlarms = hasAlarms(layer);
    this.keepsToken = keepsToken(layer);
    this.leavesFrame = leavesFrame;
    this.mayAnswerAhead = layer.kind === LayerKind.fallback && mayAnswerAhead(layer.params);
  }
}

/**
 * The state of a layer, handed on from version to version where the layout allows it: one block in the arena per instance
 * (caller replica), one after another, and one gate per instance where the layer is one.
 */
export interface Cell {
  readonly at: number;
  /** numbers per instance; 0: the layer has no state */
  readonly size: number;
  readonly gates: readonly Gate[];
  /** versions that use it */
  owners: number;
}

/** In the place of a layer where there is none. */
export const NO_LAYER = new PlacedLayer(
  { name: '', kind: LayerKind.timeout, params: NO_TIMEOUT },
  0,
  { at: 0, size: 0, gates: [], owners: 1 },
  true,
);

/**
 * Where one caller replica's calls are let through, held back or made to wait by a policy: its state in the arena, and its
 * alarm. The generation counts the alarms, so that only the newest one goes off.
 */
export class Gate extends Row {
  /** the layer as the newest version of its list has it */
  placed: PlacedLayer = NO_LAYER;
  /** the caller's replica */
  instance = 0;
  /** of its block in the arena */
  at = 0;
  /** names its list, whatever rows happen to be free */
  listKey = 0;
  /** the key of its list, as written */
  list = '';
  /** NaN: none */
  alarmAtMs = NaN;
  /** calls that wait here */
  waiting = 0;
  /** every call that arrives is let pass, and nothing is made of it; kept by whoever changes the state */
  letsAllOut = false;
  /** one that ends well within so long changes nothing either, by the newest parameters; -1: it may change something */
  calmWithinMs = NaN;
  /** of all gates of the newest version of its list; null: calls take its layers one by one */
  passage: Calmness | null = null;

  /** It lets calls through for this layer; nothing is known yet of what they may change. */
  place(placed: PlacedLayer): void {
    this.placed = placed;
    this.letsAllOut = false;
    this.calmWithinMs = -1;
  }

  /** Onto a tape or from it; the layer is known to whoever keeps the gates. */
  carry(tape: Tape): void {
    this.alarmAtMs = tape.number(this.alarmAtMs);
    this.waiting = tape.number(this.waiting);
    this.letsAllOut = tape.flag(this.letsAllOut);
    this.calmWithinMs = tape.number(this.calmWithinMs);
  }
}

/** Where it is known whether a list's gates are calm, all of them together (`Passage`). */
export interface Calmness {
  /**
   * Where in the arena it says, for one caller replica after another, within how long a call must end well for all of its
   * breakers to be as before; -1: calls take the layers one by one.
   */
  readonly at: number;
  /** That, as the gates stand. */
  calmWithinMs(instance: number): number;
}
