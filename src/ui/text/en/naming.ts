import type { BreakerState } from '../../../policies/breaker';
import { callerName } from '../../../scenario/naming';
import type { Model } from '../../../scenario/model';

/** `web -> catalog.price` as it is read: web → catalog.price. */
export const arrowed = (key: string): string => key.replace(/\s*->\s*/, ' → ');

/** web → catalog */
export function linkWords(model: Model, link: number): string {
  const { from, to } = model.links[link]!;
  return `${callerName(model, from)} → ${model.services[to]!.name}`;
}

/** catalog, or catalog 2 where there are several replicas; `replica` counts from 0. */
export function replicaWords(model: Model, service: number, replica: number): string {
  const { name, replicas } = model.services[service]!;
  return replicas === 1 ? name : `${name} ${replica + 1}`;
}

export const breakerStates: Readonly<Record<BreakerState, string>> = {
  closed: 'closed',
  open: 'open',
  'half-open': 'half-open',
  'forced open': 'forced open',
  'forced closed': 'forced closed',
  disabled: 'disabled',
  'metrics only': 'only counting',
  isolated: 'isolated',
};
