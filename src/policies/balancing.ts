import { exp } from '../kernel/maths';
import { imul, mixA, mixB } from '../kernel/mix';

/** How a caller spreads its attempts over the replicas of the one called. */
export const BALANCINGS = ['round robin', 'random', 'power of two', 'least requests', 'peak ewma', 'sticky'] as const;
export type BalancingName = (typeof BALANCINGS)[number];

/** The same as numbers. */
export const Balancing = {
  roundRobin: 0,
  random: 1,
  powerOfTwo: 2,
  leastRequests: 3,
  peakEwma: 4,
  sticky: 5,
} as const;
export type Balancing = (typeof Balancing)[keyof typeof Balancing];

export const balancingOf = (name: BalancingName): Balancing => BALANCINGS.indexOf(name) as Balancing;

export interface BalancingParams {
  readonly by: Balancing;
  /** Peak EWMA: the time after which what was learned weighs 1/e. */
  readonly decayMs: number;
  /** Sticky: what is kept with one replica. */
  readonly stickTo: 'session' | 'caller';
  /** Replicas in the caller's zone first, as far as enough of them are healthy. */
  readonly nearFirst: boolean;
  /** With h of n near replicas healthy, min(1, this x h / n) of the attempts stay near. */
  readonly overprovisioning: number;
}

/** A way of balancing with nothing else said; decay as in Finagle and Linkerd, overprovisioning as in Envoy. */
export const balancingBy = (by: Balancing): BalancingParams => ({
  by,
  decayMs: 10_000,
  stickTo: 'session',
  nearFirst: false,
  overprovisioning: 1.4,
});

/*
 * State: whose turn it is, then of each replica how many attempts have yet to end, the moving average of how long one
 * takes, and when that was last learned. Who may be asked is a list of replicas in ascending order, with its length.
 */
const TURN = 0;
const HOSTS = 1;
const OUTSTANDING = 0;
const EWMA_MS = 1;
const LEARNED_AT = 2;
const HOST_SIZE = 3;

export const balancingBlockSize = (hosts: number): number => HOSTS + hosts * HOST_SIZE;

export function initBalancing(block: Float64Array, at: number, hosts: number): void {
  block.fill(0, at, at + balancingBlockSize(hosts));
}

/** Whether a choice goes by what was sent and answered, so that both must be told. */
export const learns = (by: Balancing): boolean =>
  by === Balancing.powerOfTwo || by === Balancing.leastRequests || by === Balancing.peakEwma;

export function noteSent(block: Float64Array, at: number, host: number): void {
  block[ofHost(at, host) + OUTSTANDING]! += 1;
}

/** An attempt has ended, however it did, after so long. */
export function noteEnded(
  block: Float64Array,
  at: number,
  { by, decayMs }: BalancingParams,
  host: number,
  tookMs: number,
  nowMs: number,
): void {
  const own = ofHost(at, host);
  block[own + OUTSTANDING]! -= 1;
  if (by === Balancing.peakEwma) learn(block, own, decayMs, tookMs, nowMs);
}

/** The next in turn. */
export function nextInTurn(block: Float64Array, at: number, hosts: number, among: Int32Array, count: number): number {
  const replica = among[firstFrom(block[at + TURN]!, hosts, among, count)]!;
  block[at + TURN] = replica + 1 < hosts ? replica + 1 : 0;
  return replica;
}

/** Of two replicas the one with less to answer; the first if they are even. */
export function betterOf(block: Float64Array, at: number, first: number, second: number): number {
  return block[ofHost(at, second) + OUTSTANDING]! < block[ofHost(at, first) + OUTSTANDING]! ? second : first;
}

/** The one with least to answer; of several such, the next in turn. */
export function leastBusy(block: Float64Array, at: number, hosts: number, among: Int32Array, count: number): number {
  const start = firstFrom(block[at + TURN]!, hosts, among, count);
  let best = among[start]!;
  let least = block[ofHost(at, best) + OUTSTANDING]!;
  for (let n = 1; n < count && least > 0; n++) {
    const replica = among[start + n < count ? start + n : start + n - count]!;
    const outstanding = block[ofHost(at, replica) + OUTSTANDING]!;
    if (outstanding >= least) continue;
    best = replica;
    least = outstanding;
  }
  block[at + TURN] = best + 1 < hosts ? best + 1 : 0;
  return best;
}

/**
 * Of two replicas the one whose average, which jumps up to every peak and decays since, times the attempts outstanding and
 * this one is less; the first if they are even (Finagle's and Linkerd's peak EWMA).
 */
export function betterByPeak(
  block: Float64Array,
  at: number,
  first: number,
  second: number,
  decayMs: number,
  nowMs: number,
): number {
  const load = loadOf(block, ofHost(at, first), decayMs, nowMs);
  return loadOf(block, ofHost(at, second), decayMs, nowMs) < load ? second : first;
}

/**
 * The same replica for the same key, as long as it may be asked: that with the highest hash of key and replica
 * (rendezvous hashing), so that only those who were with one that drops out move, and they spread over all.
 */
export function stickyTo(among: Int32Array, count: number, keyHi: number, keyLo: number): number {
  let best = among[0]!;
  let highest = -1;
  for (let i = 0; i < count; i++) {
    const replica = among[i]!;
    const hash = mixB((mixA((keyLo + imul(replica + 1, 0x9e3779b1)) | 0) ^ keyHi) | 0) >>> 0;
    if (hash <= highest) continue;
    best = replica;
    highest = hash;
  }
  return best;
}

/** The share of the attempts that stay with near replicas, of which so many are healthy. */
export const nearShare = ({ overprovisioning }: BalancingParams, near: number, healthy: number): number =>
  near === 0 ? 0 : Math.min(1, (overprovisioning * healthy) / near);

const ofHost = (at: number, host: number): number => at + HOSTS + host * HOST_SIZE;

/** Where in the list the first replica from this one on is; after the last comes the first. */
function firstFrom(turn: number, hosts: number, among: Int32Array, count: number): number {
  if (count === hosts) return turn;
  for (let i = 0; i < count; i++) if (among[i]! >= turn) return i;
  return 0;
}

/** In place of an average where attempts are out and none has ever come back. */
const UNKNOWN = 1e12;

function loadOf(block: Float64Array, own: number, decayMs: number, nowMs: number): number {
  learn(block, own, decayMs, 0, nowMs);
  const ewmaMs = block[own + EWMA_MS]!;
  const outstanding = block[own + OUTSTANDING]!;
  return ewmaMs === 0 && outstanding > 0 ? UNKNOWN + outstanding : ewmaMs * (outstanding + 1);
}

/** Asking for an average lets it decay, as an answer that took no time would. */
function learn(block: Float64Array, own: number, decayMs: number, tookMs: number, nowMs: number): void {
  const weight = exp((block[own + LEARNED_AT]! - nowMs) / decayMs);
  const ewmaMs = block[own + EWMA_MS]!;
  block[own + EWMA_MS] = tookMs > ewmaMs ? tookMs : ewmaMs * weight + tookMs * (1 - weight);
  block[own + LEARNED_AT] = nowMs;
}
