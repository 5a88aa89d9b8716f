/**
 * The lab that must stay fluent: 20 services at 1,000 requests a second, each making six calls over links with latency.
 * Four services take the requests, one journey each; of the sixteen behind them each asks six, two by two.
 */
const ENTRIES = ['web', 'mobile', 'partners', 'kiosk'];
const BEHIND = 16;
const CALLS = 6;

const behind = (index: number): string => `service-${index % BEHIND}`;

function entry(name: string, at: number): string {
  const pairs = Array.from({ length: CALLS / 2 }, (_, pair) => {
    const first = at * 4 + pair * 2;
    return `{ parallel: [${behind(first)}.ask, ${behind(first + 1)}.ask] }`;
  });
  return `  ${name}:
    workers: 64
    queue: 128
    endpoints:
      ask:
        work: { exponential: { mean: 2ms } }
        calls: [${pairs.join(', ')}]`;
}

export const LAB20 = `scenario: Twenty services at a thousand requests a second
workloads:
  clients:
    rate: 1000/s
    patience: 10s
    answer within: 2s
    journeys:
${ENTRIES.map((name) => `      ${name}: { share: 25%, start: ${name}.ask }`).join('\n')}
services:
${ENTRIES.map(entry).join('\n')}
${Array.from(
  { length: BEHIND },
  (_, index) => `  ${behind(index)}:
    workers: 8
    queue: 64
    endpoints:
      ask: { work: { exponential: { mean: 5ms } } }`,
).join('\n')}
links:
  default: { latency: 2ms }
`;
