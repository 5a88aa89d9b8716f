import type { Model } from '../../scenario/model';
import type { Box } from './box';
import { placeColumns, type RowItem } from './columns';
import type { Curve } from './curve';
import type { Measures } from './measures';
import { rankServices } from './ranks';
import { routeLinks } from './routing';
import { orderRows, type Slot } from './rows';

/** Links that run straight through a row are worth more than boxes under the middle of their callers. */
const PULL_OF_LANE = 4;

/** Where everything stands; boxes by index in the model, curves by index of the link. */
export interface GraphLayout {
  readonly measures: Measures;
  readonly width: number;
  readonly height: number;
  readonly services: readonly Box[];
  readonly workloads: readonly Box[];
  readonly links: readonly Curve[];
}

/** Widths tried at most: to lay out a system of hundreds takes long, and one column more or less changes little of it. */
const WIDTHS = 8;
/** Places of links in rows that they pass, at most: the narrower a large system, the more of them, and the longer it takes. */
const PASSES = 4000;

/**
 * Layouts of one model to choose from, each also in mirror image: rows of at most as many services as there are side by
 * side at the most, down to 2; wide ones for a wall, tall ones for a phone.
 */
export function layoutsOf(model: Model, measures: Measures): readonly GraphLayout[] {
  return rankingsOf(model).flatMap((ranks) => [
    layoutGraph(model, ranks, measures),
    layoutGraph(model, ranks, measures, true),
  ]);
}

/** What has to be done once before a model is laid out, cut where it can be interrupted. */
export const preparationsOf = (model: Model): readonly (() => void)[] =>
  rankingsOf(model).map((ranks) => () => void orderRows(model, ranks));

function rankingsOf(model: Model): (readonly number[])[] {
  const widestRow = Math.max(2, ...sizesOf(rankServices(model, Infinity)));
  const passes = (width: number): number => (model.services.length / width) * model.links.length;
  return widthsFrom(widestRow)
    .filter((width) => width === widestRow || passes(width) <= PASSES)
    .map((width) => rankServices(model, width));
}

/** From the widest down to 2: each of few, of many those that are each as much narrower than the one before. */
function widthsFrom(widest: number): readonly number[] {
  if (widest - 1 <= WIDTHS) return Array.from({ length: widest - 1 }, (_, index) => widest - index);
  const ratio = (2 / widest) ** (1 / (WIDTHS - 1));
  return Array.from({ length: WIDTHS }, (_, index) => Math.round(widest * ratio ** index));
}

/** Rows from Dagre, columns as compact as the boxes allow; `ranks` is each service's row. */
export function layoutGraph(model: Model, ranks: readonly number[], measures: Measures, mirrored = false): GraphLayout {
  const { node, workload, queueRoom, lane, margin } = measures;
  const rows = orderRows(model, ranks).map((row) => (mirrored ? [...row].reverse() : row));
  const centres = placeColumns(tieRows(model, rows, measures), measures.columnGap);
  const top = (row: number): number =>
    row === 0 ? margin : margin + workload.height + measures.firstRowGap + (row - 1) * (node.height + measures.rowGap);

  const services: Box[] = [];
  const workloads: Box[] = [];
  const lanes = model.links.map((): Box[] => []);
  rows.forEach((row, rowIndex) =>
    row.forEach(({ kind, index }, place) => {
      const x = margin + centres[rowIndex]![place]!;
      const y = top(rowIndex);
      if (kind === 'workload') workloads[index] = { x: x + (queueRoom - workload.width) / 2, y, ...workload };
      else if (kind === 'link') lanes[index]!.push({ x: x - lane / 2, y, width: lane, height: node.height });
      else services[index] = { x: x - (node.width - queueRoom) / 2, y, ...node };
    }),
  );
  const boxes = [...services, ...workloads, ...lanes.flat()];
  return {
    measures,
    width: Math.max(...boxes.map(({ x, width }) => x + width)) + margin,
    height: Math.max(...boxes.map(({ y, height }) => y + height)) + margin,
    services,
    workloads,
    links: routeLinks(model, services, workloads, lanes),
  };
}

/** Every slot of every row with its width and what it is tied to, along each link from row to row. */
function tieRows(model: Model, rows: readonly (readonly Slot[])[], measures: Measures): RowItem[][] {
  const items = rows.map((row) =>
    row.map((slot) => ({ width: widthOf(slot, measures), ties: [] as RowItem['ties'][number][] })),
  );
  const find = (row: number, kind: Slot['kind'], index: number): number =>
    rows[row]?.findIndex((slot) => slot.kind === kind && slot.index === index) ?? -1;
  model.links.forEach(({ from, to }, link) => {
    const stops = rows.flatMap((_, row) => {
      const places = [find(row, from.kind, from.index), find(row, 'link', link), find(row, 'service', to)];
      return places.filter((place) => place >= 0).map((place) => ({ row, place }));
    });
    stops.slice(1).forEach((stop, index) => {
      const before = stops[index]!;
      if (stop.row !== before.row + 1) return;
      const pull = [before, stop].every(({ row, place }) => rows[row]![place]!.kind === 'link') ? PULL_OF_LANE : 1;
      items[before.row]![before.place]!.ties.push({ ...stop, pull });
      items[stop.row]![stop.place]!.ties.push({ ...before, pull });
    });
  });
  return items;
}

const widthOf = ({ kind }: Slot, { lane, workload, node, queueRoom }: Measures): number =>
  kind === 'link' ? lane : kind === 'workload' ? workload.width : node.width + queueRoom;

const sizesOf = (ranks: readonly number[]): number[] => ranks.map((rank) => ranks.filter((of) => of === rank).length);
