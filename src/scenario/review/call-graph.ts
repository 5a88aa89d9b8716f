import type { Model } from '../model';

/** A call that a journey or an endpoint plans. */
export interface PlannedWay {
  readonly route: number;
  readonly from: { readonly kind: 'journey' | 'endpoint'; readonly index: number };
  /** How often it is made for one request on average, by chance and repetition. */
  readonly times: number;
  /** Without its answer the one who makes it fails. */
  readonly isRequired: boolean;
  readonly isOptional: boolean;
  readonly isAwaited: boolean;
  /** Its place in the plan: the stage, and which of the stage's calls. */
  readonly stage: number;
  readonly place: number;
  /** Whether it is made at once with others. */
  readonly isParallel: boolean;
}

/** Who calls whom. */
export interface CallGraph {
  readonly ways: readonly PlannedWay[];
  /** The ways of each route, of each endpoint that makes calls, and to each endpoint. */
  readonly ofRoute: readonly (readonly PlannedWay[])[];
  readonly fromEndpoint: readonly (readonly PlannedWay[])[];
  readonly toEndpoint: readonly (readonly PlannedWay[])[];
}

export function callGraph(model: Model): CallGraph {
  const ways = [...waysOfJourneys(model), ...waysOfEndpoints(model)];
  return {
    ways,
    ofRoute: model.routes.map((_, route) => ways.filter((way) => way.route === route)),
    fromEndpoint: model.endpoints.map((_, endpoint) =>
      ways.filter(({ from }) => from.kind === 'endpoint' && from.index === endpoint),
    ),
    toEndpoint: model.endpoints.map((_, endpoint) =>
      ways.filter(({ route }) => model.routes[route]!.endpoint === endpoint),
    ),
  };
}

const waysOfJourneys = ({ journeys }: Model): PlannedWay[] =>
  journeys.flatMap(({ steps }, index) =>
    steps.map(({ route }, stage) => ({
      route,
      from: { kind: 'journey' as const, index },
      times: 1,
      isRequired: true,
      isOptional: false,
      isAwaited: true,
      stage,
      place: 0,
      isParallel: false,
    })),
  );

const waysOfEndpoints = ({ endpoints }: Model): PlannedWay[] =>
  endpoints.flatMap(({ stages }, index) =>
    stages.flatMap(({ calls, need, times }, stage) =>
      calls.map(({ route, probability, optional, isAwaited }, place) => ({
        route,
        from: { kind: 'endpoint' as const, index },
        times: (probability * (times.least + times.most)) / 2,
        isRequired: !optional && isAwaited && (need === 0 || need === calls.length),
        isOptional: optional,
        isAwaited,
        stage,
        place,
        isParallel: calls.length > 1,
      })),
    ),
  );
