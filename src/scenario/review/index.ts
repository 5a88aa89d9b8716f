import type { Diagnostic } from '../../kernel/diagnostic';
import { valueAt } from '../check/prune';
import type { Path, Places } from '../document/places';
import { readDocument } from '../document/read';
import type { Model, PolicyPlan } from '../model';
import { routeKeyOf, routeKeyParts } from '../naming';
import { reviewAmplification } from './amplification';
import { reviewBreakers } from './breakers';
import { reviewBulkheads } from './bulkheads';
import { callGraph } from './call-graph';
import { reviewCaps } from './caps';
import { reviewFallbacks } from './fallbacks';
import { reviewDeafBreakers } from './deaf-breakers';
import type { Finding, Reviewed } from './finding';
import { reviewHedges } from './hedges';
import { reviewIdempotence } from './idempotence';
import { reviewNestedTimeouts } from './nested-timeouts';
import { reviewOutliers } from './outliers';
import { reviewRetries } from './retries';
import { reviewShortTimeouts } from './short-timeouts';
import { reviewTimeouts } from './timeouts';

const RULES: readonly ((reviewed: Reviewed) => readonly Finding[])[] = [
  reviewRetries,
  reviewAmplification,
  reviewTimeouts,
  reviewNestedTimeouts,
  reviewShortTimeouts,
  reviewBreakers,
  reviewDeafBreakers,
  reviewBulkheads,
  reviewCaps,
  reviewHedges,
  reviewIdempotence,
  reviewOutliers,
  reviewFallbacks,
];

/**
 * What a reviewer would say of policies that compile: warnings, none of which keeps them from being run. `text` is the
 * document that the plan was compiled from, a scenario or policies alone; each warning stands at its layer in it, in the
 * order of the text.
 */
export function reviewPolicies(model: Model, plan: PolicyPlan, text: string): readonly Diagnostic[] {
  const { document } = readDocument(text);
  if (!document) return [];
  const reviewed = { model, plan, graph: callGraph(model) };
  return [
    ...RULES.flatMap((review) => review(reviewed)).map((finding) =>
      warning(finding, plan, document.value, document.places),
    ),
    ...withoutCalls(plan, document.value).map((key): Diagnostic => {
      const message =
        'This list does nothing: all of its calls have lists of their own, and the nearer one wins whole.';
      return { ...document.places.problem(['policies', key], message, 'key'), severity: 'warning' };
    }),
  ].sort((a, b) => a.line - b.line || a.column - b.column);
}

/** Keys of lists that no call goes by. */
const withoutCalls = (plan: PolicyPlan, value: unknown): readonly string[] =>
  Object.keys(valueAt(value, ['policies']) ?? {}).filter((key) => plan.lists.every((list) => list.key !== normal(key)));

function warning(finding: Finding, plan: PolicyPlan, value: unknown, places: Places): Diagnostic {
  return { ...places.problem(pathOf(finding, plan, value), finding.message, 'key'), severity: 'warning' };
}

function pathOf({ list, layer, call }: Finding, plan: PolicyPlan, value: unknown): Path {
  if (list === null) return call !== null && valueAt(value, call) !== undefined ? call : ['policies'];
  const lists = valueAt(value, ['policies']) ?? {};
  const written = Object.keys(lists).find((key) => normal(key) === plan.lists[list]!.key) ?? '';
  if (layer === null) return ['policies', written];
  const path = ['policies', written, layer];
  const kind = Object.keys(valueAt(value, path) ?? {}).find((key) => key !== 'name');
  return kind === undefined ? path : [...path, kind];
}

function normal(key: string): string {
  const parts = routeKeyParts(key);
  return parts === null ? key : routeKeyOf(parts);
}
