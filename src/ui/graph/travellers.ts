import type { Layout } from '../../engine/observation/layout';
import { SpanKind, type Span, type Trace } from '../../engine/observation/trace';
import { Outcome } from '../../policies/outcome';

/** Something seen on a link: a shopper's request, an attempt, or a call that was stopped before it went out. */
export interface Sighting {
  readonly key: number;
  /** The sighting that must have been seen to arrive before this one sets out: a cause before its effect. */
  readonly after: number | null;
  readonly link: number;
  readonly startMs: number;
  /** NaN while it goes on */
  readonly endMs: number;
  readonly outcome: number;
  /** Stopped by the caller's own policies, so it never crossed the link. */
  readonly stopped: boolean;
}

/** More spans than any trace keeps, so that a trace's id and a span's place make one number. */
const KEYS_PER_TRACE = 256;

/** Of which trace a sighting is. */
export const traceIdOf = ({ key }: Sighting): number => Math.floor(key / KEYS_PER_TRACE);

/** What of a trace can be seen on links, in the order in which it began. */
export function sightingsOf({ model }: Layout, trace: Trace): Sighting[] {
  const keyOf = (span: number): number => trace.id * KEYS_PER_TRACE + span;
  /** By span: the sighting on whose behalf it was done, and the sightings done on behalf of one so far. */
  const ownerOf: (number | null)[] = [];
  const doneFor = new Map<number, Sighting[]>();
  return trace.spans.flatMap((span, index) => {
    const owner = span.parent < 0 ? null : (ownerOf[span.parent] ?? null);
    const route = routeOf(model, trace, span, index);
    ownerOf[index] = route < 0 ? owner : index;
    if (route < 0) return [];
    const siblings = owner === null ? [] : (doneFor.get(owner) ?? []);
    const before = siblings.findLast((sibling) => sibling.endMs <= span.startMs);
    const sighting: Sighting = {
      key: keyOf(index),
      after: before?.key ?? (owner === null ? null : keyOf(owner)),
      link: model.routes[route]!.link,
      startMs: span.startMs,
      endMs: span.endMs,
      outcome: span.outcome,
      stopped: span.kind === SpanKind.call,
    };
    if (owner !== null) doneFor.set(owner, [...siblings, sighting]);
    return [sighting];
  });
}

function routeOf(model: Layout['model'], trace: Trace, span: Span, index: number): number {
  // A journey of several steps is seen step by step.
  if (span.kind === SpanKind.journey) {
    const { steps } = model.journeys[span.subject]!;
    return steps.length === 1 ? steps[0]!.route : -1;
  }
  if (span.kind === SpanKind.attempt && span.parent > 0) return span.subject;
  const stopped = span.outcome === Outcome.breakerOpen || span.covered === Outcome.breakerOpen;
  const sent = trace.spans.some((other) => other.parent === index && other.kind === SpanKind.attempt);
  return span.kind === SpanKind.call && stopped && !sent ? span.subject : -1;
}

export type Phase = 'to come' | 'under way' | 'waiting' | 'answered' | 'failed';

/** A dot on a link. Its place is smoothed for the eye: a real reply in 2 ms would never be seen. */
export interface Traveller {
  readonly link: number;
  phase: Phase;
  /** Share of the link's length, 0 at the caller. */
  place: number;
  /** 1, and less while it fades. */
  strength: number;
  sighting: Sighting;
}

/** How long the eye is given, in real milliseconds. */
const CROSSING_MS = 520;
const FADE_ANSWERED_MS = 180;
const FADE_FAILED_MS = 1100;
/** A call stopped by a breaker gets no further than its switch. */
const STOPPED_AT = 0.42;
const QUEUE_FRONT = 0.95;
const RING_SPACING = 10;
const MOST_RINGS = 16;
const MOST_PER_LINK = 28;

/**
 * The sampled requests to be seen now. Told of traces as they change, it moves each on in real time: across, then waiting
 * in line at the callee's door, then gone or failed.
 */
export class Travellers {
  private readonly byKey = new Map<number, Traveller>();
  /** By link. */
  private readonly numbers: number[];
  private shownUpToMs = 0;

