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

/** Which replicas of the callee are in the zone of each replica of the caller. */
export class Vicinity {
  /** of each replica of the caller to each of the callee: 1 if they are in one zone */
  private readonly near: Uint8Array;
  /** of each replica of the caller: how many are */
  private readonly counts: Int32Array;
  private readonly callees: number;

  private constructor({ services, workloads }: Model, { from, to }: LinkModel) {
    const callee = services[to]!;
    const caller = from.kind === 'service' ? services[from.index]! : null;
    this.callees = callee.replicas;
    this.counts = new Int32Array(caller === null ? 1 : caller.replicas);
    this.near = new Uint8Array(this.counts.length * this.callees);
    for (let at = 0; at < this.near.length; at++) {
      const instance = Math.floor(at / this.callees);
      const here = caller === null ? (workloads[from.index]!.zone ?? undefined) : zoneOf(caller, instance);
      if (here === undefined || here !== zoneOf(callee, at % this.callees)) continue;
      this.near[at] = 1;
      this.counts[instance]! += 1;
    }
  }

  /** Null where nobody has near replicas as well as far ones. */
  static of(model: Model, link: LinkModel): Vicinity | null {
    const vicinity = new Vicinity(model, link);
    return vicinity.counts.some((count) => count > 0 && count < vicinity.callees) ? vicinity : null;
  }

  /** How many are near to this replica of the caller. */
  count(instance: number): number {
    return this.counts[instance]!;
  }

  isNear(instance: number, replica: number): boolean {
    return this.near[instance * this.callees + replica] === 1;
  }
}
