import type { CallEdge } from './services';
import type { Context } from './context';

const MOST_CALLS = 10_000;
const MOST_LEVELS = 40;
/** After so many rounds, calls in a circle that have not faded yet are taken to go on for ever. */
const ROUNDS = 2000;
const FADED = 1e-9;
/** A way told in full has at most so many endpoints. */
const MOST_TOLD = 12;

/** Refuses calls that would go on without a bound, or beyond any use: circles, chains too long, too many calls for one request. */
export function checkCallGraph(
  names: readonly string[],
  placeOf: (endpoint: number) => readonly string[],
  edges: readonly CallEdge[],
  context: Context,
): void {
  const calls: CallEdge[][] = names.map(() => []);
  for (const edge of edges) if (edge.probability > 0) calls[edge.from]!.push(edge);

  const visits = visitsPerRequest(calls);
  const reported = new Set<number>();
  names.forEach((name, endpoint) => {
    if (visits[endpoint]! <= MOST_CALLS || reported.has(endpoint)) return;
    const circle = circleThrough(endpoint, calls, visits);
    if (circle) {
      for (const { from } of circle) reported.add(from);
      const way = wayWords([name, ...circle.map((edge) => names[edge.to]!)]);
      const { path, part } = circle[0]!;
      context.report(
        path,
        `These calls go round without an end: ${way}. Take one out, or make it seldom enough with \`probability\`.`,
        part,
      );
    } else if (calls[endpoint]!.every((edge) => visits[edge.to]! <= MOST_CALLS)) {
      const steps = widestWay(endpoint, calls, visits).map((edge) => stepWords(names[edge.to]!, edge));
      context.report(
        placeOf(endpoint),
        `One request to ${name} can make more than ${MOST_CALLS} calls, most of them by ${wayWords([name, ...steps])}.`,
        'key',
      );
    }
  });
  levels(calls).forEach((level, endpoint) => {
    if (level === MOST_LEVELS + 1)
      context.report(
        placeOf(endpoint),
        `The calls of ${names[endpoint]} go more than ${MOST_LEVELS} levels deep.`,
        'key',
      );
  });
}

/**
 * Visits that one request to an endpoint makes in all, its own included: as many as chance wants, were every loop as long
 * as it can be. Infinity where calls in a circle do not fade.
 */
function visitsPerRequest(calls: readonly (readonly CallEdge[])[]): readonly number[] {
  const visits = calls.map(() => 1);
  // Those called come first, so that a round settles all that is not in a circle, or does not lead to one.
  const order = calleesFirst(calls);
  const growing = new Set<number>();
  for (let round = 0; round < ROUNDS; round++) {
    growing.clear();
    for (const endpoint of order) {
      const sum = calls[endpoint]!.reduce((total, edge) => total + edge.times * edge.probability * visits[edge.to]!, 1);
      const bounded = Math.min(sum, MOST_CALLS * 10);
      if (bounded - visits[endpoint]! > FADED * bounded) growing.add(endpoint);
      visits[endpoint] = bounded;
    }
    if (growing.size === 0) break;
  }
  return visits.map((count, endpoint) => (growing.has(endpoint) ? Infinity : count));
}

/** All endpoints, each after those it calls, as far as there are no circles. */
function calleesFirst(calls: readonly (readonly CallEdge[])[]): readonly number[] {
  const order: number[] = [];
  const seen = new Set<number>();
  const looked = calls.map(() => 0);
  calls.forEach((_, start) => {
    const way = seen.has(start) ? [] : [start];
    seen.add(start);
    while (way.length > 0) {
      const endpoint = way.at(-1)!;
      const edge = calls[endpoint]![looked[endpoint]!++];
      if (!edge) order.push(way.pop()!);
      else if (!seen.has(edge.to)) {
        seen.add(edge.to);
        way.push(edge.to);
      }
    }
  });
  return order;
}

/** From an endpoint, again and again the call with the most visits behind it, until that has been made already. */
function widestWay(
  start: number,
  calls: readonly (readonly CallEdge[])[],
  visits: readonly number[],
): readonly CallEdge[] {
  const behind = (edge: CallEdge): number => edge.times * edge.probability * visits[edge.to]!;
  const way = new Set<CallEdge>();
  let made = calls[start]!;
  while (made.length > 0) {
    const widest = made.reduce((most, edge) => (behind(edge) > behind(most) ? edge : most));
    if (way.has(widest)) break;
    way.add(widest);
    made = calls[widest.to]!;
  }
  return [...way];
}

/** A way in words, without its middle where it is long. */
function wayWords(names: readonly string[]): string {
  if (names.length <= MOST_TOLD) return names.join(' -> ');
  const [first, last] = [names.slice(0, 3), names.slice(-3)];
  return [...first, `… (${names.length - 6} more)`, ...last].join(' -> ');
}

const stepWords = (name: string, { times }: CallEdge): string => (times > 1 ? `${name} (${times} times)` : name);

/** The shortest way from an endpoint back to itself through endpoints with too many visits. */
function circleThrough(
  start: number,
  calls: readonly (readonly CallEdge[])[],
  visits: readonly number[],
): readonly CallEdge[] | null {
  const cameBy = new Map<number, CallEdge>();
  const queue = [start];
  for (const endpoint of queue) {
    for (const edge of calls[endpoint]!) {
      if (visits[edge.to]! <= MOST_CALLS || cameBy.has(edge.to)) continue;
      cameBy.set(edge.to, edge);
      if (edge.to === start) return wayBack(start, cameBy);
      queue.push(edge.to);
    }
  }
  return null;
}

function wayBack(start: number, cameBy: ReadonlyMap<number, CallEdge>): readonly CallEdge[] {
  const way: CallEdge[] = [];
  let endpoint = start;
  do {
    const edge = cameBy.get(endpoint)!;
    way.unshift(edge);
    endpoint = edge.from;
  } while (endpoint !== start);
  return way;
}

/** How many endpoints the longest chain from each one has; 0 where the calls lead into a circle. */
function levels(calls: readonly (readonly CallEdge[])[]): readonly number[] {
  const callers: number[][] = calls.map(() => []);
  const open = calls.map((made) => made.length);
  calls.forEach((made, endpoint) => made.forEach((edge) => callers[edge.to]!.push(endpoint)));
  const result = calls.map(() => 0);
  const settled = calls.flatMap((made, endpoint) => (made.length === 0 ? [endpoint] : []));
  for (const endpoint of settled) {
    result[endpoint] = 1 + calls[endpoint]!.reduce((most, edge) => Math.max(most, result[edge.to]!), 0);
    for (const caller of callers[endpoint]!) if (--open[caller]! === 0) settled.push(caller);
  }
  return result;
}
