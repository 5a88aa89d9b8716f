import { alwaysAnswers } from '../../policies/fallback';
import type { HedgeParams } from '../../policies/hedge';
import { LayerKind, type Layer } from '../../policies/layer';
import { Outcome } from '../../policies/outcome';
import { isRetried, longestWaitsMs, type RetryParams } from '../../policies/retry';
import type { PolicyPlan } from '../model';
import type { Reviewed } from './finding';

/** What becomes of one call under a list when every try of it fails. */
export interface WorstCase {
  /** Tries that go out. */
  readonly attempts: number;
  /** The same if a budget let none of its retries through. */
  readonly unbudgeted: number;
  /** The call fails too; false: a fallback answers for it whatever happens. */
  readonly fails: boolean;
}

const ONE: WorstCase = { attempts: 1, unbudgeted: 1, fails: true };

export const layersOf = ({ lists, listOfRoute }: PolicyPlan, route: number): readonly Layer[] =>
  lists[listOfRoute[route]!]?.layers ?? [];

/** `failures` are the ways in which a try may fail, one as bad as another; some are not retried where twice is worse than once. */
export const worstCase = (layers: readonly Layer[], failures: readonly Outcome[], isIdempotent: boolean): WorstCase =>
  layers.reduceRight((inner, layer): WorstCase => {
    if (!inner.fails) return inner;
    if (layer.kind === LayerKind.fallback) return { ...inner, fails: !alwaysAnswers(layer.params) };
    if (layer.kind === LayerKind.hedge) {
      const { hedges, budget } = layer.params;
      return isHedging(layer.params, isIdempotent) ? multiplied(inner, 1 + hedges, budget === Infinity) : inner;
    }
    if (layer.kind !== LayerKind.retry) return inner;
    if (!failures.some((failure) => isRetried(layer.params, failure, isIdempotent))) return inner;
    return multiplied(inner, layer.params.attempts, isUnbounded(layer.params));
  }, ONE);

const multiplied = (inner: WorstCase, by: number, isFree: boolean): WorstCase => ({
  attempts: inner.attempts * by,
  unbudgeted: isFree ? inner.unbudgeted * by : inner.unbudgeted,
  fails: true,
});

/** Whether a hedge sends anything: not where doing it twice is worse than once, unless it was told to. */
export const isHedging = ({ evenIfNotIdempotent }: HedgeParams, isIdempotent: boolean): boolean =>
  isIdempotent || evenIfNotIdempotent;

/** The same of a call by a route of the model. */
export function worstCaseOf({ model, plan }: Reviewed, route: number, failures: readonly Outcome[]): WorstCase {
  const layers = layersOf(plan, route);
  const canTimeOut = layers.some((layer) => layer.kind === LayerKind.timeout);
  const possible = failures.filter((failure) => failure !== Outcome.timeout || canTimeOut);
  return worstCase(layers, possible, model.endpoints[model.routes[route]!.endpoint]!.isIdempotent);
}

/** How a call to something that is broken may fail. */
export const BROKEN: readonly Outcome[] = [Outcome.error, Outcome.timeout, Outcome.refused];

/** How a call may fail to something that needs what is broken. */
export const BROKEN_BEHIND: readonly Outcome[] = [Outcome.dependency, Outcome.timeout];

/** More tries than anybody would count: a retry that never stops. */
export const ENDLESS = 1000;

/** Whether nothing but its attempts keeps a retry from trying again. */
export const isUnbounded = ({ attempts, budget }: RetryParams): boolean => attempts > 1 && budget === null;

/** How long a call waits at most under these layers, in ms, all its tries and the waits between them included; Infinity: nothing bounds it. */
export const longestMs = (layers: readonly Layer[]): number =>
  layers.reduceRight((inner, layer) => {
    switch (layer.kind) {
      case LayerKind.timeout:
        return Math.min(inner, layer.params.afterMs);
      case LayerKind.retry: {
        const { attempts, stopAfterMs } = layer.params;
        // Whether it is time to stop is asked when a try has ended.
        return Math.min(inner * attempts + longestWaitsMs(layer.params), stopAfterMs + inner);
      }
      case LayerKind.hedge: {
        const { hedges, afterMs } = layer.params;
        return inner + hedges * Math.min(inner, afterMs);
      }
      case LayerKind.bulkhead:
      case LayerKind.rateLimit:
        return inner + layer.params.waitMs;
      default:
        return inner;
    }
  }, Infinity);

/** How long the caller waits at most under these layers, in ms: no timeout among them lets it wait longer. */
export const patienceMs = (layers: readonly Layer[]): number =>
  layers.reduce(
    (least, layer) => (layer.kind === LayerKind.timeout ? Math.min(least, layer.params.afterMs) : least),
    Infinity,
  );

/** The same where the callee is not told of it, and so goes on. */
export const untoldPatienceMs = (layers: readonly Layer[]): number =>
  patienceMs(layers.filter((layer) => layer.kind !== LayerKind.timeout || !layer.params.propagates));
