import type { Model } from '../../scenario/model';
import { curveThrough, type Curve } from './curve';
import type { Box } from './box';

const PORT_SPACING = 26;
/** Ports keep to this share of a box's edge. */
const PORT_SHARE = 0.7;

/**
 * Links leave along the bottom edge of their caller and arrive along the top edge of their callee, side by side in the
 * order of where they lead, and run straight down through the lanes kept for them in between.
 */
export function routeLinks(
  model: Model,
  services: readonly Box[],
  workloads: readonly Box[],
  lanes: readonly (readonly Box[])[],
): Curve[] {
  const callers = model.links.map(({ from }) => (from.kind === 'workload' ? workloads : services)[from.index]!);
  const callees = model.links.map(({ to }) => services[to]!);
  const next = model.links.map((_, link) => centreX(lanes[link]![0] ?? callees[link]!));
  const before = model.links.map((_, link) => centreX(lanes[link]!.at(-1) ?? callers[link]!));
  return model.links.map((_, link) => {
    const caller = callers[link]!;
    const callee = callees[link]!;
    const bends = lanes[link]!.flatMap((lane) => [
      { x: centreX(lane), y: lane.y },
      { x: centreX(lane), y: lane.y + lane.height },
    ]);
    return curveThrough([
      { x: portX(link, callers, next), y: caller.y + caller.height },
      ...bends,
      { x: portX(link, callees, before), y: callee.y },
    ]);
  });
}

/** The place of a link among those that share an edge of its box, in the order of where they come from or go to. */
function portX(link: number, boxOf: readonly Box[], otherEnd: readonly number[]): number {
  const box = boxOf[link]!;
  const sharing = boxOf.flatMap((other, index) => (other === box ? [index] : []));
  sharing.sort((a, b) => otherEnd[a]! - otherEnd[b]! || a - b);
  const spacing = Math.min(PORT_SPACING, (box.width * PORT_SHARE) / sharing.length);
  return centreX(box) + (sharing.indexOf(link) - (sharing.length - 1) / 2) * spacing;
}

const centreX = (box: Box): number => box.x + box.width / 2;
