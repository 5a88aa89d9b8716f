import { mean } from '../../kernel/moments';
import { arrivals } from './arrivals';
import { distribution } from './distribution';
import { field, keys } from './field';
import { priority } from './intake';
import { journey } from './journey';
import { name, target } from './names';
import { process } from './process';
import { duration, HIGHEST_PER_MS } from './quantity';
import { highest } from './rate-shapes';
import { script } from './script';
import { users } from './users';
import { z } from './z';

const base = keys('a workload with its rate and journeys', {
  rate: field(arrivals().optional(), {
    is: 'Shoppers who arrive, whether or not earlier ones were answered (an open loop).',
    unit: 'a rate such as 60/s, or a shape over time',
    default: 'none; then `users` come back again and again',
    scope: 'all journeys of the workload together',
    samples: ['60/s'],
    spare: '1/s',
  }),
  arrivals: field(process().optional(), {
    is: 'How arrivals lie in time: `poisson`, at random; `constant`, evenly, the first after half a gap; or `bursts`, at random with a rate that jumps between states.',
    default: 'poisson',
    samples: ['constant', '{ bursts: [{ rate: 0.5x, for: 9s }, { rate: 5.5x, for: 1s }] }'],
  }),
  users: field(users().optional(), {
    is: 'Users who each make a journey, wait for its end, think, and make the next (a closed loop), instead of a `rate`.',
    unit: 'a number of users, or a shape over time',
    default: 'none; shoppers arrive at a `rate`',
    scope: 'all journeys of the workload together',
    samples: ['50', '{ steps: [{ at: 0s, users: 10 }, { at: 30s, users: 50 }] }'],
    spare: 1,
  }),
  think: field(distribution().optional(), {
    is: 'How long a user thinks after a journey, drawn anew each time; the first journey begins at a random instant within the first such time.',
    default: 'with `users` it must be given; others do not think',
    unit: 'a duration, or a distribution of durations',
    samples: ['2s', 'exponential mean 5s'],
  }),
  script: field(script().optional(), {
    is: 'Arrivals call by call, each at its instant, with how long its work takes and how that ends: a trace, to be replayed. Instead of a `rate` or `users`.',
    unit: 'a list, or lines of text after a line such as `at ms, takes ms, ends`',
    default: 'none; shoppers arrive at a `rate`',
    scope:
      'the work of one endpoint, see `scripted`; all else is as ever, so give it workers enough and links without latency where instants are to be exact',
    samples: ['[{ at: 0ms, takes: 20ms, ends: failure }]', '"at ms, takes ms, ends\\n0, 20, failure\\n50, 5, success"'],
  }),
  scripted: field(target().optional(), {
    is: 'The endpoint whose work the `script` tells.',
    unit: 'service.endpoint',
    default: 'the one that the journey starts with',
  }),
  patience: field(duration('more than zero').optional(), {
    is: 'After waiting this long a shopper gives up; what was begun for them goes on.',
    unit: 'a duration',
    default: 'shoppers wait for ever',
    samples: ['3s'],
  }),
  'answer within': field(duration('more than zero').optional(), {
    is: 'A shopper who waits longer than this should have had an answer by now and is counted as overdue.',
    unit: 'a duration',
    default: '1s, or the patience if that is shorter',
    samples: ['1s'],
  }),
  zone: field(name().optional(), {
    is: 'Where the shoppers are, so that what `links` say of latencies `between zones` holds for their requests.',
    default: 'nowhere in particular: no zone is another than theirs',
  }),
  priority: field(priority.prefault('normal'), {
    is: 'How much its journeys matter, where they do not say it themselves.',
    default: 'normal',
  }),
  journeys: field(z.record(name(), journey).meta({ expected: 'journeys, each with its share and start' }), {
    is: 'What the shoppers want, by name; a journey’s name is used once in the whole scenario.',
    spare: {},
  }),
});

type Source = z.output<typeof base>;

interface Mismatch {
  readonly key: string | null;
  readonly message: string;
}

/** What of an open loop, a closed one and a script is there or not though it should be otherwise; lacking: not there. */
function mismatch(source: Source): Mismatch | null {
  const { rate, users, think, arrivals, script, scripted } = source;
  if (script !== undefined) return besideScript(source);
  if (scripted !== undefined) return { key: 'scripted', message: 'There is no `script` that could tell its work.' };
  if (users === undefined) {
    if (think !== undefined) return { key: 'think', message: 'Only `users` think; shoppers of a `rate` come once.' };
    if (rate !== undefined) return null;
    return { key: null, message: 'A workload needs a `rate`, or `users` and how long they `think`, or a `script`.' };
  }
  if (rate !== undefined) return { key: null, message: 'A workload has either a `rate` or `users`, not both.' };
  if (arrivals !== undefined)
    return { key: 'arrivals', message: 'This says how a `rate` lies in time; `users` come back when they do.' };
  if (think === undefined)
    return { key: null, message: 'How long do the `users` think? Add `think`, such as `think: 2s`.' };
  const thinkMs = mean(think);
  const most = users.reduce((most, { count }) => Math.max(most, count), 0);
  if (most <= thinkMs * HIGHEST_PER_MS) return null;
  const message = `Answered at once, ${most} users who think ${Number(thinkMs.toPrecision(3))}ms would come more than ${1000 * HIGHEST_PER_MS} times a second, the most that can be simulated.`;
  return { key: 'think', message };
}

/** A script says when everybody comes, so nothing else may. */
function besideScript(source: Source): Mismatch | null {
  const key = (['rate', 'users', 'think', 'arrivals'] as const).find((key) => source[key] !== undefined);
  return key === undefined ? null : { key, message: 'The `script` says who comes when; it stands alone.' };
}

/** The first state of the bursts in which more would come than can be simulated. */
function tooHighBurst({ rate, arrivals }: Source): { path: (string | number)[]; message: string } | null {
  if (rate === undefined || arrivals === undefined) return null;
  const perMs = highest(rate);
  const state = arrivals.bursts.findIndex(({ factor }) => factor * perMs > HIGHEST_PER_MS);
  if (state < 0) return null;
  const perSecond = Number((1000 * perMs * arrivals.bursts[state]!.factor).toPrecision(6));
  const message = `Of a rate of up to ${Number((1000 * perMs).toPrecision(6))}/s this makes ${perSecond}/s, more than ${1000 * HIGHEST_PER_MS}/s, the most that can be simulated.`;
  return { path: ['arrivals', 'bursts', state, 'rate'], message };
}

export const workload = base.superRefine((source, context) => {
  const found = mismatch(source);
  if (found !== null) {
    const { key, message } = found;
    context.addIssue({ code: 'custom', path: key === null ? [] : [key], message, params: { lacking: key === null } });
  }
  const burst = tooHighBurst(source);
  if (burst !== null) context.addIssue({ code: 'custom', ...burst });
});
