import type { Path } from '../document/places';
import { suggestion } from '../check/nearest';
import {
  ALL_REPLICAS,
  RANDOM_REPLICA,
  type FaultEffect,
  type FaultModel,
  type FaultTarget,
  type Ground,
} from '../model';
import { isSameCaller, linkNames, routeKeyOf, routeKeyParts } from '../naming';
import type { FaultSpec } from '../schema/fault';
import type { Context } from './context';
import { Directory } from './directory';

/** Null where what it breaks is not there; that is reported. `sound`: the ground has no problems itself. */
export function faultModel(
  id: string,
  spec: FaultSpec,
  path: Path,
  ground: Ground,
  sound: boolean,
  context: Context,
): FaultModel | null {
  const target = faultTarget(spec, path, ground, sound, context);
  if (!target) return null;
  const { at = NaN, for: lasts = null, every, 'off for': offFor } = spec;
  const repeats =
    every !== undefined
      ? ({ gap: every, from: 'start' } as const)
      : offFor !== undefined
        ? ({ gap: offFor, from: 'end' } as const)
        : null;
  return { id, target, effect: faultEffect(spec), atMs: at, lasts, repeats };
}

function faultTarget(
  spec: FaultSpec,
  path: Path,
  ground: Ground,
  sound: boolean,
  context: Context,
): FaultTarget | null {
  const directory = new Directory(ground, context);
  if (spec.node !== undefined) {
    const service = directory.service(spec.node, [...path, 'node']);
    if (service === null) return null;
    const { replicas, name } = ground.services[service]!;
    if (typeof spec.replica === 'number' && spec.replica > replicas)
      context.report(
        [...path, 'replica'],
        `\`${name}\` has ${replicas} replica${replicas === 1 ? '' : 's'}, counted from 1.`,
      );
    const { replica } = spec;
    const which = typeof replica === 'number' ? replica - 1 : replica === 'random' ? RANDOM_REPLICA : ALL_REPLICAS;
    return { kind: 'service', service, replica: which };
  }
  if (spec.zone !== undefined) {
    const { zone } = spec;
    const known = [...new Set(ground.services.flatMap(({ zones }) => zones))];
    if (known.includes(zone))
      return { kind: 'zone', zone, replica: spec.replica === 'random' ? RANDOM_REPLICA : ALL_REPLICAS };
    if (sound) {
      const instead = known.length === 0 ? '; no service says its `zone`.' : suggestion(zone, known, 'the zones are');
      context.report([...path, 'zone'], `There is no zone \`${zone}\`${instead}`);
    }
    return null;
  }
  const parts = routeKeyParts(spec.link ?? '');
  if (!parts) return null;
  const from = directory.caller(parts.from, [...path, 'link']);
  const to = directory.service(parts.to, [...path, 'link']);
  if (from === null || to === null) return null;
  const link = ground.links.findIndex((other) => other.to === to && isSameCaller(other.from, from));
  if (link >= 0) return { kind: 'link', link };
  if (!sound) return null;
  const written = routeKeyOf(parts);
  const instead = suggestion(written, linkNames(ground), 'the links are');
  context.report([...path, 'link'], `There is no link \`${written}\`${instead}`);
  return null;
}

function faultEffect(spec: FaultSpec): FaultEffect {
  const {
    does,
    by = 1,
    over: overMs = 0,
    'down for': downMs = 0,
    share = 1,
    when = 'after work',
    add: addMs = 0,
    direction = 'both',
  } = spec;
  switch (does) {
    case 'crash':
    case 'hang':
      return { does };
    case 'slow':
      return { does, factor: by };
    case 'leak':
      return { does, factor: by, overMs, downMs };
    case 'errors':
      return { does, share, when };
    case 'latency':
      return { does, addMs };
    case 'loss':
      return { does, share, direction };
    case 'cut':
      return { does, direction };
  }
}
