import type { BreakerParams } from '../../policies/breaker';
import type { PybreakerParams } from '../../policies/breakers/pybreaker';
import { LayerKind } from '../../policies/layer';
import { breakerSummary, breakerWords, failuresInARow } from '../breakers';
import { besides } from '../extras';
import type { Guarded } from '../source';
import { heading, missing, over, type Target } from '../target';
import { comment, quoted, seconds } from '../text';

const LIBRARY = 'pybreaker';

/** pybreaker 1: breakers that count failures in a row, in Python. */
export const pybreaker: Target = {
  id: 'pybreaker',
  label: 'pybreaker 1',
  language: 'Python',
  extension: '.py',
  code: (lists, title) =>
    [
      ...heading('#', title, 'pybreaker 1'),
      ...comment(
        '#',
        '`web_catalog.call(action, argument, …)`, and the breaker as a decorator, hold a lock while a call is out, so that the next one waits; `with web_catalog.calling():` holds none.',
      ),
      '',
      'import pybreaker',
      ...lists.flatMap((list) => ['', ...over('#', list), ...breakers(list)]),
      '',
    ].join('\n'),
};

function breakers(list: Guarded): string[] {
  const own = list.parts.join('_');
  let number = 0;
  return list.layers.flatMap((layer) => {
    if (layer.kind !== LayerKind.breaker) return missing('#', LIBRARY, layer, list);
    const called = ++number === 1 ? own : `${own}_${number}`;
    const inside =
      number > 1 ? comment('#', `Inside ${own}: give it \`lambda: ${called}.call(action)\` as its action.`) : [];
    return [...inside, ...besides('#', layer, list), ...breaker(called, list.key, layer.params)];
  });
}

/** By call(), which serialises calls as the heading says, unless told otherwise. */
function useOf({ hearsResults, isSerial }: PybreakerParams, name: string): string[] {
  if (!hearsResults)
    return comment('#', 'Meant over an async def: it sees a coroutine being made and no result, so it never opens.');
  return isSerial ? [] : comment('#', `Use it as \`with ${name}.calling():\`, so that calls go out side by side.`);
}

function breaker(name: string, key: string, params: BreakerParams): string[] {
  const summary = breakerSummary(params);
  const isOwn = params.like === 'pybreaker';
  return [
    ...(isOwn
      ? []
      : comment(
          '#',
          `Meant ${breakerWords(params)}; pybreaker counts failures in a row. Use it as \`with ${name}.calling():\`, so that calls go out side by side; half-open lets all of them out then.`,
        )),
    ...(isOwn ? useOf(params, name) : []),
    `${name} = pybreaker.CircuitBreaker(`,
    `    fail_max=${failuresInARow(summary)},`,
    `    reset_timeout=${seconds(summary.openMs)},`,
    ...(isOwn && params.successThreshold !== 1 ? [`    success_threshold=${params.successThreshold},`] : []),
    ...(isOwn && !params.throwsNewErrorOnTrip ? ['    throw_new_error_on_trip=False,'] : []),
    `    name=${quoted(key)},`,
    ')',
  ];
}
