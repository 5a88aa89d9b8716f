import { deriveKey, type Key } from '../kernel/keys';
import type { FaultModel } from '../scenario/model';
import { NONE } from './records';

/** A fault of the scenario or of somebody's hand. */
export interface Fault {
  readonly model: FaultModel;
  /** its own key, from which those of its beginnings are derived */
  readonly keyHi: number;
  readonly keyLo: number;
  on: boolean;
  byHand: boolean;
  /** counts how often it has begun or ended */
  generation: number;
  /** beginnings by its own schedule so far, and what tells the next one alive from those called off */
  beginnings: number;
  schedule: number;
  isScheduled: boolean;
  /** of a leak: how far it has got */
  step: number;
  /** where it strikes one replica only: that one's number among all; else NONE */
  struck: number;
}

/** Beyond every workload, so that the keys of faults are nobody else's. */
const FAULT_PLACE = 1 << 20;

/** A fault that has not begun yet. Its key follows from the seed and its id, whatever other faults there are. */
export function newFault(model: FaultModel, seedHi: number, seedLo: number): Fault {
  const key: Key = { hi: seedHi, lo: seedLo };
  deriveKey(key.hi, key.lo, FAULT_PLACE, 0, key);
  for (let i = 0; i < model.id.length; i++) deriveKey(key.hi, key.lo, model.id.charCodeAt(i), i, key);
  return {
    model,
    keyHi: key.hi,
    keyLo: key.lo,
    on: false,
    byHand: false,
    generation: 0,
    beginnings: 0,
    schedule: 0,
    isScheduled: false,
    step: 0,
    struck: NONE,
  };
}
