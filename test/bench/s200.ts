/**
 * S200 as a scenario's text: 200 services in ten tiers of twenty. Service i of a tier calls i, i + 7 and i + 13 (mod 20)
 * of the next tier at once, each with probability 1/3: 540 links between services. Requests come to all services of the
 * first tier alike, 2,000 a second together, and every call has a timeout, a retry, a breaker and a bulkhead.
 */
export function s200(): string {
  const tiers = Array.from({ length: TIERS }, (_, tier) => tier);
  const places = Array.from({ length: SERVICES_PER_TIER }, (_, place) => place);
  const journeys = places.map((place) => `      visit-${place}: { share: 5%, start: ${named(0, place)}.serve }`);
  const services = tiers.flatMap((tier) => places.map((place) => serviceText(tier, place)));
  const callers = places.map((place) => `  clients -> ${named(0, place)}: ${CALLS}`);
  const links = tiers.flatMap((tier) =>
    places.flatMap((place) => calleesOf(tier, place).map((callee) => `  ${named(tier, place)} -> ${callee}: ${CALLS}`)),
  );
  return `scenario: Two hundred services
workloads:
  clients:
    rate: 2000/s
    journeys:
${journeys.join('\n')}
services:
${services.join('\n')}
links:
  default: { latency: 0.5ms }
policies:
${callers.join('\n')}
${links.join('\n')}
`;
}

const TIERS = 10;
const SERVICES_PER_TIER = 20;
const STEPS_TO_CALLEES = [0, 7, 13];

const CALLS = `
    - timeout: 2s
    - retry: { attempts: 2, backoff: { exponential: 50ms }, jitter: full }
    - breaker: { failure rate: 50%, window: 100 calls }
    - bulkhead: 64`;

const named = (tier: number, place: number): string => `tier-${tier}-${place}`;

function calleesOf(tier: number, place: number): string[] {
  if (tier + 1 === TIERS) return [];
  return STEPS_TO_CALLEES.map((step) => named(tier + 1, (place + step) % SERVICES_PER_TIER));
}

function serviceText(tier: number, place: number): string {
  const calls = calleesOf(tier, place).map((callee) => `${callee}.serve: { probability: 33.3333333% }`);
  const plan = calls.length === 0 ? '' : `, calls: [{ parallel: [${calls.join(', ')}] }]`;
  return `  ${named(tier, place)}:
    workers: 16
    mode: threaded
    queue: 64
    endpoints: { serve: { work: exponential mean 5ms${plan} } }`;
}
