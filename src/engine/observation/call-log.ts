import type { LayerKind } from '../../policies/layer';
import type { OUTCOME_NAMES } from '../../policies/outcome';

type OutcomeName = (typeof OUTCOME_NAMES)[number];

/** One thing that happened to a call, or to a layer of policies: what a library's own test would see of it. */
export type CallEntry = { readonly atMs: number } & ((OfCall & (CallEvent | (OfLayer & LayerEvent))) | StateChange);

interface OfCall {
  /** Calls are numbered from 1 in the order in which they were first heard of. */
  readonly call: number;
  /** Of a script: which of its arrivals, from 1. */
  readonly arrival?: number;
  /** `web -> catalog.price` */
  readonly route: string;
  /** The caller's, 0-based. */
  readonly replica: number;
}

interface OfLayer {
  /** The key of the policy list, and the layer's name in it. */
  readonly list: string;
  readonly layer: string;
  readonly policy: keyof typeof LayerKind;
}

/** `late`: nobody waits for it any more. */
export type CallEvent =
  | { readonly what: 'begins' }
  /** An attempt leaves for a replica (0-based) of the callee; attempts of a call are numbered from 1. */
  | { readonly what: 'sent'; readonly attempt: number; readonly to: number }
  /** What an attempt came to. */
  | { readonly what: 'answered'; readonly attempt: number; readonly outcome: OutcomeName; readonly late: boolean }
  | { readonly what: 'ends'; readonly outcome: OutcomeName; readonly late: boolean };

export type LayerEvent =
  | { readonly what: 'admitted' }
  | { readonly what: 'refused'; readonly outcome: OutcomeName }
  /** At a gate, until it is admitted or refused there; before a retry, for so long. */
  | { readonly what: 'waits'; readonly forMs?: number }
  /** A retry sends the call down again; tries are numbered from 1. */
  | { readonly what: 'tries'; readonly try: number }
  /** A layer hears how what is inside it has ended. */
  | { readonly what: 'hears'; readonly outcome: OutcomeName; readonly late: boolean }
  /** A layer decides itself how the call ends for all outside it: a timeout, a fallback. */
  | { readonly what: 'decides'; readonly outcome: OutcomeName }
  /** A layer makes a call of its own, to another endpoint. */
  | { readonly what: 'asks' };

/** Of a layer that is a state machine. */
export type StateChange = OfLayer & {
  readonly replica: number;
  readonly what: 'state';
  /** Of outlier ejection: the replica of the one called, 0-based. */
  readonly host?: number;
  readonly from: string;
  readonly to: string;
};
