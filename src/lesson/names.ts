import { suggestion } from '../scenario/check/nearest';
import type { Model } from '../scenario/model';
import { linkNames, routeKeyOf, routeKeyParts, routeNames } from '../scenario/naming';

/** What a lesson's files may refer to by name. */
export interface Names {
  readonly services: readonly string[];
  readonly workloads: readonly string[];
  readonly journeys: readonly string[];
  readonly faults: readonly string[];
  /** `web -> catalog` */
  readonly links: readonly string[];
  /** `web -> catalog` and `web -> catalog.price` */
  readonly routes: readonly string[];
}

export function namesOf(model: Model): Names {
  const links = linkNames(model);
  return {
    services: model.services.map(({ name }) => name),
    workloads: model.workloads.map(({ name }) => name),
    journeys: model.journeys.map(({ name }) => name),
    faults: model.faults.map(({ id }) => id),
    links,
    routes: [...links, ...routeNames(model)],
  };
}

/** `web->catalog` as `web -> catalog`; any other text as it is. */
export function spaced(key: string): string {
  const parts = routeKeyParts(key);
  return parts ? routeKeyOf(parts) : key;
}

/** What is wrong with a reference, or null if what it names is there. */
export function missing(kind: string, name: string, known: readonly string[]): string | null {
  if (known.includes(name)) return null;
  return `There is no ${kind} \`${name}\`${suggestion(name, known, 'there are')}`;
}
