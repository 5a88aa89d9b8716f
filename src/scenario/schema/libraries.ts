import type { SchemaNode } from './json-schema';

/** By the word after `like`. */
const NAMES: Readonly<Record<string, string>> = {
  aws: 'AWS SDKs',
  cockatiel: 'cockatiel',
  envoy: 'Envoy',
  finagle: 'Finagle',
  gobreaker: 'gobreaker',
  grpc: 'gRPC',
  hystrix: 'Hystrix',
  istio: 'Istio',
  opossum: 'opossum',
  polly: 'Polly',
  pybreaker: 'pybreaker',
  resilience4j: 'resilience4j',
  sentinel: 'Sentinel',
  tenacity: 'tenacity',
};

/** Says of every key of a form that follows one library, and does not say it itself, that it is that library's. */
export function withLibraries(node: SchemaNode, above: string | null = null): SchemaNode {
  const like = node.properties?.['like']?.const;
  const library = (typeof like === 'string' ? NAMES[like] : undefined) ?? above;
  const inside = (inner: SchemaNode): SchemaNode => withLibraries(inner, library);
  const { properties, items, anyOf, oneOf, additionalProperties } = node;
  return {
    ...node,
    ...(properties && { properties: mapped(properties, (key, inner) => owned(key, inside(inner), library)) }),
    ...(items && { items: inside(items) }),
    ...(anyOf && { anyOf: anyOf.map(inside) }),
    ...(oneOf && { oneOf: oneOf.map(inside) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: inside(additionalProperties) }),
  };
}

function owned(key: string, node: SchemaNode, library: string | null): SchemaNode {
  if (node.libraries) return node;
  if (key === 'like') return { ...node, libraries: library === null ? [] : [library] };
  return library === null ? node : { ...node, libraries: [library] };
}

const mapped = (
  properties: Readonly<Record<string, SchemaNode>>,
  change: (key: string, node: SchemaNode) => SchemaNode,
): Readonly<Record<string, SchemaNode>> =>
  Object.fromEntries(Object.entries(properties).map(([key, node]) => [key, change(key, node)]));
