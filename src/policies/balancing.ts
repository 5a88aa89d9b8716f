/** How a link spreads its attempts over the replicas it leads to. */
export const BALANCINGS = ['round robin', 'random', 'power of two', 'least requests'] as const;
export type BalancingName = (typeof BALANCINGS)[number];

/** The same as numbers. */
export const Balancing = { roundRobin: 0, random: 1, powerOfTwo: 2, leastRequests: 3 } as const;
export type Balancing = (typeof Balancing)[keyof typeof Balancing];

export const balancingOf = (name: BalancingName): Balancing => BALANCINGS.indexOf(name) as Balancing;
