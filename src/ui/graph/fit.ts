import type { Box } from './box';
import { QUEUE_ROOM, type GraphLayout } from './layout';

/** Room kept free inside a window, in CSS pixels, for what lies along its edges. */
export interface Inset {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** Which layout to draw in a window, how large and where: window = scale x drawing + (x, y). */
export interface Fit {
  readonly layout: GraphLayout;
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

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
 * The largest drawing that shows everything and keeps its boxes clear of what lies over the window (`clear`, in the
 * window's pixels); of layouts that are as large the first. Links may pass underneath.
 */
export function bestFit(
  layouts: readonly GraphLayout[],
  window: { readonly width: number; readonly height: number },
  inset: Inset,
  clear: readonly Box[],
): Fit {
  const roomX = window.width - inset.left - inset.right;
  const roomY = window.height - inset.top - inset.bottom;
  for (let scale = LARGEST; scale > SMALLEST; scale *= SHRINK) {
    for (const layout of layouts) {
      const spareX = roomX - layout.width * scale;
      const spareY = roomY - layout.height * scale;
      if (spareX < 0 || spareY < 0) continue;
      for (const down of DOWN) {
        for (const across of ACROSS) {
          const fit = { layout, scale, x: inset.left + across * spareX, y: inset.top + down * spareY };
          if (isClear(fit, clear)) return fit;
        }
      }
    }
  }
  return { layout: layouts[0]!, scale: SMALLEST, x: inset.left, y: inset.top };
}

const isClear = ({ layout, scale, x, y }: Fit, clear: readonly Box[]): boolean =>
  [...layout.services, ...layout.workloads].every((box) =>
    clear.every(
      (other) =>
        (box.x - QUEUE_ROOM) * scale + x > other.x + other.width ||
        (box.x + box.width) * scale + x < other.x - GAP ||
        box.y * scale + y > other.y + other.height + GAP ||
        (box.y + box.height) * scale + y < other.y - GAP,
    ),
  );
