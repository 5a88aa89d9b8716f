import { layer } from '../../../src/scenario/schema/policy';

/** What a layer can be, in the order in which it is listed. */
export const LAYER_KINDS: readonly string[] = Object.keys(layer.shape).filter((key) => key !== 'name');
