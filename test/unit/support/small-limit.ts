/** For `vi.mock`: the engine's limits, but few rows, so that a run reaches them within a second of simulated time. */
export const withFewRows = async (original: () => Promise<object>): Promise<object> => ({
  ...(await original()),
  LIMITS: { rows: FEW_ROWS },
});

export const FEW_ROWS = 300;

/** Nobody gives up and nobody is answered, from 2 s on: 100 a second come to wait. */
export const BEHIND_A_CUT = `scenario: Behind a cut
workloads:
  people: { rate: 100/s, journeys: { go: { share: 100%, start: web.go } } }
services:
  web: { workers: 1000, queue: 0, endpoints: { go: { work: 1ms } } }
links: { default: { latency: 1ms } }
faults: { cut: { link: people -> web, does: cut, at: 2s } }
`;

/** What is said of it, and its instant in seconds. */
export const STOPPED = /^The run stopped at (\d\.\d{3}) s of simulated time: 300 /;
