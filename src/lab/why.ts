import type { LogEntry } from '../engine/observation/log';
import { SpanKind, type Span, type Trace } from '../engine/observation/trace';
import { isGood, Outcome } from '../policies/outcome';
import type { FaultModel, Model } from '../scenario/model';
import { linkName, routeName } from '../scenario/naming';

/** One link in the chain from a request's failure back to what began it. Indices are the model's. */
export type Cause = { readonly atMs: number } &
  /** The shopper's request ended so, after this long. */
  (
    | { readonly kind: 'journey'; readonly journey: number; readonly outcome: Outcome; readonly afterMs: number }
    /** A service's call ended so, after this long. */
    | { readonly kind: 'call'; readonly route: number; readonly outcome: Outcome; readonly afterMs: number }
    /** A service's call had begun and had no answer yet. */
    | { readonly kind: 'waiting'; readonly route: number }
    /** The message, or the reply to it, never arrived. */
    | { readonly kind: 'silence'; readonly route: number; readonly replica: number }
    /** The request stood in the replica's queue. */
    | { readonly kind: 'queued'; readonly endpoint: number; readonly replica: number }
    /** The replica had taken it up and did not finish. */
    | { readonly kind: 'unfinished'; readonly endpoint: number; readonly replica: number }
    /** The replica ended it so. */
    | { readonly kind: 'visit'; readonly endpoint: number; readonly replica: number; readonly outcome: Outcome }
    /** The replica's workers had all been held since then. */
    | { readonly kind: 'workers'; readonly service: number; readonly replica: number }
    /** The breaker on the call had opened. */
    | { readonly kind: 'breaker'; readonly list: string; readonly layer: string }
    /** The fault that began it. */
    | { readonly kind: 'fault'; readonly fault: FaultModel; readonly byHand: boolean }
  );

const MOST_CAUSES = 5;
/** A fault that ended longer than this before a request came is not blamed for it. */
const AFTERMATH_MS = 10_000;

/**
 * Why a request failed: at most five causes, newest first, ending at the fault that began it where there is one. Empty for
 * a request that was answered or is still under way. `faults` are all that the log may name: the scenario's and those
 * given by hand.
 */
export function whyFailed(
  trace: Trace,
  log: readonly LogEntry[],
  model: Model,
  faults: readonly FaultModel[],
): Cause[] {
  const journey = trace.spans[0];
  if (!journey || journey.outcome < 0 || isGood(journey.outcome as Outcome)) return [];
  const chain = culprits(trace, model);
  const past = log.filter((entry) => entry.atMs <= journey.endMs);
  const causes: Cause[] = [
    ...chain.flatMap((span, index) => causeOf(span, chain[index - 1], index === chain.length - 1, model)),
    ...crowding(chain, past, model),
    ...openBreaker(chain, past, model),
  ];
  const fault = beginning(chain, past, model, faults);
  const [first, ...others] = causes;
  const deepest = others.slice(-(MOST_CAUSES - (fault ? 2 : 1)));
  return [first!, ...deepest, ...(fault ? [fault] : [])].sort((a, b) => b.atMs - a.atMs);
}

/** From the journey down, at each span the child for whose sake it failed. */
function culprits({ spans }: Trace, model: Model): Span[] {
  const chain: Span[] = [];
  let at = 0;
  while (at >= 0) {
    const span = spans[at]!;
    chain.push(span);
    at = culpritOf(spans, at, endOf(span, chain[chain.length - 2]), model);
  }
  return chain;
}

/** A wait that was ended blames what was still open then; a failure blames the failure that came last before it. */
function culpritOf(spans: readonly Span[], parent: number, endMs: number, model: Model): number {
  let open = -1;
  let failed = -1;
  spans.forEach((span, index) => {
    if (span.parent !== parent || span.startMs > endMs || isOptional(spans, span, model)) return;
    if (isOpenAt(span, endMs)) open = index;
    else if (!isGood(span.outcome as Outcome) && (failed < 0 || span.endMs >= spans[failed]!.endMs)) failed = index;
  });
  return failed >= 0 && spans[parent]!.outcome === Outcome.dependency ? failed : open >= 0 ? open : failed;
}

/** Still open, or ended only because nobody waited any more. */
const isOpenAt = (span: Span, ms: number): boolean =>
  !(span.endMs <= ms) || span.outcome === Outcome.abandoned || span.outcome < 0;

/** An optional call, or one that nobody waits for, never fails the visit that made it. */
function isOptional(spans: readonly Span[], span: Span, model: Model): boolean {
  const parent = spans[span.parent];
  if (span.kind !== SpanKind.call || parent?.kind !== SpanKind.visit) return false;
  return model.endpoints[parent.subject]!.stages.some(({ calls }) =>
    calls.some(({ route, optional, isAwaited }) => route === span.subject && (optional || !isAwaited)),
  );
}

/** When a span mattered no more: at its own end, or at that of what waited for it. */
const endOf = (span: Span, parent: Span | undefined): number =>
  Math.min(Number.isNaN(span.endMs) ? Infinity : span.endMs, parent?.endMs ?? Infinity);

