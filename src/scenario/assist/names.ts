import type { Path } from '../document/places';
import type { Model } from '../model';
import { callerName, endpointName, linkNames, routeKeyParts, routeNames } from '../naming';
import type { SchemaNode } from '../schema/json-schema';

/** The names of a model that fit at a place. */
export function namesFor(kind: SchemaNode['names'], path: Path, model: Model): readonly string[] {
  switch (kind) {
    case 'service':
      return model.services.map((service) => service.name);
    case 'link':
      return linkNames(model);
    case 'route':
      return [...linkNames(model), ...routeNames(model)];
    case 'endpoint':
      return endpointNames(path, model);
    case undefined:
      return [];
  }
}

/** Under `policies`, those that the caller has a way to; elsewhere all. */
function endpointNames([section, key]: Path, model: Model): readonly string[] {
  const parts = section === 'policies' ? routeKeyParts(String(key)) : null;
  if (!parts) return model.endpoints.map((_, endpoint) => endpointName(model, endpoint));
  return model.routes.flatMap(({ link, endpoint }) =>
    callerName(model, model.links[link]!.from) === parts.from ? [endpointName(model, endpoint)] : [],
  );
}

/** The calls that a policy key covers, in words; null if it is no key or covers none. */
export function coverage(key: string, model: Model): string | null {
  const parts = routeKeyParts(key);
  if (!parts) return null;
  const { from, to, endpoint } = parts;
  const covered = model.routes.flatMap((route) => {
    const { name, service } = model.endpoints[route.endpoint]!;
    const fits =
      callerName(model, model.links[route.link]!.from) === from &&
      model.services[service]!.name === to &&
      (endpoint === null || endpoint === name);
    return fits ? [`${to}.${name}`] : [];
  });
  return covered.length === 0 ? null : `What surrounds the calls of ${from} to ${covered.join(', ')}.`;
}
