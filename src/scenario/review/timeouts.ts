import { mean } from '../../kernel/moments';
import { formatDuration } from '../../kernel/units';
import { LayerKind } from '../../policies/layer';
import { callerName, endpointName } from '../naming';
import { atLayer, type Finding, type Reviewed } from './finding';
import { layersOf, longestMs, untoldPatienceMs } from './worst-case';

interface Wait {
  readonly ms: number;
  readonly who: string;
}

/** Timeouts that let a service wait longer for a call of its own than its caller waits for it. */
export const reviewTimeouts = (reviewed: Reviewed): readonly Finding[] =>
  reviewed.plan.lists.flatMap((_, list) => {
    const worst = overrunsOf(reviewed, list).reduce<Overrun | null>(
      (most, one) => (most === null || one.byMs > most.byMs ? one : most),
      null,
    );
    if (worst === null) return [];
    const layer = reviewed.plan.lists[list]!.layers.findIndex(({ kind }) => kind === LayerKind.timeout);
    return [atLayer(list, layer, worst.message)];
  });

interface Overrun {
  readonly byMs: number;
  readonly message: string;
}

function overrunsOf({ model, plan, graph }: Reviewed, list: number): Overrun[] {
  const ownMs = longestMs(plan.lists[list]!.layers);
  if (ownMs === Infinity) return [];
  return graph.ways.flatMap((way): Overrun[] => {
    const { from, route, isAwaited } = way;
    if (plan.listOfRoute[route] !== list || !isAwaited) return [];
    const callee = endpointName(model, model.routes[route]!.endpoint);
    if (from.kind === 'journey') return [];
    const { service, work } = model.endpoints[from.index]!;
    const name = model.services[service]!.name;
    const workMs = mean(work);
    const wait = shortestWait({ model, plan, graph }, from.index);
    const byMs = workMs + ownMs - wait.ms;
    if (byMs <= 0) return [];
    const besides = workMs > 0 ? `, besides its own work of ${formatDuration(workMs)}` : '';
    return [
      {
        byMs,
        message: `${name} may wait ${formatDuration(ownMs)} for ${callee}${besides}, but ${wait.who} waits only ${formatDuration(wait.ms)} for ${endpointName(model, from.index)}: what comes later is work for nobody. Let calls further down end sooner.`,
      },
    ];
  });
}

/** The caller of an endpoint who waits least for it: for one try, or as long as the shopper's patience. */
function shortestWait({ model, plan, graph }: Reviewed, endpoint: number): Wait {
  return graph.toEndpoint[endpoint]!.reduce<Wait>(
    (least, { route, from, isAwaited }) => {
      if (!isAwaited) return least;
      const caller = model.links[model.routes[route]!.link]!.from;
      const timeoutMs = untoldPatienceMs(layersOf(plan, route));
      const shopperMs = from.kind === 'journey' ? model.workloads[caller.index]!.patienceMs : Infinity;
      const ms = Math.min(timeoutMs, shopperMs);
      return ms < least.ms ? { ms, who: callerName(model, caller) } : least;
    },
    { ms: Infinity, who: '' },
  );
}
