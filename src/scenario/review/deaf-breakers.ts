import type { BreakerParams } from '../../policies/breaker';
import { LayerKind } from '../../policies/layer';
import { atLayer, type Finding, type Reviewed } from './finding';

/** Breakers that hear nothing of a call that hangs, for nothing inside them ends it. */
export const reviewDeafBreakers = ({ plan }: Reviewed): readonly Finding[] =>
  plan.lists.flatMap(({ layers }, list) =>
    layers.flatMap((layer, place): Finding[] => {
      if (
        layer.kind !== LayerKind.breaker ||
        isHeld(layer.params) ||
        layers.slice(place).some(({ kind }) => kind === LayerKind.timeout)
      )
        return [];
      const isOutside = layers.slice(0, place).some(({ kind }) => kind === LayerKind.timeout);
      return [
        atLayer(
          list,
          place,
          `${isOutside ? 'The timeout stands outside' : 'No timeout stands inside'} this breaker: a call that hangs is no failure to it, and it stays closed. Put one below the breaker.`,
        ),
      ];
    }),
  );

/** Such a breaker judges nothing. */
const isHeld = (params: BreakerParams): boolean => 'steering' in params && params.steering !== 'automatic';
