import type { LayerFigure } from '../../../policies/layer-figures';
import { count, duration, percent } from '../../parts/format';

type What = LayerFigure['what'];

/** A whole number, or one with a decimal where it is small and in parts. */
const parts = (value: number): string =>
  value === Infinity ? 'any number' : value < 9.95 && !Number.isInteger(value) ? value.toFixed(1) : count(value);

const of = (value: number, most: number, unit: string): string =>
  Number.isFinite(most) ? `${parts(value)} of ${parts(most)} ${unit}` : `${parts(value)} ${unit}`;

/** Words of what policies other than breakers know. */
export const layers = {
  title: 'Policies, now',
  whose: 'Of the caller’s replica',
  of: (list: string, layer: string) => `${layer} on ${list}`,
  labels: {
    'in use': 'In use',
    'in flight': 'Under way',
    waiting: 'Waiting',
    tokens: 'Left',
    permits: 'Left',
    'next in': 'Next in',
    'held back': 'Held back',
    'retries left': 'Retries now',
    'retry tokens': 'Left',
    'hedges left': 'Left',
    out: 'Out',
    'retries out': 'Retries',
    ejected: 'Ejected',
  } satisfies Record<What, string>,
  meanings: {
    'in use': 'Calls that hold one of its permits, of as many as there are.',
    'in flight': 'Calls under way, of as many as the limit lets out at present. The limit changes with how they do.',
    waiting: 'Calls that wait here for their turn, of as many as may wait.',
    tokens: 'Tokens in the bucket, of as many as it holds. Each call that goes out takes one; they come back steadily.',
    permits: 'Permits that no call has taken, of as many as there are in one window.',
    'next in': 'How long until the next call may go; of the gap that there is between two.',
    'held back': 'Share of calls that the caller holds back by itself, since too few were accepted of late.',
    'retries left': 'How many retries its budget would allow at this instant, one right after another.',
    'retry tokens': 'Tokens in the retry budget’s bucket, of as many as it holds. A retry takes some out.',
    'hedges left': 'Hedges that earlier calls have paid for, of as many as are kept.',
    out: 'Attempts that are out at once, of as many as the caps allow.',
    'retries out': 'How many of these are retries, of as many as the caps allow.',
    ejected: 'Replicas that are not asked for a while, since they stood out by their failures.',
  } satisfies Record<What, string>,
  /** The figure with its unit, and of how much. */
  figure: ({ what, value, most }: LayerFigure): string => {
    switch (what) {
      case 'in use':
        return of(value, most, 'permits');
      case 'in flight':
      case 'waiting':
        return of(value, most, 'calls');
      case 'tokens':
      case 'retry tokens':
        return of(value, most, 'tokens');
      case 'permits':
        return of(value, most, 'permits');
      case 'next in':
        return `${duration(value)} of ${duration(most)}`;
      case 'held back':
        return `${percent(value)} of calls`;
      case 'retries left':
        return of(value, most, 'retries');
      case 'hedges left':
        return of(value, most, 'hedges');
      case 'out':
        return of(value, most, 'attempts');
      case 'retries out':
        return of(value, most, 'retries');
      case 'ejected':
        return of(value, most, 'replicas');
    }
  },
};
