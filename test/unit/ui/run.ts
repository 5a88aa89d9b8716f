import { Engine } from '../../../src/engine/engine';
import type { CommandBody } from '../../../src/engine/command';
import { Recorder } from '../../../src/engine/observation/recorder';
import type { LogEntry } from '../../../src/engine/observation/log';
import type { Layout } from '../../../src/engine/observation/layout';
import type { Trace } from '../../../src/engine/observation/trace';
import type { Frame, TimelinePoint } from '../../../src/lab/frame';
import { Framer } from '../../../src/lab/framer';
import type { Model } from '../../../src/scenario/model';
import type { Subject } from '../../../src/lab/subject';
import { compileScenario } from '../../../src/scenario';

/** A shop of two rows: enough for a queue, a wait for a call, and a breaker. */
export const SHOP = `
scenario: Two rows
workloads:
  shoppers:
    rate: 40/s
    patience: 4s
    answer within: 1s
    journeys:
      browse: { share: 60%, start: web.browse }
      checkout: { share: 40%, start: web.checkout }
services:
  web:
    kind: web app
    replicas: 2
    workers: 8
    queue: 10
    endpoints:
      browse: { work: { exponential: { mean: 4ms } }, calls: [catalog.list] }
      checkout: { work: { exponential: { mean: 4ms } }, calls: [catalog.price, payments.charge] }
  catalog:
    workers: 20
    queue: 500
    endpoints:
      list: { work: { exponential: { mean: 20ms } } }
      price: { work: { exponential: { mean: 20ms } } }
  payments:
    kind: third party
    workers: 20
    queue: 50
    endpoints:
      charge: { work: { exponential: { mean: 40ms } } }
faults:
  catalog-hangs: { node: catalog, does: hang }
`;

export const BREAKER = `
policies:
  web -> catalog:
    - breaker: { failure rate: 50%, window: 10 calls, minimum calls: 10, open for: 5s, half-open calls: 2 }
    - timeout: 200ms
`;

export interface Run {
  readonly model: Model;
  readonly layout: Layout;
  readonly frame: Frame;
  readonly log: readonly LogEntry[];
  readonly traces: readonly Trace[];
  readonly points: readonly TimelinePoint[];
}

/** The shop after a while: what a page would know of it that looks at this subject closely. */
export function runShop(
  untilMs: number,
  commands: readonly (CommandBody & { atMs: number })[] = [],
  { shop = SHOP, subject = null }: { readonly shop?: string; readonly subject?: Subject | null } = {},
): Run {
  const compiled = compileScenario(shop);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  const engine = new Engine(compiled.value, 7);
  for (const command of commands) {
    const scheduled = engine.schedule(command);
    if (!scheduled.ok) throw new Error(JSON.stringify(scheduled.problems));
  }
  const recorder = new Recorder(engine);
  const framer = new Framer(recorder);
  framer.lookAt(subject);
  recorder.advance(untilMs);
  const frame = framer.frame({ playing: true, speed: 1, achievedSpeed: 1 });
  const { model, layout } = engine;
  return { model, layout, frame, log: frame.log, traces: frame.traces, points: frame.points };
}

export const breakCatalog = { atMs: 5000, do: 'break', id: 'catalog-hangs' } as const;
