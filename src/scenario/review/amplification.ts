import { LayerKind, type Layer } from '../../policies/layer';
import type { Outcome } from '../../policies/outcome';
import { endpointName, routeName } from '../naming';
import type { PlannedWay } from './call-graph';
import { atLayer, type Finding, type Reviewed } from './finding';
import { BROKEN, BROKEN_BEHIND, ENDLESS, isUnbounded, layersOf, worstCaseOf } from './worst-case';

/** How tries multiply on the way from a journey, or from whoever hears of no failure any more, to a call. */
export interface Amplification {
  /** What the one request is: a journey's name, a request to an endpoint, a message. */
  readonly root: string;
  /** Of each call on the way that is tried more than once: how often. */
  readonly factors: readonly number[];
  /** Tries in all. */
  readonly attempts: number;
  /** The calls on the way, the last of them the one that is tried so often. */
  readonly ways: readonly PlannedWay[];
}

/** Finds the most tries of a call that one request can come to while the callee is broken. */
export class Amplifier {
  /** For each endpoint that fails: the worst way to it. */
  private readonly known = new Map<number, Amplification>();
  private readonly open = new Set<number>();

  constructor(private readonly reviewed: Reviewed) {}

  of(way: PlannedWay): Amplification {
    return this.through(way, BROKEN);
  }

  /** By this call, of which every try ends in one of these ways. */
  private through(way: PlannedWay, failures: readonly Outcome[]): Amplification {
    const { unbudgeted, fails } = worstCaseOf(this.reviewed, way.route, failures);
    const { root, factors, attempts: before, ways } = this.before(way, fails);
    return {
      root,
      factors: unbudgeted > 1 ? [...factors, unbudgeted] : factors,
      attempts: before * unbudgeted,
      ways: [...ways, way],
    };
  }

  private before({ from, isRequired }: PlannedWay, fails: boolean): Amplification {
    const { model } = this.reviewed;
    if (from.kind === 'journey') return beginsWith(model.journeys[from.index]!.name);
    return fails && isRequired ? this.worstTo(from.index) : this.beginsAt(from.index);
  }

  private worstTo(endpoint: number): Amplification {
    const known = this.known.get(endpoint);
    if (known) return known;
    const { model, graph } = this.reviewed;
    const { most } = model.endpoints[endpoint]!.delivery;
    // A publisher is answered at once and hears nothing of a delivery that failed.
    if (most > 1) return { ...this.beginsAt(endpoint), factors: [most], attempts: most };
    // Calls that go round, each round by chance, are followed once.
    if (this.open.has(endpoint)) return this.beginsAt(endpoint);
    this.open.add(endpoint);
    const [first = this.beginsAt(endpoint), ...others] = graph.toEndpoint[endpoint]!.map((way) =>
      this.through(way, BROKEN_BEHIND),
    );
    const worst = others.reduce((most, one) => (one.attempts > most.attempts ? one : most), first);
    this.open.delete(endpoint);
    this.known.set(endpoint, worst);
    return worst;
  }

  private beginsAt(endpoint: number): Amplification {
    const { model } = this.reviewed;
    const isMessage = model.services[model.endpoints[endpoint]!.service]!.kind === 'queue';
    return beginsWith(`${isMessage ? 'message of' : 'request to'} ${endpointName(model, endpoint)}`);
  }
}

const beginsWith = (root: string): Amplification => ({ root, factors: [], attempts: 1, ways: [] });

/** Tries that multiply from caller to callee, told at the last of them. */
export function reviewAmplification(reviewed: Reviewed): readonly Finding[] {
  const { graph, plan } = reviewed;
  const amplifier = new Amplifier(reviewed);
  const worstFirst = graph.ways
    .filter(({ route }) => layersOf(plan, route).some(isMultiplying))
    .map((way) => amplifier.of(way))
    .filter(({ factors }) => factors.length > 1)
    .sort((a, b) => b.attempts - a.attempts || b.ways.length - a.ways.length);
  const told = new Set<number>();
  return worstFirst.flatMap((one) => {
    const { route } = one.ways.at(-1)!;
    // Each call is told of once: by its own worst way, or as a part of a worse one.
    if (told.has(route)) return [];
    for (const way of one.ways) told.add(way.route);
    const list = plan.listOfRoute[route]!;
    const layer = plan.lists[list]!.layers.findIndex(isMultiplying);
    return [atLayer(list, layer, wordsFor(reviewed, one))];
  });
}

function wordsFor({ model }: Reviewed, { root, factors, attempts, ways }: Amplification): string {
  const { endpoint } = model.routes[ways.at(-1)!.route]!;
  const callee = model.services[model.endpoints[endpoint]!.service]!.name;
  const path = [
    routeName(model, ways[0]!.route),
    ...ways.slice(1).map(({ route }) => endpointName(model, model.routes[route]!.endpoint)),
  ];
  return `Tries multiply: while ${endpointName(model, endpoint)} fails, ${product(factors, attempts)} attempts at ${callee} for one ${root}, by ${path.join(' -> ')}. Retry at one of these calls only, or give the retries a budget.`;
}

const product = (factors: readonly number[], attempts: number): string =>
  factors.some((factor) => factor > ENDLESS)
    ? `${factors.map((factor) => (factor > ENDLESS ? 'endless' : factor)).join(' x ')}`
    : `${factors.join(' x ')} = ${attempts}`;

const isMultiplying = (layer: Layer): boolean =>
  (layer.kind === LayerKind.retry && isUnbounded(layer.params)) ||
  (layer.kind === LayerKind.hedge && layer.params.budget === Infinity);
