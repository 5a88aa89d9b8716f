import type { Path } from '../document/places';
import type { Model, PolicyPlan } from '../model';
import type { CallGraph } from './call-graph';

/** A remark on a plan, and where in its document it belongs. */
export interface Finding {
  /** Index in the plan's lists; null: there is no list to point at. */
  readonly list: number | null;
  /** Index in that list's layers; null: the list as a whole. */
  readonly layer: number | null;
  /** Where there is no list, the call in the scenario, for a document that has it. */
  readonly call: Path | null;
  readonly message: string;
}

/** What a reviewer has before them. */
export interface Reviewed {
  readonly model: Model;
  readonly plan: PolicyPlan;
  readonly graph: CallGraph;
}

export const atLayer = (list: number, layer: number, message: string): Finding => ({
  list,
  layer,
  call: null,
  message,
});
