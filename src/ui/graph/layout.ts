import { Graph, layout as runDagre } from '@dagrejs/dagre';
import type { Model } from '../../scenario/model';
import { curveThrough, type Curve, type Point } from './curve';
import { rankServices } from './ranks';

export const NODE = { width: 186, height: 100 } as const;
export const WORKLOAD = { width: 168, height: 26 } as const;
/** Room left of a service for its queue, and around everything. */
const QUEUE_ROOM = 26;
const MARGIN = 20;
const ROW_GAP = 104;
const COLUMN_GAP = 30;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where everything stands; boxes by index in the model, curves by index of the link. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly services: readonly Box[];
  readonly workloads: readonly Box[];
  readonly links: readonly Curve[];
}

/** Layouts of one model with rows of at most 2, 3, … services: tall ones for a phone, wide ones for a wall. */
export function layoutsOf(model: Model): readonly GraphLayout[] {
  const widestRow = Math.max(...counts(rankServices(model, Infinity)));
  const widths = Array.from({ length: Math.max(1, widestRow - 1) }, (_, index) => index + 2);
  return widths.map((widest) => layoutGraph(model, rankServices(model, widest)));
}

/** The one that is drawn largest in a window of this size; the flatter of two that are as large. */
export function bestLayout(layouts: readonly GraphLayout[], width: number, height: number): GraphLayout {
  const scale = (layout: GraphLayout): number => Math.min(1.1, width / layout.width, height / layout.height);
  return layouts.reduce((best, layout) => (scale(layout) >= scale(best) ? layout : best));
}

export function layoutGraph(model: Model, ranks: readonly number[]): GraphLayout {
  const graph = new Graph();
  graph.setGraph({
    rankdir: 'TB',
    ranksep: ROW_GAP,
    nodesep: COLUMN_GAP,
    edgesep: 30,
    marginx: MARGIN,
    marginy: MARGIN,
  });
  model.workloads.forEach((_, index) => graph.setNode(`workload ${index}`, { ...WORKLOAD }));
  // Dagre knows nothing of the queue at the door, so a service is laid out with room for it on both sides.
  model.services.forEach((_, index) =>
    graph.setNode(`service ${index}`, { width: NODE.width + 2 * QUEUE_ROOM, height: NODE.height }),
  );
  const downward = model.links.map(({ from, to }) => from.kind === 'workload' || ranks[from.index]! < ranks[to]!);
  model.links.forEach(({ from, to }, index) => {
    if (!downward[index]) return;
    const rows = from.kind === 'workload' ? ranks[to]! + 1 : ranks[to]! - ranks[from.index]!;
    graph.setEdge(`${from.kind} ${from.index}`, `service ${to}`, { minlen: rows });
  });
  runDagre(graph);

  const box = (name: string, size: { width: number; height: number }): Box => {
    const { x, y } = graph.node(name) as Point;
    return { x: Math.round(x - size.width / 2), y: Math.round(y - size.height / 2), ...size };
  };
  const services = model.services.map((_, index) => box(`service ${index}`, NODE));
  const workloads = model.workloads.map((_, index) => box(`workload ${index}`, WORKLOAD));
  const rowTops = [...new Set(services.map(({ y }) => y))];
  const bends = model.links.map(({ from, to }, index) => {
    if (!downward[index]) return [];
    const edge = graph.edge(`${from.kind} ${from.index}`, `service ${to}`) as { points: readonly Point[] };
    return bendsOf(edge.points, rowTops);
  });
  return {
    width: Math.max(...services.map(rightEdge)) + MARGIN,
    height: Math.max(...services.map(bottomEdge)) + MARGIN,
    services,
    workloads,
    links: routeLinks(model, services, workloads, bends),
  };
}

/** Where a long link passes between the boxes of the rows it crosses: straight down through each of them. */
function bendsOf(points: readonly Point[], rowTops: readonly number[]): Point[] {
  return points.slice(1, -1).flatMap(({ x, y }) => {
    const top = rowTops.find((candidate) => Math.abs(candidate + NODE.height / 2 - y) < 1);
    return top === undefined
      ? []
      : [
          { x, y: top },
          { x, y: top + NODE.height },
        ];
  });
}

/** Links leave along the bottom edge and arrive along the top edge, side by side in the order of where they lead. */
function routeLinks(
  model: Model,
  services: readonly Box[],
  workloads: readonly Box[],
  bends: readonly (readonly Point[])[],
): Curve[] {
  const callerOf = (link: number): Box => {
    const { from } = model.links[link]!;
    return (from.kind === 'workload' ? workloads : services)[from.index]!;
  };
  const calleeOf = (link: number): Box => services[model.links[link]!.to]!;
  const leaving = groupBy(model.links, ({ from }) => `${from.kind} ${from.index}`);
  const arriving = groupBy(model.links, ({ to }) => `${to}`);
  return model.links.map((link, index) => {
    const caller = callerOf(index);
    const callee = calleeOf(index);
    const bend = bends[index]!;
    const fromX = portX(
      caller,
      leaving.get(`${link.from.kind} ${link.from.index}`)!,
      index,
      (other) => bends[other]![0]?.x ?? centreX(calleeOf(other)),
    );
    const toX = portX(
      callee,
      arriving.get(`${link.to}`)!,
      index,
      (other) => bends[other]!.at(-1)?.x ?? centreX(callerOf(other)),
    );
    return curveThrough([{ x: fromX, y: bottomEdge(caller) }, ...bend, { x: toX, y: callee.y }]);
  });
}

const PORT_SPACING = 26;

/** The place of one link among those that share an edge of a box, ordered by where their other ends are. */
function portX(box: Box, sharing: readonly number[], link: number, otherEnd: (link: number) => number): number {
  const order = [...sharing].sort((a, b) => otherEnd(a) - otherEnd(b) || a - b);
  const spacing = Math.min(PORT_SPACING, (box.width * 0.7) / order.length);
  return centreX(box) + (order.indexOf(link) - (order.length - 1) / 2) * spacing;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  items.forEach((item, index) => groups.set(key(item), [...(groups.get(key(item)) ?? []), index]));
  return groups;
}

const counts = (ranks: readonly number[]): number[] =>
  ranks.reduce<number[]>((sizes, rank) => ((sizes[rank] = (sizes[rank] ?? 0) + 1), sizes), []);
const centreX = (box: Box): number => box.x + box.width / 2;
const rightEdge = (box: Box): number => box.x + box.width;
const bottomEdge = (box: Box): number => box.y + box.height;
