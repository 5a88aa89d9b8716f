import type { Model } from '../../scenario/model';
import type { Selection } from '../parts/selection';
import type { Box } from './box';
import type { GraphLayout } from './layout';

export type Step = 'up' | 'down' | 'left' | 'right';

/**
 * Where the keyboard goes from one part of the graph to the next: down along links to what is called, up to who calls,
 * left and right among what stands beside it. A link is a stop of its own between its two ends. Null: there is nothing that way.
 */
export function walk(model: Model, layout: GraphLayout, from: Selection, step: Step): Selection | null {
  if (step === 'left' || step === 'right') return beside(model, layout, from, step);
  if (from.kind === 'link') {
    const link = model.links[from.index]!;
    return step === 'down' ? { kind: 'service', index: link.to } : link.from;
  }
  const links = step === 'down' ? linksFrom(model, from) : linksTo(model, from);
  const x = centreOf(boxOf(layout, from));
  return nearest(links, (link) => Math.abs(layout.links[link]!.at(0.5).x - x), 'link');
}

/** The first stop of the Tab key. */
export const firstStop = (model: Model): Selection => ({
  kind: model.workloads.length > 0 ? 'workload' : 'service',
  index: 0,
});

function beside(model: Model, layout: GraphLayout, from: Selection, step: 'left' | 'right'): Selection | null {
  const row = from.kind === 'link' ? linksBeside(model, from.index) : boxesInRow(layout, from);
  const xOf = (other: Selection): number =>
    other.kind === 'link' ? layout.links[other.index]!.at(0.7).x : centreOf(boxOf(layout, other));
  const sorted = [...row].sort((a, b) => xOf(a) - xOf(b) || a.index - b.index);
  const at = sorted.findIndex((other) => other.kind === from.kind && other.index === from.index);
  return sorted[at + (step === 'right' ? 1 : -1)] ?? null;
}

/** Links of the same caller; the siblings among which a student chooses. */
const linksBeside = (model: Model, link: number): Selection[] => {
  const { from } = model.links[link]!;
  return linksFrom(model, from).map((index) => ({ kind: 'link', index }));
};

function boxesInRow(layout: GraphLayout, from: Selection): Selection[] {
  const { y } = boxOf(layout, from);
  const inRow = (boxes: readonly Box[], kind: 'service' | 'workload'): Selection[] =>
    boxes.flatMap((box, index) => (box.y === y ? [{ kind, index }] : []));
  return [...inRow(layout.services, 'service'), ...inRow(layout.workloads, 'workload')];
}

const linksFrom = (model: Model, caller: { kind: string; index: number }): number[] =>
  model.links.flatMap(({ from }, index) => (from.kind === caller.kind && from.index === caller.index ? [index] : []));

const linksTo = (model: Model, callee: Selection): number[] =>
  callee.kind === 'service' ? model.links.flatMap(({ to }, index) => (to === callee.index ? [index] : [])) : [];

function nearest(indices: readonly number[], distance: (index: number) => number, kind: 'link'): Selection | null {
  const [first, ...rest] = indices;
  if (first === undefined) return null;
  return { kind, index: rest.reduce((best, index) => (distance(index) < distance(best) ? index : best), first) };
}

const boxOf = (layout: GraphLayout, of: Selection): Box =>
  (of.kind === 'workload' ? layout.workloads : layout.services)[of.index]!;

const centreOf = (box: Box): number => box.x + box.width / 2;
