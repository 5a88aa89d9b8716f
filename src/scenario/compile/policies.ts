import type { Path } from '../document/places';
import type { Caller, Ground, PolicyList, PolicyPlan } from '../model';
import { callerName, endpointName, isSameCaller, routeKeyOf, routeKeyParts, type RouteKeyParts } from '../naming';
import type { LayerSource, PoliciesSource } from '../schema/policy';
import type { EditedServices } from '../schema/service-rules';
import type { Context } from './context';
import { Directory } from './directory';
import { checkFallbackCircles } from './fallback-circles';
import { compileLayers } from './layers';
import { editedRules } from './service-rules';

/** A list with the routes that its key covers, before nearer keys take theirs. */
interface PlacedList {
  readonly path: Path;
  readonly list: PolicyList;
  readonly ofEndpoint: boolean;
  readonly covers: readonly number[];
}

/**
 * Puts layers on routes; the key of one endpoint wins over that of its whole link. `sound`: the ground has no problems
 * itself. `services`: what a text of policies says of them; of the scenario's own they have it already.
 */
export function policyPlan(
  source: PoliciesSource,
  services: EditedServices,
  ground: Ground,
  sound: boolean,
  context: Context,
): PolicyPlan {
  const directory = new Directory(ground, context);
  const seen = new Set<string>();
  const placed = Object.entries(source).flatMap(([written, layers]): PlacedList[] => {
    const path = ['policies', written];
    const parts = routeKeyParts(written);
    if (!parts) return [];
    const key = routeKeyOf(parts);
    if (seen.has(key)) context.report(path, `\`${key}\` is here twice; keep one of them.`, 'key');
    seen.add(key);
    const from = directory.caller(parts.from, path, 'key');
    const covers = from === null ? null : coveredRoutes(from, parts, path, ground, sound, { directory, context });
    if (from === null || covers === null) return [];
    const list = policyList(key, from, layers, path, covers, ground, { directory, context });
    return [{ path, list, ofEndpoint: parts.endpoint !== null, covers }];
  });

  const nearestOf = ground.routes.map((_, route) => {
    const covering = placed.filter(({ covers }) => covers.includes(route));
    return covering.find(({ ofEndpoint }) => ofEndpoint) ?? covering[0];
  });
  const used = placed.filter((one) => nearestOf.includes(one));
  const plan = {
    lists: used.map(({ list }) => list),
    listOfRoute: nearestOf.map((one) => (one ? used.indexOf(one) : -1)),
    services: editedRules(services, ground, directory, context),
  };
  checkFallbackCircles(
    plan,
    used.map(({ path }) => path),
    ground,
    context,
  );
  return plan;
}

interface Tools {
  readonly directory: Directory;
  readonly context: Context;
}

function coveredRoutes(
  from: Caller,
  parts: RouteKeyParts,
  path: Path,
  ground: Ground,
  sound: boolean,
  { directory, context }: Tools,
): readonly number[] | null {
  const { to, endpoint } = parts;
  const service = directory.service(to, path, 'key');
  if (service === null) return null;
  const wanted = endpoint === null ? null : directory.endpoint(`${to}.${endpoint}`, path, 'key');
  if (endpoint !== null && wanted === null) return null;
  const routes = routesFrom(from, ground);
  const covers = routes.filter((route) => {
    const called = ground.routes[route]!.endpoint;
    return wanted === null ? ground.endpoints[called]!.service === service : called === wanted;
  });
  if (covers.length === 0 && sound) {
    const called = routes.map((route) => endpointName(ground, ground.routes[route]!.endpoint));
    const what = endpoint === null ? to : `${to}.${endpoint}`;
    const instead = called.length > 0 ? `it calls ${called.join(', ')}` : 'it calls nothing';
    context.report(path, `\`${parts.from}\` never calls \`${what}\`; ${instead}.`, 'key');
  }
  return covers;
}

function policyList(
  key: string,
  from: Caller,
  sources: readonly LayerSource[],
  path: Path,
  covers: readonly number[],
  ground: Ground,
  { directory, context }: Tools,
): PolicyList {
  const fallbackRoute = (target: string, place: Path, ofQueue: boolean): number => {
    const endpoint = directory.endpoint(target, place);
    if (endpoint === null) return -1;
    const { name: callee, kind } = ground.services[ground.endpoints[endpoint]!.service]!;
    if (ofQueue && kind !== 'queue') {
      context.report(place, `\`${callee}\` is a ${kind}; only a service of kind queue takes requests for later.`);
      return -1;
    }
    const route = routesFrom(from, ground).find((route) => ground.routes[route]!.endpoint === endpoint);
    if (route !== undefined) return route;
    const caller = callerName(ground, from);
    const service = target.slice(0, target.indexOf('.'));
    context.report(
      place,
      `\`${caller}\` has no way to \`${target}\`: it never calls it, and the scenario’s \`links\` do not name \`${caller} -> ${service}\`.`,
    );
    return -1;
  };
  const called = covers[0] === undefined ? undefined : ground.endpoints[ground.routes[covers[0]]!.endpoint];
  const hosts = called === undefined ? 1 : ground.services[called.service]!.replicas;
  const instances = from.kind === 'service' ? ground.services[from.index]!.replicas : 1;
  return { key, instances, layers: compileLayers(sources, path, hosts, fallbackRoute, context) };
}

const routesFrom = (from: Caller, ground: Ground): readonly number[] =>
  ground.routes.flatMap(({ link }, route) => (isSameCaller(ground.links[link]!.from, from) ? [route] : []));
