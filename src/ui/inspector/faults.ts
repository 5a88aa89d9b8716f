import type { FaultSource } from '../../scenario/fault';
import type { FaultEffect, FaultModel, FaultTarget, Model } from '../../scenario/model';
import { callerName } from '../../scenario/naming';

/** What a student may do to a service or a link, by hand. */
export type Does = FaultEffect['does'];

/** What can be selected. */
export type SelectedTarget = Exclude<FaultTarget, { kind: 'zone' }>;
/** What can be broken by hand: that, or the zone of some of a service's replicas. */
export type HandTarget = FaultTarget;

export const DOES_TO: Readonly<Record<HandTarget['kind'], readonly Does[]>> = {
  service: ['crash', 'hang', 'slow', 'leak', 'errors'],
  zone: ['crash', 'hang', 'slow', 'leak', 'errors'],
  link: ['latency', 'loss', 'cut'],
};

/** The numbers a fault takes, whichever it is. */
export interface Strength {
  /** slow: work takes so many times as long; leak: in the end */
  readonly factor: number;
  /** leak: how long it takes to grow */
  readonly overS: number;
  /** errors, loss: in percent */
  readonly percent: number;
  readonly when: 'after work' | 'at once';
  /** latency: ms each way */
  readonly addMs: number;
  readonly direction: 'request' | 'reply' | 'both';
}

export const USUAL_STRENGTH: Strength = {
  factor: 5,
  overS: 60,
  percent: 30,
  when: 'after work',
  addMs: 200,
  direction: 'both',
};

function sameTarget(a: FaultTarget, b: HandTarget): boolean {
  switch (a.kind) {
    case 'service':
      return b.kind === 'service' && a.service === b.service && a.replica === b.replica;
    case 'zone':
      return b.kind === 'zone' && a.zone === b.zone && a.replica === b.replica;
    case 'link':
      return b.kind === 'link' && a.link === b.link;
  }
}

/** The faults in force on a service, whole, one of its replicas or the zone of some, or on a link. */
export const faultsOnTarget = (
  model: Model,
  faults: readonly FaultModel[],
  on: readonly string[],
  target: SelectedTarget,
): readonly FaultModel[] => faults.filter((fault) => on.includes(fault.id) && concerns(model, fault.target, target));

function concerns(model: Model, fault: FaultTarget, target: SelectedTarget): boolean {
  if (target.kind === 'link') return fault.kind === 'link' && fault.link === target.link;
  if (fault.kind === 'zone') return model.services[target.service]!.zones.includes(fault.zone);
  return fault.kind === 'service' && fault.service === target.service;
}

/** A fault by hand: the scenario's own where it has the very same, so that a lesson knows it again; else one of this id. */
export interface HandFault {
  readonly id: string;
  readonly fault?: FaultSource;
}

export function handFault(model: Model, target: HandTarget, does: Does, strength: Strength): HandFault {
  const own = model.faults.find(
    (fault) =>
      fault.effect.does === does &&
      (does === 'crash' || does === 'hang') &&
      sameTarget(fault.target, target) &&
      Number.isNaN(fault.atMs) &&
      fault.lasts === null &&
      fault.repeats === null,
  );
  if (own !== undefined) return { id: own.id };
  return { id: idOf(model, target, does), fault: { ...sourceOf(model, target), does, ...strengthOf(does, strength) } };
}

function idOf(model: Model, target: HandTarget, does: Does): string {
  if (target.kind === 'link') {
    const { from, to } = model.links[target.link]!;
    return `${callerName(model, from)}-to-${model.services[to]!.name}-${does}`;
  }
  if (target.kind === 'zone') return `zone-${target.zone}-${does}`;
  const { name } = model.services[target.service]!;
  return target.replica < 0 ? `${name}-${does}` : `${name}-${target.replica + 1}-${does}`;
}

function sourceOf(model: Model, target: HandTarget): Pick<FaultSource, 'node' | 'replica' | 'zone' | 'link'> {
  if (target.kind === 'link') {
    const { from, to } = model.links[target.link]!;
    return { link: `${callerName(model, from)} -> ${model.services[to]!.name}` };
  }
  if (target.kind === 'zone') return { zone: target.zone };
  const node = model.services[target.service]!.name;
  return target.replica < 0 ? { node } : { node, replica: target.replica + 1 };
}

function strengthOf(does: Does, { factor, overS, percent, when, addMs, direction }: Strength): Partial<FaultSource> {
  switch (does) {
    case 'slow':
      return { by: `${factor}x` };
    case 'leak':
      return { by: `${factor}x`, over: `${overS}s` };
    case 'errors':
      return { share: `${percent}%`, when };
    case 'latency':
      return { add: `${addMs}ms` };
    case 'loss':
      return { share: `${percent}%`, direction };
    case 'cut':
      return { direction };
    case 'crash':
    case 'hang':
      return {};
  }
}
