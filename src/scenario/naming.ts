import type { Caller, Model } from './model';

/** The part of a model that has names. */
type Named = Pick<Model, 'services' | 'endpoints' | 'workloads' | 'links' | 'routes'>;

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
export const nodeNames = (model: Named): readonly string[] =>
  [...model.workloads, ...model.services].map((node) => node.name);

export const callerName = (model: Named, caller: Caller): string =>
  (caller.kind === 'workload' ? model.workloads : model.services)[caller.index]!.name;

/** `catalog.price` */
export function endpointName(model: Named, endpoint: number): string {
  const { name, service } = model.endpoints[endpoint]!;
  return `${model.services[service]!.name}.${name}`;
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
