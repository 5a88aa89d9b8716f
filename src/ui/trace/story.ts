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

/**
 * A trace as lines in the order in which they began, indented by who called whom. It ends with the shopper's request:
 * what went on for nobody after that is not part of its story.
 */
export function storyOf(trace: Trace, model: Model, nowMs: number): StoryLine[] {
  const { spans } = trace;
  const rootEndMs = spans[0]?.endMs ?? NaN;
  const untilMs = Number.isNaN(rootEndMs) ? nowMs : rootEndMs;
  return spans.flatMap((span, index): StoryLine[] => {
    if (span.kind === SpanKind.journey) return [lineOf(spans, index, model.journeys[span.subject]!.name, untilMs)];
    if (span.kind !== SpanKind.call) return [];
    const { endpoint } = model.routes[span.subject]!;
    const line = lineOf(spans, index, endpointName(model, endpoint), untilMs);
    return [isForgotten(spans, span, model) ? { ...line, words: text.trace.forgotten(line.words) } : line];
  });
}

function lineOf(spans: readonly Span[], index: number, name: string, untilMs: number): StoryLine {
  const span = spans[index]!;
  const attempts = spans.filter((child) => child.parent === index && child.kind === SpanKind.attempt);
  const lastAttempt = attempts.at(-1);
  const visit = lastAttempt && spans.find((child) => child.parent === spans.indexOf(lastAttempt));
  const endMs = Number.isNaN(span.endMs) ? untilMs : Math.min(span.endMs, untilMs);
  // A queue is left when work begins; where it never did, the whole wait was spent there.
  const queuedToMs = visit ? Math.min(Number.isNaN(visit.workFromMs) ? endMs : visit.workFromMs, endMs) : span.startMs;
  return {
    depth: depthOf(spans, index),
    name,
    startMs: span.startMs,
    queuedToMs,
    endMs,
    standing: standingOf(span.outcome),
    words: wordsOf(span, visit, attempts, endMs),
  };
}

/** Whether the one who made the call goes on without its answer, by plan. */
function isForgotten(spans: readonly Span[], span: Span, model: Model): boolean {
  const caller = spans[span.parent];
  if (caller?.kind !== SpanKind.visit) return false;
  const { stages } = model.endpoints[caller.subject]!;
  const planned = stages.flatMap(({ calls }) => calls.filter(({ route }) => route === span.subject));
  return planned.length > 0 && planned.every(({ isAwaited }) => !isAwaited);
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

function wordsOf(span: Span, visit: Span | undefined, attempts: readonly Span[], endMs: number): string {
  const words = text.trace;
  const parts = [...connectionWords(attempts.at(-1), endMs), ...(visit === undefined ? [] : queueWords(visit, endMs))];
  if (attempts.length > 1) parts.push(words.attempts(attempts.length));
  const tookMs = endMs - span.startMs;
  const open = span.outcome < 0 || span.endMs > endMs;
  if (span.covered >= 0) parts.push(words.covered(span.covered as Outcome));
  else if (!open) parts.push(words.ended(span.outcome as Outcome, tookMs));
  else if (parts.length === 0) parts.push(words.going(tookMs));
  return parts.join(', ');
}

function connectionWords(attempt: Span | undefined, endMs: number): string[] {
  if (attempt === undefined || Number.isNaN(attempt.workFromMs)) return [];
  const madeMs = attempt.workFromMs - attempt.startMs;
  return attempt.workFromMs <= endMs && madeMs >= NOTICEABLE_MS ? [text.trace.connected(madeMs)] : [];
}

function queueWords(visit: Span, endMs: number): string[] {
  const words = text.trace;
  if (visit.outcome === Outcome.queueFull) return [words.turnedAway];
  if (Number.isNaN(visit.workFromMs)) return [words.stillQueued(endMs - visit.startMs)];
  const queuedMs = visit.workFromMs - visit.startMs;
  return queuedMs >= NOTICEABLE_MS ? [words.queued(queuedMs)] : [];
}
