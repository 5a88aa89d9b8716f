import type { Model } from '../../scenario/model';

/**
 * The row of each service, 0 at the top: below all of its callers, at most `widest` in a row. Where a row is too full,
 * those with the least below them move down. Calls back up (circles) are left out of the reckoning.
 */
export function rankServices(model: Model, widest: number): readonly number[] {
  const callees = downwardCallees(model);
  const depth = callees.map((_, service) => heightOf(callees, service));
  const ranks = callees.map(() => 0);
  const settle = (service: number): void => {
    for (const callee of callees[service]!) {
      if (ranks[callee]! > ranks[service]!) continue;
      ranks[callee] = ranks[service]! + 1;
      settle(callee);
    }
  };
  callees.forEach((_, service) => settle(service));

  for (let rank = 0; rank <= Math.max(0, ...ranks); rank++) {
    const row = ranks.flatMap((of, service) => (of === rank ? [service] : []));
    // The deepest stay: what they call follows below them.
    row.sort((a, b) => depth[b]! - depth[a]! || a - b);
    for (const service of row.slice(widest)) {
      ranks[service] = rank + 1;
      settle(service);
    }
  }
  return ranks;
}

/** Each service's callees, without the calls that would close a circle. */
function downwardCallees(model: Model): readonly (readonly number[])[] {
  const all = model.services.map((_, service) =>
    model.links.flatMap(({ from, to }) => (from.kind === 'service' && from.index === service ? [to] : [])),
  );
  const kept = all.map((): number[] => []);
  const state = all.map((): 'new' | 'open' | 'done' => 'new');
  const visit = (service: number): void => {
    state[service] = 'open';
    for (const callee of all[service]!) {
      if (state[callee] === 'open') continue;
      kept[service]!.push(callee);
      if (state[callee] === 'new') visit(callee);
    }
    state[service] = 'done';
  };
  all.forEach((_, service) => state[service] === 'new' && visit(service));
  return kept;
}

const heightOf = (callees: readonly (readonly number[])[], service: number): number =>
  Math.max(0, ...callees[service]!.map((callee) => 1 + heightOf(callees, callee)));
