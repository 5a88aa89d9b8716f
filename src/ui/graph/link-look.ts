import { scaleSqrt } from 'd3';
import type { Tone } from '../parts/tone';
import type { LinkReading } from './reading';

/** Requests a second from which on a link is drawn at its widest. */
const WIDEST_FROM_PER_SECOND = 120;
const widthOfTraffic = scaleSqrt().domain([0, WIDEST_FROM_PER_SECOND]).range([2, 10]).clamp(true);

/** More failures than this count as trouble, and more than that as failing. */
const TROUBLED_SHARE = 0.02;
const FAILING_SHARE = 0.5;
/** A call that takes longer than this on average is one that waits (Little: calls in flight / calls a second). */
const WAITING_MS = 1000;

export const linkWidth = ({ perSecond }: LinkReading): number => widthOfTraffic(perSecond);

/** `plain`: nothing goes over it. */
export function linkTone({ perSecond, failedShare, inFlight }: LinkReading): Tone {
  if (perSecond === 0 && inFlight === 0) return 'plain';
  if (failedShare >= FAILING_SHARE) return 'bad';
  if (inFlight * 1000 > WAITING_MS * perSecond && inFlight > 2) return 'wait';
  return failedShare > TROUBLED_SHARE ? 'warn' : 'good';
}

/** What is said beside a link that fails or waits; null: all is well. */
export function linkTrouble(reading: LinkReading): 'failures' | 'waiting' | null {
  if (reading.mainFailure !== null && reading.failedShare > TROUBLED_SHARE / 2) return 'failures';
  return linkTone(reading) === 'wait' ? 'waiting' : null;
}
