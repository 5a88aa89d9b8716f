import { heldBackShare, initThrottle, noteAccept, noteRequest, THROTTLE_BLOCK_SIZE } from '../../../policies/throttle';
import { steps, type Picture } from './picture';

const REQUESTS = 1000;
const MULTIPLES = { k11: 1.1, k15: 1.5, k2: 2 } as const;

/** The chance to be held back, by how many of the last calls were accepted. */
export const throttlePicture = (): Picture => ({
  kind: 'lines',
  x: { from: 0, to: 100 },
  y: { from: 0, to: 100 },
  lines: Object.entries(MULTIPLES).map(([id, multiple]) => ({
    id,
    points: steps(0, 100, 51).map((percent) => [percent, 100 * heldBack(multiple, percent / 100)] as const),
  })),
});

function heldBack(multiple: number, accepted: number): number {
  const block = new Float64Array(THROTTLE_BLOCK_SIZE);
  const params = { multiple, windowMs: 120_000 };
  initThrottle(block, 0, params, 0);
  for (let request = 0; request < REQUESTS; request++) noteRequest(block, 0, params, 0);
  for (let accept = 0; accept < accepted * REQUESTS; accept++) noteAccept(block, 0, params, 0);
  return heldBackShare(block, 0, params, 0);
}
