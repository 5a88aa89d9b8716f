/** What happened, as data; the words are the interface's. `seq` counts from 0 without gaps. */
export type LogEntry = { readonly seq: number; readonly atMs: number } & Happening;

export type Happening =
  | {
      readonly kind: 'fault';
      readonly id: string;
      readonly on: boolean;
      readonly byHand: boolean;
      /** Where one replica was left to chance: which it struck. */
      readonly struck?: { readonly service: number; readonly replica: number };
    }
  | { readonly kind: 'replica'; readonly service: number; readonly replica: number; readonly state: string }
  /**
   * Every worker of the replica is held and requests queue or are turned away (and later: none was for a second, and a
   * quarter of the workers is free).
   */
  | { readonly kind: 'workers'; readonly service: number; readonly replica: number; readonly exhausted: boolean }
  /** The replica's queue is full (and later: it has not been for a second, and is at most half full). */
  | { readonly kind: 'queue'; readonly service: number; readonly replica: number; readonly full: boolean }
  | {
      readonly kind: 'breaker';
      /** The key of the policy list, e.g. `web -> catalog`. */
      readonly list: string;
      readonly layer: string;
      /** The caller's replica, 0-based. */
      readonly instance: number;
      readonly from: string;
      readonly to: string;
    }
  | {
      /** A caller's replica, 0-based, no longer asks a replica of the one called, or asks it again. */
      readonly kind: 'ejection';
      /** The key of the policy list, e.g. `web -> catalog`. */
      readonly list: string;
      readonly layer: string;
      readonly instance: number;
      readonly replica: number;
      readonly ejected: boolean;
    }
  | {
      readonly kind: 'policies';
      readonly version: number;
      /** Layers (`key: name`) whose state could not be carried over and starts fresh. */
      readonly fresh: readonly string[];
    };
