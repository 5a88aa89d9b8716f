import { suggestion } from '../check/nearest';
import type { Part, Path } from '../document/places';
import type { Caller, Model } from '../model';
import { endpointName, type NamedEndpoints } from '../naming';
import type { Context } from './context';

/** Finds services, endpoints and callers by name, and reports names that lead nowhere. */
export class Directory {
  private readonly services: ReadonlyMap<string, number>;
  private readonly workloads: ReadonlyMap<string, number>;
  /** By `service.endpoint`. */
  private readonly endpoints: ReadonlyMap<string, number>;

  constructor(
    model: NamedEndpoints & Pick<Model, 'workloads'>,
    private readonly context: Context,
  ) {
    this.services = indexOfName(model.services.map((service) => service.name));
    this.workloads = indexOfName(model.workloads.map((workload) => workload.name));
    this.endpoints = indexOfName(model.endpoints.map((_, endpoint) => endpointName(model, endpoint)));
  }

  service(name: string, path: Path, part: Part = 'value'): number | null {
    const index = this.services.get(name);
    if (index !== undefined) return index;
    if (!this.context.isDeclared(['services', name]))
      this.report(path, part, `There is no service \`${name}\``, name, this.serviceNames(), 'the services are');
    return null;
  }

  /** `target` is `service.endpoint`. */
  endpoint(target: string, path: Path, part: Part = 'value'): number | null {
    const index = this.endpoints.get(target);
    if (index !== undefined) return index;
    const dot = target.indexOf('.');
    const [service, endpoint] = [target.slice(0, dot), target.slice(dot + 1)];
    if (this.service(service, path, part) === null) return null;
    if (!this.context.isDeclared(['services', service, 'endpoints', endpoint])) {
      const written = this.context.namesIn(['services', service, 'endpoints']).map((name) => `${service}.${name}`);
      const known = [...this.endpoints.keys()].filter((name) => name.startsWith(`${service}.`));
      const others = [...new Set([...known, ...written])];
      this.report(path, part, `\`${service}\` has no endpoint \`${endpoint}\``, target, others, 'it has');
    }
    return null;
  }

  caller(name: string, path: Path, part: Part = 'value'): Caller | null {
    const service = this.services.get(name);
    if (service !== undefined) return { kind: 'service', index: service };
    const workload = this.workloads.get(name);
    if (workload !== undefined) return { kind: 'workload', index: workload };
    if (!this.context.isDeclared(['services', name]) && !this.context.isDeclared(['workloads', name])) {
      const callers = [...this.workloads.keys(), ...this.serviceNames()];
      this.report(path, part, `There is no service or workload \`${name}\``, name, callers, 'there are');
    }
    return null;
  }

  private serviceNames(): readonly string[] {
    return [...new Set([...this.services.keys(), ...this.context.namesIn(['services'])])];
  }

  private report(
    path: Path,
    part: Part,
    what: string,
    name: string,
    others: readonly string[],
    otherwise: string,
  ): void {
    this.context.report(path, `${what}${suggestion(name, others, otherwise)}`, part);
  }
}

const indexOfName = (names: readonly string[]): ReadonlyMap<string, number> =>
  new Map(names.map((name, index) => [name, index]));
