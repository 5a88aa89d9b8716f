import type { Distribution } from '../kernel/distribution';
import type { BalancingParams } from '../policies/balancing';
import type { AdaptiveParams } from '../policies/concurrency/adaptive';
import type { Layer } from '../policies/layer';
import type { Outcome } from '../policies/outcome';
import type { DisciplineParams } from '../policies/queue-discipline';
import type { Priority, ShedParams } from '../policies/shedding';

/** A scenario with every name resolved to an index and every quantity to milliseconds; what the engine runs. */
export interface Model {
  readonly title: string;
  readonly services: readonly ServiceModel[];
  readonly endpoints: readonly EndpointModel[];
  readonly workloads: readonly WorkloadModel[];
  readonly journeys: readonly JourneyModel[];
  readonly links: readonly LinkModel[];
  readonly routes: readonly RouteModel[];
  readonly policies: PolicyPlan;
  readonly faults: readonly FaultModel[];
}

/** What policies are laid over. */
export type Ground = Omit<Model, 'title' | 'policies' | 'faults'>;

export type ServiceKind = 'service' | 'web app' | 'database' | 'cache' | 'third party' | 'queue';

/** What a service does about those who come; a text of policies may say it anew. */
export interface ServiceRules {
  /** Requests one replica keeps waiting; the next is refused. */
  readonly queue: number;
  /** null: all come in for whom there is room, first come first served. */
  readonly intake: IntakeModel | null;
  /** How long a refused caller is told to wait; 0: it is told nothing. */
  readonly retryAfterMs: number;
}

export interface ServiceModel extends ServiceRules {
  readonly name: string;
  readonly kind: ServiceKind;
  readonly replicas: number;
  /** Requests one replica serves at once. */
  readonly workers: number;
  /** `threaded` holds the worker while calls are waited for, `async` only while computing. */
  readonly mode: 'threaded' | 'async';
  /** Cores that the requests computing at one replica share; Infinity: each has one of its own. */
  readonly cores: number;
  readonly contention: ContentionModel;
  /** Where its replicas are, in turn; empty: nowhere in particular. */
  readonly zones: readonly string[];
  readonly warmUp: WarmUpModel;
}

/** In service at one replica that shares its cores, where the scenario does not say: more than anybody waits for. */
export const MANY_WORKERS = 10_000;

/** Whether the number of workers means something, or only cores bound what is in service. */
export const hasWorkers = ({ workers, cores }: Pick<ServiceModel, 'workers' | 'cores'>): boolean =>
  workers !== MANY_WORKERS || cores === Infinity;

/** The zone of a replica, 0-based; none: undefined. */
export const zoneOf = ({ zones }: ServiceModel, replica: number): string | undefined => zones[replica % zones.length];

/** Work at a replica where n compute takes 1 + each (n - 1) + pair n (n - 1) times as long. */
export interface ContentionModel {
  readonly each: number;
  readonly pair: number;
}

/** What each replica lets in, and in which order. */
export interface IntakeModel {
  readonly order: DisciplineParams;
  /** null: nothing is shed */
  readonly shed: ShedParams | null;
  /** on requests in service and queued; null: none */
  readonly limit: AdaptiveParams | null;
}

/** Work that begins in this time after a crash takes `factor` times as long at first, and less and less, down to once. */
export interface WarmUpModel {
  readonly forMs: number;
  readonly factor: number;
}

export interface EndpointModel {
  readonly name: string;
  /** index in `services` */
  readonly service: number;
  readonly work: Distribution;
  /** One after another. */
  readonly stages: readonly Stage[];
  /** The row by whose version optimistic writes go, named by the endpoint (index) that reads it; null: none. */
  readonly row: { readonly number: number; readonly does: 'read' | 'write' } | null;
  /** Of a queue: how often a message is delivered at most, and the wait after a delivery that failed. */
  readonly delivery: { readonly most: number; readonly againAfterMs: number };
  /** Whether doing it twice is as good as doing it once. */
  readonly isIdempotent: boolean;
}

/** Calls made at once, perhaps several times in a row. */
export interface Stage {
  readonly calls: readonly PlannedCall[];
  /** This many of the calls are to succeed, and no more are waited for; 0: all are waited for. */
  readonly need: number;
  /** How many times in a row: a whole number from `least` to `most`, each as likely, drawn for each request. */
  readonly times: { readonly least: number; readonly most: number };
}

export interface PlannedCall {
  /** index in `routes` */
  readonly route: number;
  readonly probability: number;
  /** A failed optional call degrades the answer; a failed required one fails it. */
  readonly optional: boolean;
  /** The caller waits for its answer; else it goes on at once, and how the call ends does not matter to it. */
  readonly isAwaited: boolean;
}

export interface WorkloadModel {
  readonly name: string;
  /** Arrivals per millisecond as a piecewise-linear function of time; none in a closed loop. */
  readonly rate: readonly RatePiece[];
  /** The pieces follow again and again after this; Infinity: the last piece lasts for ever. */
  readonly ratePeriodMs: number;
  /** Evenly spaced arrivals, the first after half a gap; otherwise a Poisson process. */
  readonly isEven: boolean;
  /** States that follow each other in a circle and multiply the rate; none: no bursts. */
  readonly bursts: readonly BurstState[];
  /** How many users a closed loop has, step by step from 0 on; none: an open loop. */
  readonly users: readonly UsersStep[];
  /** How long a user thinks between journeys. */
  readonly think: Distribution;
  /** Arrivals one by one, in order of time; none: not told call by call. */
  readonly script: readonly ScriptedArrival[];
  /** null: nowhere in particular. */
  readonly zone: string | null;
  /** After this a shopper gives up; Infinity: never. */
  readonly patienceMs: number;
  /** A shopper still waiting after this counts among those who should have had an answer. */
  readonly answerWithinMs: number;
}

