import type { Box } from './box';
import type { GraphLayout } from './layout';

/** Room kept free inside a window, in CSS pixels, for what lies along its edges. */
export interface Inset {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** What there is to draw in: a window, room kept free along its edges, and what lies over it; all in the window's pixels. */
export interface Room {
  readonly width: number;
  readonly height: number;
  readonly inset: Inset;
  readonly clear: readonly Box[];
}

/** Which layout to draw in a window, how large and where: window = scale x drawing + (x, y). */
export interface Fit {
  readonly layout: GraphLayout;
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** The smallest words on the drawing are 12 px at scale 1, and none may be under 11.5 px on the screen. */
export const LEGIBLE = 11.5 / 12;
const SMALLEST = 0.3;
/** A small system is not blown up beyond this. */
const LARGEST = 1.12;
const SHRINK = 0.97;
/** Places tried within the room that is left over, as shares of it; the middle first. */
const ACROSS = [0.5, 0.75, 0.25, 1, 0] as const;
const DOWN = [0.4, 0.55, 0.7, 0.85, 1, 0.2, 0] as const;
/** Between a box and what it must keep clear of. */
const GAP = 10;

/**
 * The largest drawing that shows everything and keeps its boxes clear of what lies over the window; of layouts that are
 * as large the first. Links may pass underneath. Null: none does at that scale or a larger one.
 */
export function fitWhole(layouts: readonly GraphLayout[], room: Room, smallest = SMALLEST): Fit | null {
  for (const scale of scalesDownTo(smallest)) {
    for (const layout of layouts) {
      const spareX = spareAcross(layout, scale, room);
      const spareY = room.height - room.inset.top - room.inset.bottom - layout.height * scale;
      if (spareX < 0 || spareY < 0) continue;
      for (const down of DOWN) {
        for (const across of ACROSS) {
          const fit = { layout, scale, x: room.inset.left + across * spareX, y: room.inset.top + down * spareY };
          if (isClear(fit, room.clear)) return fit;
        }
      }
    }
  }
  return null;
}

/** Layouts to choose from, made when they are asked for. */
export type LayoutSet = () => readonly GraphLayout[];

/**
 * A drawing whose words can be read: everything, in the widest layout of the first set in which that is possible; where
 * it is in none, a part of the narrowest of the last set, with the services at stake (by index) in view. The widest and
 * not the one that can be drawn largest, so that a window that changes its height seldom rearranges anything.
 */
export function fitLegibly(sets: readonly LayoutSet[], room: Room, atStake: (service: number) => boolean): Fit {
  for (const layouts of sets) {
    const all = [...layouts()].sort((a, b) => b.width - a.width);
    for (const wide of new Set(all.map(({ width }) => width))) {
      const whole = fitWhole(
        all.filter(({ width }) => width === wide),
        room,
        LEGIBLE,
      );
      if (whole !== null) return whole;
    }
  }
  const narrowest = [...sets.at(-1)!()].sort((a, b) => a.width - b.width || a.height - b.height);
  const [first] = narrowest;
  const parts = narrowest
    .filter(({ width }) => width === first!.width)
    .flatMap((layout) => ACROSS.map((across) => fitPart(layout, room, atStake, across)));
  return parts.find((part) => isClear(part, room.clear)) ?? parts[0]!;
}

/** As large as its width allows, from the top of what is at stake on; all of that, if it has room. */
function fitPart(layout: GraphLayout, room: Room, atStake: (service: number) => boolean, across: number): Fit {
  const { inset } = room;
  const scale = Math.max(LEGIBLE, Math.min(1, (room.width - inset.left - inset.right) / layout.width));
  const spareX = spareAcross(layout, scale, room);
  const roomY = room.height - inset.top - inset.bottom;
  const boxes = layout.services.filter((_, service) => atStake(service));
  const top = Math.min(...boxes.map(({ y }) => y));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  const middle = (Math.min(...boxes.map(({ x }) => x)) + Math.max(...boxes.map(({ x, width }) => x + width))) / 2;
  // The drawing's own top, where what is at stake can still be seen whole below it.
  const from = bottom * scale <= roomY || boxes.length === 0 ? 0 : Math.max(0, top - layout.measures.rowGap) * scale;
  // Where everything matters alike, from where requests come in; the rest is a drag away.
  const all = boxes.length === layout.services.length;
  const fromX = boxes.length === 0 ? layout.width / 2 : all ? entranceOf(layout) : middle;
  return {
    layout,
    scale,
    x: inset.left + (spareX >= 0 ? across * spareX : Math.min(0, Math.max(spareX, room.width / 2 - fromX * scale))),
    y: inset.top - from,
  };
}

const entranceOf = ({ workloads, width }: GraphLayout): number =>
  workloads.length === 0
    ? width / 2
    : (Math.min(...workloads.map(({ x }) => x)) + Math.max(...workloads.map((box) => box.x + box.width))) / 2;

const spareAcross = (layout: GraphLayout, scale: number, { width, inset }: Room): number =>
  width - inset.left - inset.right - layout.width * scale;

/** From the largest on, and at last the smallest itself. */
function scalesDownTo(smallest: number): number[] {
  const scales: number[] = [];
  for (let scale = LARGEST; scale > smallest; scale *= SHRINK) scales.push(scale);
  return [...scales, smallest];
}

const isClear = ({ layout, scale, x, y }: Fit, clear: readonly Box[]): boolean =>
  [...layout.services, ...layout.workloads].every((box) =>
    clear.every(
      (other) =>
        (box.x - layout.measures.queueRoom) * scale + x > other.x + other.width ||
        (box.x + box.width) * scale + x < other.x - GAP ||
        box.y * scale + y > other.y + other.height + GAP ||
        (box.y + box.height) * scale + y < other.y - GAP,
    ),
  );
