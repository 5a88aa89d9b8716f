import type { Caller, LinkModel, RouteModel } from '../model';

/** Links and routes, numbered as they are first met. */
export class Network {
  readonly links: LinkModel[] = [];
  readonly routes: RouteModel[] = [];
  private readonly linkOf = new Map<string, number>();
  private readonly routeOf = new Map<string, number>();

  constructor(
    private readonly serviceOfEndpoint: readonly number[],
    private readonly natureOf: (
      from: Caller,
      to: number,
    ) => Pick<LinkModel, 'latency' | 'betweenZones' | 'balancing' | 'connections'>,
  ) {}

  link(from: Caller, to: number): number {
    return numbered(this.linkOf, `${from.kind} ${from.index} ${to}`, this.links, () => ({
      from,
      to,
      ...this.natureOf(from, to),
    }));
  }

  route(from: Caller, endpoint: number): number {
    const link = this.link(from, this.serviceOfEndpoint[endpoint]!);
    return numbered(this.routeOf, `${link} ${endpoint}`, this.routes, () => ({ link, endpoint }));
  }
}

function numbered<T>(known: Map<string, number>, key: string, list: T[], make: () => T): number {
  const index = known.get(key);
  if (index !== undefined) return index;
  known.set(key, list.length);
  return list.push(make()) - 1;
}
