import type { ThrottleParams } from '../../policies/throttle';
import { field, keys } from './field';
import { duration, factor } from './quantity';

export const throttle = field(
  keys('a throttle such as { multiple: 2x, window: 2min }', {
    multiple: field(factor(1, 100).default(2), {
      is: 'K: how many calls go out for each one accepted before any is held back. Lower holds back sooner.',
      libraries: ['Google SRE book K', 'Envoy aggression'],
      unit: 'a multiple such as 2x',
      default: '2x',
      samples: ['2x', '1.1x'],
    }),
    window: field(duration('more than zero').prefault('2min'), {
      is: 'How far back requests and accepts count.',
      libraries: ['Envoy sampling_window'],
      unit: 'a duration',
      samples: ['2min'],
    }),
  }).transform(({ multiple, window }): ThrottleParams => ({ multiple, windowMs: window })),
  {
    is: 'Holds calls back at the caller, at random, when too few of its calls are accepted: with chance max(0, (requests − K × accepts) / (requests + 1)). Client-side throttling of Google’s SRE book, chapter “Handling Overload”. Refusals and silence are not accepted; an answer is, even an error.',
    default: 'none: calls go out, however many are not accepted',
    libraries: ['Google’s own clients', 'Envoy admission control'],
    scope: 'per replica of the caller, over all routes the list covers',
    samples: ['{ multiple: 2x, window: 2min }'],
  },
);
