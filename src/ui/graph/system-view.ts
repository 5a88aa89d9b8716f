import type { Layout } from '../../engine/observation/layout';
import type { Frame } from '../../lab/frame';
import type { Caller, Model } from '../../scenario/model';
import type { Standing } from '../parts/standing';
import { text } from '../text';
import { overdueOf, readLinks, readService, type LinkReading, type ServiceReading } from './reading';

/** Everything the drawing and the table show of one frame. */
export interface SystemView {
  readonly services: readonly ServiceReading[];
  readonly links: readonly LinkReading[];
  readonly workloads: readonly WorkloadReading[];
}

/** Arrivals, requests under way and those of them overdue. */
export interface WorkloadReading {
  readonly perSecond: number;
  readonly inFlight: number;
  readonly overdue: number;
}

export function viewSystem(layout: Layout, frame: Frame): SystemView {
  const { model } = layout;
  const links = readLinks(layout, frame);
  return {
    services: model.services.map((_, index) => readService(layout, frame, index)),
    links,
    workloads: model.workloads.map((_, workload) => {
      const own = links.filter((_, index) => {
        const { from } = model.links[index]!;
        return from.kind === 'workload' && from.index === workload;
      });
      return {
        perSecond: own.reduce((sum, link) => sum + link.perSecond, 0),
        inFlight: own.reduce((sum, link) => sum + link.inFlight, 0),
        overdue: overdueOf(layout, frame, workload),
      };
    }),
  };
}

export const nameOfCaller = (model: Model, { kind, index }: Caller): string =>
  (kind === 'workload' ? model.workloads : model.services)[index]!.name;

export function linkName(model: Model, link: number): string {
  const { from, to } = model.links[link]!;
  return text.graph.link(nameOfCaller(model, from), model.services[to]!.name);
}

export const heldOf = ({ workers }: ServiceReading): number => workers.working + workers.waiting + workers.stuck;

export function serviceSentence(model: Model, index: number, reading: ServiceReading, standing: Standing): string {
  return text.graph.serviceSentence({
    ...model.services[index]!,
    ...reading,
    standing,
    held: heldOf(reading),
    workers: reading.workers.total,
  });
}

export function linkSentence(model: Model, index: number, reading: LinkReading): string {
  const { from, to } = model.links[index]!;
  return text.graph.linkSentence({
    ...reading,
    caller: nameOfCaller(model, from),
    callee: model.services[to]!.name,
    breaker: reading.breaker?.state ?? null,
  });
}

export function workloadSentence(model: Model, index: number, reading: WorkloadReading): string {
  const { perSecond, inFlight, overdue } = reading;
  return text.graph.workloadSentence(model.workloads[index]!.name, perSecond, inFlight, overdue);
}

/** Which services and links are lit: those named (`web`, `web -> catalog`) and what joins them; all, where none is. */
export function litParts(model: Model, lit: readonly string[]): { services: boolean[]; links: boolean[] } {
  const all = lit.length === 0;
  const names = new Set(lit.map((name) => name.replace(/\s+/g, '')));
  return {
    services: model.services.map(({ name }) => all || names.has(name)),
    links: model.links.map(({ from, to }) => {
      const caller = nameOfCaller(model, from);
      const callee = model.services[to]!.name;
      if (all || names.has(`${caller}->${callee}`)) return true;
      return names.has(callee) && (from.kind === 'workload' || names.has(caller));
    }),
  };
}
