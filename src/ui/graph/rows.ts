import { Graph, layout as runDagre } from '@dagrejs/dagre';
import type { Caller, Model } from '../../scenario/model';
import type { Point } from './curve';

/** A place in a row: a service, a workload, or a link that passes through on its way further down. */
export interface Slot {
  readonly kind: 'service' | 'workload' | 'link';
  readonly index: number;
}

type Rows = readonly (readonly Slot[])[];

/** By model and ranks: the same rows are drawn at several sizes, and Dagre takes long. */
const ordered = new WeakMap<Model, Map<string, Rows>>();

/** Rows from the top, workloads in the first; within a row in the order with the fewest crossings that Dagre finds. */
export function orderRows(model: Model, ranks: readonly number[]): Rows {
  const ofModel = ordered.get(model) ?? new Map<string, Rows>();
  ordered.set(model, ofModel);
  const rows = ofModel.get(ranks.join()) ?? orderByDagre(model, ranks);
  ofModel.set(ranks.join(), rows);
  return rows;
}

function orderByDagre(model: Model, ranks: readonly number[]): Rows {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'TB', ranksep: ROW_HEIGHT - 2, nodesep: 2, edgesep: 2 });
  model.workloads.forEach((_, index) => graph.setNode(nameOf({ kind: 'workload', index }), { width: 2, height: 2 }));
  model.services.forEach((_, index) => graph.setNode(nameOf({ kind: 'service', index }), { width: 2, height: 2 }));
  model.links.forEach((link, index) => {
    if (!leadsDown(model, ranks, index)) return;
    const minlen = rowOf(ranks, { kind: 'service', index: link.to }) - rowOf(ranks, link.from);
    graph.setEdge(nameOf(link.from), nameOf({ kind: 'service', index: link.to }), { minlen });
  });
  runDagre(graph);

  const rows: { slot: Slot; x: number }[][] = Array.from({ length: Math.max(0, ...ranks) + 2 }, () => []);
  const put = (slot: Slot, row: number, x: number) => rows[row]!.push({ slot, x });
  const xOf = (name: string): number => (graph.node(name) as Point).x;
  model.workloads.forEach((_, index) => put({ kind: 'workload', index }, 0, xOf(nameOf({ kind: 'workload', index }))));
  model.services.forEach((_, index) =>
    put({ kind: 'service', index }, ranks[index]! + 1, xOf(nameOf({ kind: 'service', index }))),
  );
  model.links.forEach((link, index) => {
    if (!leadsDown(model, ranks, index)) return;
    const { points } = graph.edge(nameOf(link.from), nameOf({ kind: 'service', index: link.to })) as {
      points: Point[];
    };
    const first = rowOf(ranks, link.from) + 1;
    for (let row = first; row < ranks[link.to]! + 1; row++) {
      put({ kind: 'link', index }, row, xAt(points, row * ROW_HEIGHT + 1));
    }
  });
  return rows.map((row) => row.sort((a, b) => a.x - b.x).map(({ slot }) => slot));
}

/** Row 0 is the workloads'. */
const rowOf = (ranks: readonly number[], { kind, index }: Caller): number =>
  kind === 'workload' ? 0 : ranks[index]! + 1;

/** Not for a call back up, in a circle. */
const leadsDown = (model: Model, ranks: readonly number[], link: number): boolean => {
  const { from, to } = model.links[link]!;
  return rowOf(ranks, from) < ranks[to]! + 1;
};

/** For Dagre's own drawing, of which only the order is used. */
const ROW_HEIGHT = 20;

const nameOf = ({ kind, index }: Caller): string => `${kind} ${index}`;

/** Where a line through these points is at that height. */
function xAt(points: readonly Point[], y: number): number {
  const below = points.findIndex((point) => point.y >= y);
  const to = points[below] ?? points.at(-1)!;
  const from = points[Math.max(0, below - 1)] ?? to;
  return to.y === from.y ? to.x : from.x + ((to.x - from.x) * (y - from.y)) / (to.y - from.y);
}