function causeOf(span: Span, parent: Span | undefined, isLast: boolean, model: Model): Cause[] {
  const outcome = span.outcome as Outcome;
  const afterMs = span.endMs - span.startMs;
  const open = parent !== undefined && isOpenAt(span, parent.endMs);
  switch (span.kind) {
    case SpanKind.journey:
      return [{ kind: 'journey', atMs: span.endMs, journey: span.subject, outcome, afterMs }];
    case SpanKind.call: {
      const { from } = model.links[model.routes[span.subject]!.link]!;
      // What the shopper's own call came to is what the shopper's request came to.
      if (from.kind === 'workload' && !isRefusedByPolicy(outcome)) return [];
      if (open) return [{ kind: 'waiting', atMs: span.startMs, route: span.subject }];
      return [{ kind: 'call', atMs: span.endMs, route: span.subject, outcome, afterMs }];
    }
    case SpanKind.attempt:
      return isLast ? [{ kind: 'silence', atMs: span.startMs, route: span.subject, replica: span.replica }] : [];
    case SpanKind.visit: {
      if (!isLast) return [];
      const place = { endpoint: span.subject, replica: span.replica };
      if (!open) return [{ kind: 'visit', atMs: span.endMs, ...place, outcome }];
      if (Number.isNaN(span.workFromMs)) return [{ kind: 'queued', atMs: span.startMs, ...place }];
      return [{ kind: 'unfinished', atMs: span.workFromMs, ...place }];
    }
  }
}

const isRefusedByPolicy = (outcome: Outcome): boolean =>
  outcome === Outcome.breakerOpen || outcome === Outcome.bulkheadFull || outcome === Outcome.timeout;

/** Since when the workers were held at the replica that queued the request or turned it away. */
function crowding(chain: readonly Span[], past: readonly LogEntry[], model: Model): Cause[] {
  const last = chain[chain.length - 1]!;
  if (last.kind !== SpanKind.visit) return [];
  if (last.outcome !== Outcome.queueFull && !Number.isNaN(last.workFromMs)) return [];
  const { service } = model.endpoints[last.subject]!;
  const entry = past.findLast(
    (told) => told.kind === 'workers' && told.service === service && told.replica === last.replica,
  );
  return entry?.kind === 'workers' && entry.exhausted
    ? [{ kind: 'workers', atMs: entry.atMs, service, replica: last.replica }]
    : [];
}

function openBreaker(chain: readonly Span[], past: readonly LogEntry[], model: Model): Cause[] {
  const last = chain[chain.length - 1]!;
  if (last.kind !== SpanKind.call || last.outcome !== Outcome.breakerOpen) return [];
  const keys = [routeName(model, last.subject), linkName(model, model.routes[last.subject]!.link)];
  const entry = past.findLast(
    (told) =>
      told.kind === 'breaker' &&
      told.to === 'open' &&
      told.instance === last.replica &&
      told.atMs <= last.endMs &&
      keys.includes(told.list),
  );
  return entry?.kind === 'breaker' ? [{ kind: 'breaker', atMs: entry.atMs, list: entry.list, layer: entry.layer }] : [];
}

/** The newest fault nearest to where the chain ends: there, or at what that place calls, or back along the chain. */
function beginning(
  chain: readonly Span[],
  past: readonly LogEntry[],
  model: Model,
  faults: readonly FaultModel[],
): Cause | null {
  const longOverMs = chain[0]!.startMs - AFTERMATH_MS;
  for (const place of placesFrom(chain, model)) {
    const entry = past.findLast((told) => {
      if (told.kind !== 'fault' || !told.on || isOver(past, told, longOverMs)) return false;
      const target = faults.find((fault) => fault.id === told.id)?.target;
      return (
        target !== undefined &&
        place === (target.kind === 'link' ? linkPlace(target.link) : servicePlace(target.service))
      );
    });
    const fault = entry?.kind === 'fault' ? faults.find(({ id }) => id === entry.id) : undefined;
    if (entry?.kind === 'fault' && fault) return { kind: 'fault', atMs: entry.atMs, fault, byHand: entry.byHand };
  }
  return null;
}

const isOver = (past: readonly LogEntry[], began: LogEntry & { kind: 'fault' }, beforeMs: number): boolean =>
  past.some(
    (told) => told.kind === 'fault' && !told.on && told.id === began.id && told.seq > began.seq && told.atMs < beforeMs,
  );

const servicePlace = (service: number): string => `service ${service}`;
const linkPlace = (link: number): string => `link ${link}`;

/** Services and links in the order in which they are suspected. */
function placesFrom(chain: readonly Span[], model: Model): Set<string> {
  const places = new Set<string>();
  for (const span of [...chain].reverse()) {
    if (span.kind === SpanKind.journey) continue;
    if (span.kind !== SpanKind.visit) {
      const { link } = model.routes[span.subject]!;
      places.add(servicePlace(model.links[link]!.to)).add(linkPlace(link));
    }
    const service =
      span.kind === SpanKind.visit ? model.endpoints[span.subject]!.service : calleeOf(model, span.subject);
    downstream(service, model, places);
  }
  return places;
}

const calleeOf = (model: Model, route: number): number => model.links[model.routes[route]!.link]!.to;

/** The service, then what it calls, nearest first. */
function downstream(service: number, model: Model, places: Set<string>): void {
  const reached = [service];
  for (const from of reached) {
    places.add(servicePlace(from));
    model.links.forEach((link, index) => {
      if (link.from.kind !== 'service' || link.from.index !== from) return;
      places.add(linkPlace(index));
      if (!reached.includes(link.to)) reached.push(link.to);
    });
  }
}
