import type { Caller, Model } from './model';

/** What endpoints have their names from; their plans need not be known yet. */
export interface NamedEndpoints {
  readonly services: readonly { readonly name: string }[];
  readonly endpoints: readonly { readonly name: string; readonly service: number }[];
}

type NamedNodes = Pick<Model, 'services' | 'workloads'>;

/** The part of a model that has names. */
type Named = NamedNodes & Pick<Model, 'endpoints' | 'links' | 'routes'>;

/** The two or three names of `web -> catalog` and `web -> catalog.price`. */
export interface RouteKeyParts {
  readonly from: string;
  readonly to: string;
  /** null: all endpoints of the service */
  readonly endpoint: string | null;
}

const ROUTE_KEY = /^\s*([^\s.]+)\s*->\s*([^\s.]+?)(?:\.([^\s.]+))?\s*$/;

export function routeKeyParts(key: string): RouteKeyParts | null {
  const [, from, to, endpoint = null] = ROUTE_KEY.exec(key) ?? [];
  return from === undefined || to === undefined ? null : { from, to, endpoint };
}

export const routeKeyOf = ({ from, to, endpoint }: RouteKeyParts): string =>
  endpoint === null ? `${from} -> ${to}` : `${from} -> ${to}.${endpoint}`;

/** Workloads first, then services: everything that can call. */
export const nodeNames = ({ workloads, services }: NamedNodes): readonly string[] =>
  [...workloads, ...services].map((node) => node.name);

export const callerName = (model: NamedNodes, { kind, index }: Caller): string =>
  (kind === 'workload' ? model.workloads : model.services)[index]!.name;

export const isSameCaller = (a: Caller, b: Caller): boolean => a.kind === b.kind && a.index === b.index;

/** `catalog.price` */
export function endpointName({ services, endpoints }: NamedEndpoints, endpoint: number): string {
  const { name, service } = endpoints[endpoint]!;
  return `${services[service]!.name}.${name}`;
}

/** `web -> catalog` */
export function linkName(model: Named, link: number): string {
  const { from, to } = model.links[link]!;
  return `${callerName(model, from)} -> ${model.services[to]!.name}`;
}

/** `web -> catalog.price` */
export function routeName(model: Named, route: number): string {
  const { link, endpoint } = model.routes[route]!;
  return `${callerName(model, model.links[link]!.from)} -> ${endpointName(model, endpoint)}`;
}

export const linkNames = (model: Named): readonly string[] => model.links.map((_, link) => linkName(model, link));

export const routeNames = (model: Named): readonly string[] => model.routes.map((_, route) => routeName(model, route));
