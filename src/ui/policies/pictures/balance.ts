import { Draws } from '../../../kernel/draws';
import {
  Balancing,
  balancingBlockSize,
  balancingBy,
  balancingOf,
  betterByPeak,
  betterOf,
  initBalancing,
  leastBusy,
  nextInTurn,
  noteEnded,
  noteSent,
  type BalancingName,
} from '../../../policies/balancing';
import type { Picture } from './picture';

const WAYS = ['round robin', 'power of two', 'least requests', 'peak ewma'] as const satisfies readonly BalancingName[];
const HOSTS = 3;
const ATTEMPTS = 1500;
const EVERY_MS = 5;
const WORK_MS = 20;
const SLOWER = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20];

/** What share of the attempts goes to a replica that is slower than the two others. */
export const balancePicture = (): Picture => ({
  kind: 'lines',
  x: { from: 1, to: 20 },
  y: { from: 0, to: 40 },
  lines: WAYS.map((way) => ({
    id: way,
    points: SLOWER.map((times) => [times, 100 * shareOfSlow(way, times)] as const),
  })),
});

function shareOfSlow(way: BalancingName, times: number): number {
  const block = new Float64Array(balancingBlockSize(HOSTS));
  const params = balancingBy(balancingOf(way));
  const all = Int32Array.from({ length: HOSTS }, (_, host) => host);
  const draws = new Draws();
  let out: { host: number; sentMs: number; endMs: number }[] = [];
  let slow = 0;
  initBalancing(block, 0, HOSTS);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const nowMs = attempt * EVERY_MS;
    for (const { host, sentMs, endMs } of out)
      if (endMs <= nowMs) noteEnded(block, 0, params, host, endMs - sentMs, nowMs);
    out = out.filter(({ endMs }) => endMs > nowMs);
    const host = chosen(attempt);
    noteSent(block, 0, host);
    draws.of(1, attempt, 1);
    const workMs = WORK_MS * draws.exponential() * (host === 0 ? times : 1);
    out.push({ host, sentMs: nowMs, endMs: nowMs + workMs });
    if (host === 0) slow += 1;
  }
  return slow / ATTEMPTS;

  function chosen(attempt: number): number {
    if (params.by === Balancing.roundRobin) return nextInTurn(block, 0, HOSTS, all, HOSTS);
    if (params.by === Balancing.leastRequests) return leastBusy(block, 0, HOSTS, all, HOSTS);
    draws.of(2, attempt, 2);
    const first = Math.floor(draws.uniform() * HOSTS);
    const second = (first + 1 + Math.floor(draws.uniform() * (HOSTS - 1))) % HOSTS;
    return params.by === Balancing.powerOfTwo
      ? betterOf(block, 0, first, second)
      : betterByPeak(block, 0, first, second, params.decayMs, attempt * EVERY_MS);
  }
}
