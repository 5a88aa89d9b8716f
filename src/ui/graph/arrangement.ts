import type { Model } from '../../scenario/model';
import type { Selection } from '../parts/selection';
import type { Box } from './box';
import { fitLegibly, fitWhole, type Fit, type LayoutSet, type Room } from './fit';
import { placeLabels, type LabelPlace } from './labels';
import type { GraphLayout } from './layout';
import { litParts } from './system-view';

/**
 * How the system stands in a room: arranged for a room at most `steadyWidth` wide, so that nothing changes places when
 * the room grows beyond that. What is lit (see `litParts`) is in view where not everything can be.
 */
export function arrange(
  model: Model,
  sets: readonly LayoutSet[],
  room: Room,
  steadyWidth: number,
  lit: readonly string[],
): Fit {
  const { services } = litParts(model, lit);
  const atStake = (service: number): boolean => services[service]!;
  const { layout } = fitLegibly(sets, { ...room, width: Math.min(room.width, steadyWidth) }, atStake);
  return fitLegibly([() => [layout]], room, atStake);
}

/** The whole system, however small its words become. */
export const overview = (shown: Fit, room: Room): Fit => fitWhole([shown.layout], { ...room, clear: [] }) ?? shown;

/** Half of what a link's words take up around their anchor. */
const WORDS = { width: 40, height: 20 } as const;

/** What has to be in view when that part of the drawing is reached. */
export function boxOf(of: Selection, layout: GraphLayout, places: readonly LabelPlace[]): Box {
  if (of.kind !== 'link') return (of.kind === 'workload' ? layout.workloads : layout.services)[of.index]!;
  const { anchor } = places[of.index]!;
  return { x: anchor.x - WORDS.width, y: anchor.y - WORDS.height, width: 2 * WORDS.width, height: 2 * WORDS.height };
}

/** Between words and the window's edge, in its pixels. */
const EDGE = 4;

/** Where each link's words stand; `pattern`: for each link 1 where it has a breaker, else 0. */
export const placesFor = (
  { layout, scale, x, y }: Fit,
  pattern: string,
  { width, clear }: Room,
): readonly LabelPlace[] =>
  placeLabels(
    layout,
    [...pattern].map((mark) => mark === '1'),
    clear.map((box) => ({
      x: (box.x - x) / scale,
      y: (box.y - y) / scale,
      width: box.width / scale,
      height: box.height / scale,
    })),
    { from: (EDGE - x) / scale, to: (width - EDGE - x) / scale },
  );
