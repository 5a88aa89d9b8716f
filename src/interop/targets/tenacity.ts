import type { BackoffParams } from '../../policies/backoff';
import { LayerKind, type Layer } from '../../policies/layer';
import { NEVER_STOPS, type RetryParams } from '../../policies/retry';
import { PYTHON, remembers, waitExpression } from '../backoff-code';
import { besides } from '../extras';
import type { Guarded } from '../source';
import { heading, missing, over, type Target } from '../target';
import { comment, plain, quoted, seconds } from '../text';
import { isConstant } from './cockatiel';

const LIBRARY = 'tenacity';

/** tenacity: retries in Python. A list with several retries becomes one object for each. */
export const tenacity: Target = {
  id: 'tenacity',
  label: 'tenacity',
  language: 'Python',
  extension: '.py',
  code(lists, title) {
    const body = lists.flatMap((list) => ['', '', ...over('#', list), ...retries(list)]);
    const modules = ['math', 'random'].filter((module) => body.some((line) => line.includes(`${module}.`)));
    return [
      ...heading('#', title, 'tenacity'),
      ...comment('#', 'Call it as `web_catalog(action, argument, …)`: the action is tried as often as it says.'),
      '',
      ...modules.map((module) => `import ${module}`),
      ...(modules.length > 0 ? [''] : []),
      'import tenacity',
      ...body,
      '',
    ].join('\n');
  },
};

function retries(list: Guarded): string[] {
  const pythonName = list.parts.join('_');
  const { layers } = list;
  const lines: string[] = [];
  let number = 0;
  layers.forEach((layer, place) => {
    if (layer.kind === LayerKind.retry) {
      const own = ++number === 1 ? pythonName : `${pythonName}_${number}`;
      const inside =
        number > 1 ? comment('#', `Inside ${pythonName}: give it \`lambda: ${own}(action)\` as its action.`) : [];
      lines.push(
        ...inside,
        ...besides('#', layer, list, ['stop after']),
        ...retrying(own, layer.params, answerOutside(layers[place - 1])),
      );
    } else if (!(answerOutside(layer) !== null && layers[place + 1]?.kind === LayerKind.retry)) {
      const why =
        layer.kind === LayerKind.timeout && layer.params.afterMs < Infinity
          ? `Give ${seconds(layer.params.afterMs)} seconds to what sends the request, such as timeout=${seconds(layer.params.afterMs)}.`
          : '';
      lines.push(...missing('#', LIBRARY, layer, list, '', why));
    }
  });
  return number === 0
    ? [...lines, `${pythonName} = tenacity.Retrying(stop=tenacity.stop_after_attempt(1), reraise=True)`]
    : lines;
}

/** What a fallback right outside a retry answers, in Python; null: nothing that can be written here. */
const answerOutside = (layer: Layer | undefined): string | null =>
  layer?.kind === LayerKind.fallback && isConstant(layer.params)
    ? `{"degraded": True, "message": ${quoted(layer.params.message)}}`
    : null;

function retrying(name: string, params: RetryParams, answer: string | null): string[] {
  const { attempts, stopAfterMs, backoff } = params;
  const stops = [
    ...(attempts === NEVER_STOPS ? [] : [`tenacity.stop_after_attempt(${attempts})`]),
    ...(stopAfterMs === Infinity ? [] : [`tenacity.stop_after_delay(${seconds(stopAfterMs)})`]),
  ];
  const custom = backoff.kind !== 'none' && known(backoff) === null;
  return [
    ...(custom ? [...waitFunction(name, backoff), '', ''] : []),
    `${name} = tenacity.Retrying(`,
    `    stop=${stops.length === 0 ? 'tenacity.stop_never' : stops.join(' | ')},`,
    `    wait=${custom ? `${name}_wait` : (known(backoff) ?? 'tenacity.wait_none()')},`,
    ...comment('#', 'every exception; name those that a repetition can mend', '    '),
    '    retry=tenacity.retry_if_exception_type(Exception),',
    ...(answer === null ? [] : [`    retry_error_callback=lambda retry_state: ${answer},`]),
    '    reraise=True,',
    ')',
  ];
}

/** A wait that tenacity has by name; null: it has none. */
function known(backoff: BackoffParams): string | null {
  const { kind, jitter, baseMs, factor, leastMs, capMs, capsJitter, jitterMs, stepMs } = backoff;
  if (kind === 'none') return 'tenacity.wait_none()';
  if (stepMs > 0) return null;
  const cap = capMs === Infinity ? '' : `, max=${seconds(capMs)}`;
  if (kind === 'constant' && leastMs === 0 && capMs >= baseMs) {
    if (jitter === 'none') return `tenacity.wait_fixed(${seconds(baseMs)})`;
    if (jitter === 'full') return `tenacity.wait_random(0, ${seconds(baseMs)})`;
    if (jitter === 'equal') return `tenacity.wait_random(${seconds(baseMs / 2)}, ${seconds(baseMs)})`;
    if (jitter === 'added' && capMs === Infinity)
      return `tenacity.wait_fixed(${seconds(baseMs)}) + tenacity.wait_random(0, ${seconds(jitterMs)})`;
  }
  if (kind === 'listed' && jitter === 'none') {
    return `tenacity.wait_chain(${backoff.listMs.map((ms) => `tenacity.wait_fixed(${seconds(ms)})`).join(', ')})`;
  }
  if (kind === 'linear' && jitter === 'none' && leastMs === 0) {
    return `tenacity.wait_incrementing(start=${seconds(baseMs)}, increment=${seconds(baseMs)}${cap})`;
  }
  if (kind === 'exponential') {
    const grows = `multiplier=${seconds(baseMs)}, exp_base=${plain(factor)}${cap}${leastMs === 0 ? '' : `, min=${seconds(leastMs)}`}`;
    if (jitter === 'none') return `tenacity.wait_exponential(${grows})`;
    if (jitter === 'full' && !capsJitter) return `tenacity.wait_random_exponential(${grows})`;
    if (jitter === 'added' && capsJitter) {
      return `tenacity.wait_exponential_jitter(initial=${seconds(baseMs)}${cap}, exp_base=${plain(factor)}, jitter=${seconds(jitterMs)})`;
    }
  }
  return null;
}

function waitFunction(name: string, backoff: BackoffParams): string[] {
  const known = { retry: 'retry_state.attempt_number', before: '(retry_state.attempt_number - 1)', last: 'last' };
  if (backoff.jitter === 'smooth') {
    const nearest = waitExpression({ ...backoff, jitter: 'full' }, PYTHON, known, 1000);
    return [
      `def ${name}_wait(retry_state):`,
      ...comment('#', 'tenacity has no smooth (decorrelated v2) jitter; this is full jitter.', '    '),
      `    return ${nearest}`,
    ];
  }
  const wait = waitExpression(backoff, PYTHON, known, 1000);
  if (!remembers(backoff)) return [`def ${name}_wait(retry_state):`, `    return ${wait}`];
  return [
    `def ${name}_wait(retry_state):`,
    `    last = getattr(retry_state, "last_wait", ${seconds(backoff.baseMs)})`,
    `    retry_state.last_wait = ${wait}`,
    '    return retry_state.last_wait',
  ];
}