/** Somebody who comes at an instant, and what their visits to one endpoint meet there in place of its own work. */
export interface ScriptedArrival {
  readonly atMs: number;
  /** index in `journeys` */
  readonly journey: number;
  /** index in `endpoints` */
  readonly endpoint: number;
  /** One visit after another, whoever makes them; the last stands for all that follow. */
  readonly tries: readonly ScriptedWork[];
}

export interface ScriptedWork {
  readonly takesMs: number;
  readonly ends: Outcome;
}

/** From an instant on, the users with a number below this one have a place. */
export interface UsersStep {
  readonly fromMs: number;
  readonly count: number;
}

/** Lasts an exponential time with this mean, in which the rate is multiplied by the factor. */
export interface BurstState {
  readonly factor: number;
  readonly meanMs: number;
}

/** From `fromMs`, the rate runs linearly from `startPerMs` to `endPerMs` over `lengthMs` (Infinity only where both are equal). */
export interface RatePiece {
  readonly fromMs: number;
  readonly lengthMs: number;
  readonly startPerMs: number;
  readonly endPerMs: number;
}

export interface JourneyModel {
  readonly name: string;
  readonly workload: number;
  readonly priority: Priority;
  /** Share of the workload's arrivals, in [0, 1]; a workload's shares add up to 1. */
  readonly share: number;
  /** One request after another; the next is made only if the last was answered. */
  readonly steps: readonly JourneyStep[];
}

export interface JourneyStep {
  readonly route: number;
  /** How long the shopper thinks before it; of the first, nothing. */
  readonly think: Distribution;
}

export type Caller = { readonly kind: 'workload' | 'service'; readonly index: number };

export interface LinkModel {
  readonly from: Caller;
  /** index in `services` */
  readonly to: number;
  /** One way. */
  readonly latency: Distribution;
  /** One way, where caller and callee are in different zones; null: the same. */
  readonly betweenZones: Distribution | null;
  readonly balancing: BalancingParams;
  /** null: connections take no time. */
  readonly connections: ConnectionModel | null;
}

export interface ConnectionModel {
  /** How long it takes to make one. */
  readonly connect: Distribution;
  /** Idle ones that a replica of the caller keeps to one of the callee. */
  readonly pool: number;
  readonly keepAliveMs: number;
  /** How long it takes to look up the callee, and how long the answer holds. */
  readonly lookup: Distribution;
  readonly ttlMs: number;
}

/** One caller's calls to one endpoint, over one link. */
export interface RouteModel {
  readonly link: number;
  readonly endpoint: number;
}

/** What a text of policies says, compiled: the layers on every route. Routes covered by one key (`web -> catalog`) share its list and so its state. */
export interface PolicyPlan {
  readonly lists: readonly PolicyList[];
  /** For each route, an index in `lists`, or -1 where no policy is set. */
  readonly listOfRoute: readonly number[];
  /** What services do about those who come, for each service; null: as the model says. */
  readonly services: readonly (ServiceRules | null)[];
}

export interface PolicyList {
  /** As written: `web -> catalog.price`. */
  readonly key: string;
  /** The caller's replicas, each with its own state. */
  readonly instances: number;
  readonly layers: readonly Layer[];
}

export interface FaultModel {
  readonly id: string;
  readonly target: FaultTarget;
  readonly effect: FaultEffect;
  /** NaN: only by hand. */
  readonly atMs: number;
  /** How long, each time; null: until healed by hand. */
  readonly lasts: Distribution | null;
  /** It begins again: this long after it last began (if it is on by then, that is all), or after it ended; null: no. */
  readonly repeats: { readonly gap: Distribution; readonly from: 'start' | 'end' } | null;
}

export const ALL_REPLICAS = -1;
export const RANDOM_REPLICA = -2;

export type FaultTarget =
  | {
      readonly kind: 'service';
      readonly service: number;
      /** or all, or one left to chance */ readonly replica: number;
    }
  /** All replicas in the zone, or one of them left to chance. */
  | { readonly kind: 'zone'; readonly zone: string; readonly replica: typeof ALL_REPLICAS | typeof RANDOM_REPLICA }
  | { readonly kind: 'link'; readonly link: number };

export type Direction = 'request' | 'reply' | 'both';

export type FaultEffect =
  | { readonly does: 'crash' }
  | { readonly does: 'hang' }
  | { readonly does: 'slow'; readonly factor: number }
  /** Slow by more and more, up to `factor` after `overMs`; then down for `downMs` and again from nothing (0: it stays). */
  | { readonly does: 'leak'; readonly factor: number; readonly overMs: number; readonly downMs: number }
  | { readonly does: 'errors'; readonly share: number; readonly when: 'after work' | 'at once' }
  | { readonly does: 'latency'; readonly addMs: number }
  | { readonly does: 'loss'; readonly share: number; readonly direction: Direction }
  | { readonly does: 'cut'; readonly direction: Direction };
