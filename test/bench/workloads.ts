/** What is measured, as the yardstick defines it: W1 to W4 beside a bare loop and a peer, the others by themselves. */
export interface Workload {
  readonly name: string;
  readonly title: string;
  /** Simulated, at a scale of 1. */
  readonly durationMs: number;
  /** What the bare loop and the peer are told; null: they cannot do it. */
  readonly loop: Loop | null;
}

export interface Loop {
  readonly stations: number;
  readonly servers: number;
  readonly lambda: number;
  readonly mu: number;
  /** Milliseconds in its unit of time. */
  readonly unitMs: number;
  /** Customers at a scale of 1. */
  readonly customers: number;
}

const beside = (name: string, title: string, loop: Loop): Workload => ({
  name,
  title,
  durationMs: (loop.customers / loop.lambda) * loop.unitMs,
  loop,
});

const alone = (name: string, title: string, seconds: number): Workload => ({
  name,
  title,
  durationMs: 1000 * seconds,
  loop: null,
});

/** The bare loop's rate at it says how fast the machine is just now. */
export const W2_LOOP: Loop = { stations: 1, servers: 16, lambda: 14.4, mu: 1, unitMs: 1, customers: 4e6 };

export const WORKLOADS: readonly Workload[] = [
  beside('W1', 'M/M/1', { stations: 1, servers: 1, lambda: 0.9, mu: 1, unitMs: 1, customers: 4e6 }),
  beside('W2', 'M/M/16 at 0.9', W2_LOOP),
  beside('W3', 'five M/M/4 in a row', { stations: 5, servers: 4, lambda: 3.2, mu: 1, unitMs: 1, customers: 1e6 }),
  beside('W4', 'tree of ten services', {
    stations: 10,
    servers: 8,
    lambda: 300,
    mu: 100,
    unitMs: 1000,
    customers: 4e5,
  }),
  alone('R2', 'five tiers', 600),
  alone('R3', 'retry storm', 300),
  alone('S200', '200 services, 540 links', 60),
];
