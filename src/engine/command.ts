import type { FaultSource } from '../scenario/fault';

/**
 * What a person or a schedule does to a run, at a simulated instant, before every event of that instant.
 * Plain JSON, names instead of indices, so that a recording can be read, shared and replayed.
 */
export type Command = { readonly atMs: number } & CommandBody;

export type CommandBody =
  /** Starts a fault: the scenario's own of that id, or the one given. */
  | { readonly do: 'break'; readonly id: string; readonly fault?: FaultSource }
  /** Ends the fault of that id. */
  | { readonly do: 'heal'; readonly id: string }
  /** Replaces the policies by these, as the text of the scenario's `policies` section. */
  | { readonly do: 'policies'; readonly yaml: string };
