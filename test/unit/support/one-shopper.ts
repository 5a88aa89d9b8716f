import { SpanKind, type Span, type Trace } from '../../../src/engine/observation/trace';
import { OUTCOME_NAMES } from '../../../src/policies/outcome';
import type { Engine } from '../../../src/engine/engine';
import { endpointName } from '../../../src/scenario/naming';
import { engineOf, Reader } from './run';

/** A scenario whose shoppers come one every 20 s from 10 s on, and ask `web.go` over links without latency. */
export const rarely = (services: string, rest = ''): string => `
scenario: One at a time
workloads: { people: { rate: 0.05/s, arrivals: constant, journeys: { go: { share: 100%, start: web.go } } } }
services:
${services}
links: { default: { latency: 0ms } }
${rest}`;

/** The first of these shoppers, 15 s after they came. */
export class OneShopper {
  readonly engine: Engine;
  readonly reader: Reader;
  readonly cameMs: number;

  constructor(yaml: string) {
    this.engine = engineOf(yaml);
    this.engine.advance(25_000);
    this.cameMs = this.trace.spans[0]!.startMs;
    this.reader = new Reader(this.engine);
  }

  get trace(): Trace {
    return this.engine.tracesSince(0).traces[0]!;
  }

  /** The shopper's own request: when it ended, and how. */
  get answer(): string {
    return this.words(this.trace.spans[0]!);
  }

  /** Each call of an endpoint: from when to when since the shopper came, and how it ended for its caller. */
  calls(endpoint: string): string[] {
    return this.of(SpanKind.call, endpoint, ({ subject }) => this.engine.model.routes[subject]!.endpoint);
  }

  /** Each visit to an endpoint. */
  visits(endpoint: string): string[] {
    return this.of(SpanKind.visit, endpoint, ({ subject }) => subject);
  }

  private of(kind: SpanKind, endpoint: string, endpointOf: (span: Span) => number): string[] {
    return this.trace.spans
      .filter((span) => span.kind === kind && endpointName(this.engine.model, endpointOf(span)) === endpoint)
      .map((span) => this.words(span));
  }

  private words({ startMs, endMs, outcome }: Span): string {
    const since = (ms: number) => Number((ms - this.cameMs).toFixed(6));
    return `${since(startMs)} to ${since(endMs)}: ${OUTCOME_NAMES[outcome] ?? 'going on'}`;
  }
}
