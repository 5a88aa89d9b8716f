import type { Distribution } from '../kernel/distribution';
import { zoneOf, type LinkModel, type Model } from '../scenario/model';

/** How long messages of a link travel between zones, and which of them do. */
export class ZoneCrossing {
  /** of each replica of the caller to each of the callee: 1 if they are in different zones */
  private readonly crosses: Uint8Array;
  private readonly callees: number;

  private constructor(
    readonly latency: Distribution,
    { services, workloads }: Model,
    { from, to }: LinkModel,
  ) {
    const callee = services[to]!;
    const caller = from.kind === 'service' ? services[from.index]! : null;
    const callers = caller === null ? 1 : caller.replicas;
    this.callees = callee.replicas;
    this.crosses = new Uint8Array(callers * this.callees);
    for (let at = 0; at < this.crosses.length; at++) {
      const instance = Math.floor(at / this.callees);
      const there = zoneOf(callee, at % this.callees);
      const here = caller === null ? (workloads[from.index]!.zone ?? undefined) : zoneOf(caller, instance);
      if (here !== undefined && there !== undefined && here !== there) this.crosses[at] = 1;
    }
  }

  /** Null where no message goes from one zone to another, or that makes no difference. */
  static of(model: Model, link: LinkModel): ZoneCrossing | null {
    if (link.betweenZones === null) return null;
    const crossing = new ZoneCrossing(link.betweenZones, model, link);
    return crossing.crosses.includes(1) ? crossing : null;
  }

  isCrossed(instance: number, replica: number): boolean {
    return this.crosses[instance * this.callees + replica] === 1;
  }
}
