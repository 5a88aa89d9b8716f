import { MODEL_VERSION, type Recording } from '../../../src/engine/recording';
import { OTHER_POLICIES, STOREFRONT } from '../../unit/support/storefront';

/** A minute of a shop in which something of every kind goes wrong and the policies are edited twice. */
export const recording: Recording = {
  modelVersion: MODEL_VERSION,
  scenario: STOREFRONT,
  seed: 20260305,
  commands: [
    { atMs: 2_000, do: 'break', id: 'a', fault: { node: 'catalog', does: 'hang' } },
    { atMs: 4_000.25, do: 'policies', yaml: OTHER_POLICIES },
    { atMs: 6_000, do: 'heal', id: 'a' },
    { atMs: 7_000, do: 'break', id: 'b', fault: { link: 'web -> payments', does: 'loss', share: '30%' } },
    { atMs: 9_000, do: 'break', id: 'c', fault: { node: 'database', does: 'slow', by: '30x' } },
    { atMs: 15_000, do: 'heal', id: 'c' },
    { atMs: 16_000, do: 'policies', yaml: STOREFRONT.slice(STOREFRONT.indexOf('policies:')) },
    { atMs: 18_000, do: 'heal', id: 'b' },
    { atMs: 20_000, do: 'break', id: 'd', fault: { node: 'web', replica: 1, does: 'crash' } },
    { atMs: 24_000, do: 'heal', id: 'd' },
    { atMs: 26_000, do: 'break', id: 'e', fault: { node: 'payments', does: 'errors', share: '40%', when: 'at once' } },
  ],
};
