import { OUTCOME_NAMES } from '../../../src/policies/outcome';
import type { Engine } from '../../../src/engine/engine';
import { ofOutcome, QUEUE_WAIT_SUM, ReplicaGauge, SERVICE_SUM } from '../../../src/engine/observation/layout';
import { endpointName, routeName } from '../../../src/scenario/naming';

export { modelOf, engineOf, command } from './begin';

export type Tally = { arrived: number } & Record<(typeof OUTCOME_NAMES)[number], number>;

/** What an engine counted, by name. */
export class Reader {
  constructor(private readonly engine: Engine) {}

  journey(name: string): Tally {
    return this.tally(this.engine.layout.journey(this.engine.model.journeys.findIndex((j) => j.name === name)));
  }

  calls(route: string): Tally {
    return this.tally(this.engine.layout.calls(this.routeIndex(route)));
  }

  attempts(route: string): Tally {
    return this.tally(this.engine.layout.attempts(this.routeIndex(route)));
  }

  /** Over all replicas unless one is given. */
  visits(endpoint: string, replica?: number): Tally & { queueWaitMs: number; serviceMs: number } {
    const { model, layout, counts } = this.engine;
    const index = model.endpoints.findIndex((_, e) => endpointName(model, e) === endpoint);
    const replicas = [...Array(model.services[model.endpoints[index]!.service]!.replicas).keys()];
    const cells = replicas.filter((r) => replica === undefined || r === replica).map((r) => layout.visit(index, r));
    const total: Record<string, number> = { queueWaitMs: 0, serviceMs: 0 };
    for (const at of cells) {
      for (const [name, count] of Object.entries(this.tally(at))) total[name] = (total[name] ?? 0) + count;
      total['queueWaitMs']! += counts[at + QUEUE_WAIT_SUM]!;
      total['serviceMs']! += counts[at + SERVICE_SUM]!;
    }
    return total as Tally & { queueWaitMs: number; serviceMs: number };
  }

  replica(service: string, replica = 0): Record<keyof typeof ReplicaGauge, number> {
    const { engine } = this;
    const gauges = new Float64Array(engine.layout.gaugeLength);
    engine.readGauges(gauges);
    const at = engine.layout.replica(
      engine.model.services.findIndex((s) => s.name === service),
      replica,
    );
    return Object.fromEntries(
      Object.entries(ReplicaGauge).map(([name, offset]) => [name, gauges[at + offset]!]),
    ) as Record<keyof typeof ReplicaGauge, number>;
  }

  private routeIndex(name: string): number {
    const index = this.engine.model.routes.findIndex((_, r) => routeName(this.engine.model, r) === name);
    if (index < 0) throw new Error(`no route ${name}`);
    return index;
  }

  private tally(at: number): Tally {
    const { counts } = this.engine;
    return Object.fromEntries([
      ['arrived', counts[at]!],
      ...OUTCOME_NAMES.map((name, outcome) => [name, counts[at + ofOutcome(outcome as 0)]!]),
    ]) as Tally;
  }
}

/** A tally without the outcomes that never came. */
export const seen = (tally: Tally): Partial<Tally> =>
  Object.fromEntries(Object.entries(tally).filter(([, count]) => count !== 0));
