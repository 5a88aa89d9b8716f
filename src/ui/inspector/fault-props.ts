import type { Steering } from '../../policies/breakers/dialect';
import type { FaultSource } from '../../scenario/fault';
import type { FaultModel } from '../../scenario/model';

/** What a hand can do to what is selected, and what it takes: the same for services and links. */
export interface FaultProps {
  /** Every fault that may be in force. */
  readonly faults: readonly FaultModel[];
  readonly faultsOn: readonly string[];
  /** A test is being played: nothing can be broken or held. */
  readonly locked: boolean;
  /** `fault` is left out where the scenario has the fault of that id. */
  readonly onBreak: (id: string, fault?: FaultSource) => void;
  readonly onHeal: (id: string) => void;
  /** Holds the breaker of that name in a list of policies, or leaves it to itself again. */
  readonly onHold: (list: string, layer: string, state: Steering) => void;
}
