import type { FaultModel } from '../scenario/model';

/** A fault of the scenario or of somebody's hand; `generation` counts how often it has begun or ended. */
export interface Fault {
  readonly model: FaultModel;
  on: boolean;
  byHand: boolean;
  generation: number;
}