  constructor(
    private readonly layout: Layout,
    private readonly lengths: readonly number[],
  ) {
    this.numbers = lengths.map(() => 0);
  }

  get all(): Iterable<Traveller> {
    return this.byKey.values();
  }

  /** `changed` since the last time; `held` is every trace still known, by id, so that no ending is missed. */
  see(changed: readonly Trace[], held: readonly Trace[], nowMs: number): void {
    if (nowMs < this.shownUpToMs) for (const traveller of this.byKey.values()) this.drop(traveller);
    for (const traveller of this.byKey.values()) {
      if (!Number.isNaN(traveller.sighting.endMs)) continue;
      const trace = traceOf(held, traceIdOf(traveller.sighting));
      const { key } = traveller.sighting;
      const sighting = trace && sightingsOf(this.layout, trace).find((seen) => seen.key === key);
      if (sighting) traveller.sighting = sighting;
      else this.drop(traveller);
    }
    for (const trace of changed) {
      for (const sighting of sightingsOf(this.layout, trace)) {
        if (this.byKey.has(sighting.key) || sighting.startMs < this.shownUpToMs) continue;
        const { link } = sighting;
        if (this.numbers[link]! >= MOST_PER_LINK) continue;
        this.numbers[link]! += 1;
        this.byKey.set(sighting.key, { link, phase: 'to come', place: 0, strength: 1, sighting });
      }
    }
    this.shownUpToMs = nowMs;
  }

  /** Moves everything on by so many real milliseconds. */
  move(elapsedMs: number): void {
    const rings = new Map<number, number>();
    for (const traveller of this.byKey.values()) {
      if (traveller.phase === 'to come' && this.maySetOut(traveller)) traveller.phase = 'under way';
      if (traveller.phase === 'under way') this.cross(traveller, elapsedMs);
      if (traveller.phase === 'waiting') this.wait(traveller, elapsedMs, rings);
      if (traveller.phase === 'answered') traveller.strength -= elapsedMs / FADE_ANSWERED_MS;
      if (traveller.phase === 'failed') traveller.strength -= elapsedMs / FADE_FAILED_MS;
      if (traveller.strength <= 0) this.drop(traveller);
    }
  }

  private maySetOut({ sighting: { after } }: Traveller): boolean {
    const before = after === null ? undefined : this.byKey.get(after);
    return before === undefined || (before.phase !== 'to come' && before.phase !== 'under way');
  }

  private drop({ link, sighting }: Traveller): void {
    this.byKey.delete(sighting.key);
    this.numbers[link]! -= 1;
  }

  private cross(traveller: Traveller, elapsedMs: number): void {
    const { sighting } = traveller;
    const end = sighting.stopped ? STOPPED_AT : QUEUE_FRONT;
    traveller.place = Math.min(end, traveller.place + elapsedMs / CROSSING_MS);
    if (traveller.place < end) return;
    traveller.phase = Number.isNaN(sighting.endMs) ? 'waiting' : endPhase(sighting);
  }

  private wait(traveller: Traveller, elapsedMs: number, rings: Map<number, number>): void {
    if (!Number.isNaN(traveller.sighting.endMs)) {
      traveller.phase = endPhase(traveller.sighting);
      return;
    }
    const ahead = rings.get(traveller.link) ?? 0;
    rings.set(traveller.link, ahead + 1);
    // Those beyond the drawn line stand at its end, on top of each other.
    const target = QUEUE_FRONT - (Math.min(ahead, MOST_RINGS) * RING_SPACING) / this.lengths[traveller.link]!;
    traveller.place += (Math.max(0.04, target) - traveller.place) * (1 - Math.exp(-elapsedMs / 120));
  }
}

function traceOf(held: readonly Trace[], id: number): Trace | undefined {
  let low = 0;
  let high = held.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (held[middle]!.id < id) low = middle + 1;
    else high = middle;
  }
  return held[low]?.id === id ? held[low] : undefined;
}

const endPhase = ({ outcome, stopped }: Sighting): Phase =>
  !stopped && (outcome === Outcome.ok || outcome === Outcome.degraded) ? 'answered' : 'failed';
