/** What a run may hold at once. Where a scenario asks for more, the run stops and says so; it never leaves anything out. */
export interface Limits {
  /** Journeys, attempts, calls and policies in flight, each of them one; about a gigabyte of them by default. */
  readonly rows: number;
}

export const LIMITS: Limits = { rows: 3_000_000 };

/** Why a run goes no further, and since which simulated instant. */
export interface Stopped {
  readonly limit: keyof Limits;
  readonly atMs: number;
  readonly message: string;
}

export function stoppedByRows(rows: number, atMs: number): Stopped {
  const message =
    `The run stopped at ${(atMs / 1000).toFixed(3)} s of simulated time: ${rows} journeys, calls, attempts and waiting ` +
    'policies are in flight at once, which is the most it can hold. More comes in than ends; patience, timeouts or ' +
    'bounded queues would end it.';
  return { limit: 'rows', atMs, message };
}
