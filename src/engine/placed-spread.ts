import type { BalancingParams } from '../policies/balancing';
import { LayerKind } from '../policies/layer';
import type { OutlierParams } from '../policies/outliers/params';
import type { PlacedLayer } from './placed-layer';

/*
 * Among the policies of a call two say which replica an attempt goes to: `outliers`, who may be asked, and `balance`, who
 * of these is. They leave no frame; they act where an attempt is sent and where it ends.
 */

export interface Placed<Params> {
  readonly placed: PlacedLayer;
  readonly params: Params;
}

/** What a list says of that. */
export interface Spread {
  readonly outliers: Placed<OutlierParams> | null;
  readonly balance: Placed<BalancingParams> | null;
  /** The outliers want to know which attempts had a connection. */
  readonly heedsWay: boolean;
}

/** Null: nothing, so that links go their own way. */
export function spreadOf(layers: readonly PlacedLayer[]): Spread | null {
  let outliers: Spread['outliers'] = null;
  let balance: Spread['balance'] = null;
  for (const placed of layers) {
    const { layer } = placed;
    if (layer.kind === LayerKind.outliers) outliers = { placed, params: layer.params };
    else if (layer.kind === LayerKind.balance) balance = { placed, params: layer.params };
  }
  if (outliers === null && balance === null) return null;
  return { outliers, balance, heedsWay: outliers !== null && outliers.params.ofWay !== null };
}
