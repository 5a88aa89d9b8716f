import { formatDuration } from '../../kernel/units';
import { LayerKind } from '../../policies/layer';
import { atLayer, type Finding, type Reviewed } from './finding';
import { patienceMs } from './worst-case';

/** Timeouts that a shorter one around them always beats. */
export const reviewNestedTimeouts = ({ plan }: Reviewed): readonly Finding[] =>
  plan.lists.flatMap(({ layers }, list) =>
    layers.flatMap((layer, place): Finding[] => {
      if (layer.kind !== LayerKind.timeout || layer.params.afterMs === Infinity) return [];
      const outerMs = patienceMs(layers.slice(0, place));
      if (outerMs > layer.params.afterMs) return [];
      return [
        atLayer(
          list,
          place,
          `This timeout of ${formatDuration(layer.params.afterMs)} never fires: the one around it ends the call after ${formatDuration(outerMs)}. Make it shorter, or leave it out.`,
        ),
      ];
    }),
  );
