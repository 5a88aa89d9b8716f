import { routeAsked } from '../../policies/fallback';
import { LayerKind } from '../../policies/layer';
import type { Path } from '../document/places';
import type { Ground, PolicyPlan } from '../model';
import { routeName } from '../naming';
import type { Context } from './context';

/**
 * Refuses fallbacks that can lead back to the call they stand in for: while that call keeps failing they would go round
 * without an end, however seldom each call is made. `paths` are the lists' places.
 */
export function checkFallbackCircles(plan: PolicyPlan, paths: readonly Path[], ground: Ground, context: Context): void {
  const fallbacksOf = plan.lists.map(({ layers }) =>
    layers.flatMap((layer, index) => {
      const route = layer.kind === LayerKind.fallback ? routeAsked(layer.params) : -1;
      return route < 0 ? [] : [{ index, route }];
    }),
  );
  const next = (route: number): number[] => [
    ...ground.endpoints[ground.routes[route]!.endpoint]!.stages.flatMap(({ calls }) => calls.map((call) => call.route)),
    ...(fallbacksOf[plan.listOfRoute[route]!] ?? []).map((fallback) => fallback.route),
  ];

  fallbacksOf.forEach((fallbacks, list) => {
    for (const { index, route } of fallbacks) {
      const reached = reachable(route, next);
      const back = plan.listOfRoute.findIndex((of, covered) => of === list && reached.has(covered));
      if (back >= 0)
        context.report(
          [...paths[list]!, index, 'fallback', 'use'],
          `This fallback leads back to ${routeName(ground, back)}, the call it stands in for.`,
        );
    }
  });
}

function reachable(start: number, next: (route: number) => readonly number[]): ReadonlySet<number> {
  const reached = new Set([start]);
  for (const route of reached) for (const other of next(route)) reached.add(other);
  return reached;
}
