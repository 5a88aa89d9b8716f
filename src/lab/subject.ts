import { EndpointSketch, JourneySketch, RouteSketch, type Layout } from '../engine/observation/layout';

/** What can be looked at closely, by its index in the model. */
export type Subject =
  | { readonly kind: 'service'; readonly index: number }
  | { readonly kind: 'link'; readonly index: number }
  | { readonly kind: 'workload'; readonly index: number };

/** Every sketch of a subject's durations: of its endpoints, its routes, or its journeys. None if the model has no such subject. */
export function sketchesOf(layout: Layout, { kind, index }: Subject): number[] {
  const { endpoints, routes, journeys } = layout.model;
  switch (kind) {
    case 'service':
      return endpoints.flatMap((endpoint, at) =>
        endpoint.service === index ? everyOf(EndpointSketch, layout.endpointSketch(at)) : [],
      );
    case 'link':
      return routes.flatMap((route, at) => (route.link === index ? everyOf(RouteSketch, layout.routeSketch(at)) : []));
    case 'workload':
      return journeys.flatMap((journey, at) =>
        journey.workload === index ? everyOf(JourneySketch, layout.journeySketch(at)) : [],
      );
  }
}

const everyOf = (kinds: Readonly<Record<string, number>>, first: number): number[] =>
  Object.values(kinds).map((kind) => first + kind);
