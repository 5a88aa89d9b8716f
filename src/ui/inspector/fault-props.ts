import type { FaultSource } from '../../scenario/fault';
import type { FaultModel } from '../../scenario/model';

/** What breaking and healing takes, the same for services and links. */
export interface FaultProps {
  /** Every fault that may be in force. */
  readonly faults: readonly FaultModel[];
  readonly faultsOn: readonly string[];
  /** A test is being played: nothing can be broken. */
  readonly locked: boolean;
  /** `fault` is left out where the scenario has the fault of that id. */
  readonly onBreak: (id: string, fault?: FaultSource) => void;
  readonly onHeal: (id: string) => void;
}
