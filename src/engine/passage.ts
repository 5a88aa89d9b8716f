import type { Tape } from '../kernel/rows';
import { keepsToken, LayerKind, type Layer } from '../policies/layer';
import type { TimeoutParams } from '../policies/timeout';
import type { Calmness, PlacedLayer } from './placed-layer';

/** In the place of a call where there is none. */
const NOBODY = -1;

/**
 * The calls that passed all layers of some list at once and are timed out, if they have not come back by then, after so long:
 * in order of coming, which is the order in which they are due.
 */
export class PassedCalls {
  /** The first and the last, by the numbers of their attempts. */
  first = NOBODY;
  last = NOBODY;
  /** The turn of the one for whose timeout an event is in the queue; NaN: none is. */
  alarmTurn = NaN;

  /** Among all of these. */
  declare number: number;
  declare readonly afterMs: number;

  constructor(number: number, afterMs: number) {
    this.number = number;
    this.afterMs = afterMs;
  }

  carry(tape: Tape): void {
    this.first = tape.number(this.first);
    this.last = tape.number(this.last);
    this.alarmTurn = tape.number(this.alarmTurn);
  }
}

/** A timeout that calls pass, and how many of those they pass are outside of it. */
export interface PassedTimeout {
  readonly placed: PlacedLayer;
  readonly params: TimeoutParams;
  readonly rank: number;
}

/**
 * The way of calls that pass all layers of a list at once, and come back through them at once, because no layer would do
 * anything but let them through: breakers that are calm, a bulkhead with a permit left, retries without a budget, and timeouts
 * that do no more than end the wait.
 * What else the layers know is not even read, and such a call leaves no frames, nor has it a record: all that they would
 * say follows from its attempt. It has them as soon as something happens that is a layer's business.
 */
export class Passage implements Calmness {
  declare readonly at: number;
  /** The layers that leave a frame, outermost first. */
  declare readonly stops: readonly PlacedLayer[];
  declare readonly innermost: PlacedLayer;
  /** Those that end a wait, outermost first; of these the one that is due first, and all calls for which that is so after as long. */
  declare readonly timeouts: readonly PassedTimeout[];
  declare readonly shortest: PassedTimeout | null;
  declare readonly calls: PassedCalls | null;
  /** How many timeouts there are. */
  declare readonly turns: number;
  /** There is a gate, which goes by how calls end. */
  declare readonly isGated: boolean;
  /** Where a bulkhead counts its permits, for one caller replica after another, and how many it has; at -1: there is none. */
  declare readonly permitsAt: number;
  declare readonly permits: number;

  declare private readonly gated: readonly PlacedLayer[];

  /** Of layers that `passesAtOnce` is true of, the last of which leaves a frame; `callsFor` knows those that are timed out after so long. */
  constructor(at: number, layers: readonly PlacedLayer[], callsFor: (afterMs: number) => PassedCalls) {
    this.at = at;
    this.gated = layers.filter(({ isGate }) => isGate);
    this.isGated = this.gated.length > 0;
    this.stops = layers.filter(({ leavesFrame }) => leavesFrame);
    this.innermost = this.stops.at(-1)!;
    this.timeouts = layers.flatMap(timeoutOf).map((timeout, rank) => ({ ...timeout, rank }));
    this.turns = this.timeouts.length;
    const shortestMs = Math.min(Infinity, ...this.timeouts.map(({ params }) => params.afterMs));
    this.shortest = this.timeouts.find(({ params }) => params.afterMs === shortestMs) ?? null;
    this.calls = this.shortest === null ? null : callsFor(shortestMs);
    const bulkhead = this.gated.find(({ kind }) => kind === LayerKind.bulkhead);
    this.permitsAt = bulkhead?.cell.at ?? -1;
    this.permits = bulkhead?.layer.kind === LayerKind.bulkhead ? bulkhead.layer.params.calls : 0;
  }

  /** Within how long a call of this caller replica must end well for nothing to change, as its gates stand; -1: something may. */
  calmWithinMs(instance: number): number {
    let withinMs = Infinity;
    for (const placed of this.gated) {
      const gate = placed.cell.gates[instance]!;
      if (gate.placed !== placed || gate.waiting > 0) return -1;
      if (placed.kind === LayerKind.breaker) {
        if (!gate.letsAllOut) return -1;
        withinMs = Math.min(withinMs, gate.calmWithinMs);
      }
    }
    return withinMs;
  }
}

/** One that only says how long a connection may take ends no wait. */
function timeoutOf(placed: PlacedLayer): readonly Omit<PassedTimeout, 'rank'>[] {
  const { layer } = placed;
  return layer.kind === LayerKind.timeout && layer.params.afterMs < Infinity ? [{ placed, params: layer.params }] : [];
}

/** Whether calls may ever pass these layers at once. */
export function passesAtOnce(layers: readonly Layer[]): boolean {
  const bulkheads = layers.filter(({ kind }) => kind === LayerKind.bulkhead);
  return layers.length > 0 && bulkheads.length <= 1 && layers.every(isPassed);
}

function isPassed(layer: Layer): boolean {
  switch (layer.kind) {
    case LayerKind.breaker:
      return !keepsToken(layer);
    case LayerKind.retry:
      return layer.params.budget === null;
    case LayerKind.bulkhead:
      return true;
    case LayerKind.timeout:
      return !layer.params.propagates && !layer.params.cancels;
    default:
      return false;
  }
}
