import type { Distribution } from '../../kernel/distribution';
import type { BalancingParams } from '../../policies/balancing';
import type { Caller, ConnectionModel } from '../model';
import { routeKeyParts } from '../naming';
import type { ScenarioSource } from '../schema/scenario';
import type { Context } from './context';
import type { Directory } from './directory';

export interface NamedLink {
  readonly from: Caller;
  readonly to: number;
  readonly latency: Distribution | undefined;
  readonly balancing: BalancingParams | undefined;
  readonly connections: ConnectionModel | undefined;
}

/** The links written under `links`, in order. */
export function namedLinks(source: ScenarioSource['links'], directory: Directory, context: Context): NamedLink[] {
  const seen = new Set<string>();
  return source.named.flatMap(({ key, latency, balancing, connections }) => {
    const path = ['links', key];
    const parts = routeKeyParts(key);
    if (!parts) return [];
    const from = directory.caller(parts.from, path, 'key');
    const to = directory.service(parts.to, path, 'key');
    const id = `${parts.from} ${parts.to}`;
    if (seen.has(id)) context.report(path, `\`${parts.from} -> ${parts.to}\` is here twice; keep one of them.`, 'key');
    seen.add(id);
    return from && to !== null ? [{ from, to, latency, balancing, connections }] : [];
  });
}
