import { SpanKind, type Span, type Trace } from '../../engine/observation/trace';
import { isGood, Outcome } from '../../policies/outcome';
import type { Model } from '../../scenario/model';
import { endpointName } from '../../scenario/naming';
import { text } from '../text';

export type StoryStanding = 'going' | 'good' | 'degraded' | 'failed';

/** One line of a request's story: the request itself, or one call made on its behalf and what became of it at the callee. */
export interface StoryLine {
  /** 0 for the shopper's request. */
  readonly depth: number;
  readonly name: string;
  readonly startMs: number;
  /** Where the wait in the callee's queue ended; equal to the start where there was none. */
  readonly queuedToMs: number;
  /** Now, while it goes on. */
  readonly endMs: number;
  readonly standing: StoryStanding;
  /** What happened to it, in words. */
  readonly words: string;
}

/** A wait in a queue shorter than this is not worth a word. */
const NOTICEABLE_MS = 1;

/** A trace as lines in the order in which they began, indented by who called whom. */
export function storyOf(trace: Trace, model: Model, nowMs: number): StoryLine[] {
  const { spans } = trace;
  return spans.flatMap((span, index): StoryLine[] => {
    if (span.kind === SpanKind.journey) return [lineOf(spans, index, model.journeys[span.subject]!.name, nowMs)];
    if (span.kind !== SpanKind.call) return [];
    const { endpoint } = model.routes[span.subject]!;
    return [lineOf(spans, index, endpointName(model, endpoint), nowMs)];
  });
}

function lineOf(spans: readonly Span[], index: number, name: string, nowMs: number): StoryLine {
  const span = spans[index]!;
  const attempts = spans.filter((child) => child.parent === index && child.kind === SpanKind.attempt);
  const lastAttempt = attempts.at(-1);
  const visit = lastAttempt && spans.find((child) => child.parent === spans.indexOf(lastAttempt));
  const endMs = Number.isNaN(span.endMs) ? nowMs : span.endMs;
  // A queue is left when work begins; where it never did, the whole wait was spent there.
  const queuedToMs = visit ? Math.min(Number.isNaN(visit.workFromMs) ? endMs : visit.workFromMs, endMs) : span.startMs;
  return {
    depth: depthOf(spans, index),
    name,
    startMs: span.startMs,
    queuedToMs,
    endMs,
    standing: standingOf(span.outcome),
    words: wordsOf(span, visit, attempts.length, endMs),
  };
}

/** How many calls lead to it. */
function depthOf(spans: readonly Span[], index: number): number {
  let depth = 0;
  for (let at = index; at >= 0; at = spans[at]!.parent) if (spans[at]!.kind === SpanKind.call) depth += 1;
  return depth;
}

function standingOf(outcome: number): StoryStanding {
  if (outcome < 0) return 'going';
  if (outcome === Outcome.degraded) return 'degraded';
  return isGood(outcome as Outcome) ? 'good' : 'failed';
}

function wordsOf(span: Span, visit: Span | undefined, attempts: number, endMs: number): string {
  const words = text.trace;
  const parts: string[] = [];
  if (visit !== undefined) {
    const neverTaken = Number.isNaN(visit.workFromMs);
    const queuedMs = (neverTaken ? endMs : visit.workFromMs) - visit.startMs;
    if (visit.outcome === Outcome.queueFull) parts.push(words.turnedAway);
    else if (neverTaken) parts.push(words.stillQueued(queuedMs));
    else if (queuedMs >= NOTICEABLE_MS) parts.push(words.queued(queuedMs));
  }
  if (attempts > 1) parts.push(words.attempts(attempts));
  const tookMs = endMs - span.startMs;
  if (span.outcome < 0) parts.push(words.going(tookMs));
  else if (span.covered >= 0) parts.push(words.covered(span.covered as Outcome));
  else parts.push(words.ended(span.outcome as Outcome, tookMs));
  return parts.join(', ');
}
