import type { BackoffParams } from '../../policies/backoff';
import type { BreakerParams } from '../../policies/breaker';
import type { FallbackParams } from '../../policies/fallback';
import { LayerKind, type Layer } from '../../policies/layer';
import { NEVER_STOPS, type RetryParams } from '../../policies/retry';
import { asRate, breakerSummary, breakerWords } from '../breakers';
import { JAVASCRIPT, remembers, waitExpression } from '../backoff-code';
import { besides } from '../extras';
import type { Guarded } from '../source';
import { heading, missing, over, type Target } from '../target';
import { comment, plain, quoted } from '../text';

const LIBRARY = 'cockatiel';

/** cockatiel 3: policies wrapped into each other, outermost first, as here. */
export const cockatiel: Target = {
  id: 'cockatiel',
  label: 'cockatiel 3',
  language: 'JavaScript',
  extension: '.mjs',
  code(lists, title) {
    const body = lists.flatMap((list) => ['', ...over('//', list), ...wrapped(list)]);
    const used = NAMES.filter((name) =>
      body.some((line) => new RegExp(`(^|[^.\\w])${name}\\b`).test(line.replace(/\/\/.*/, ''))),
    );
    const imports = used.length === 0 ? [] : ['', `import { ${used.join(', ')} } from 'cockatiel';`];
    return [...heading('//', title, 'cockatiel 3'), ...imports, ...body, ''].join('\n');
  },
};

const NAMES = [
  'bulkhead',
  'circuitBreaker',
  'ConsecutiveBreaker',
  'ConstantBackoff',
  'CountBreaker',
  'DelegateBackoff',
  'ExponentialBackoff',
  'fallback',
  'fullJitterGenerator',
  'halfJitterGenerator',
  'handleAll',
  'IterableBackoff',
  'noJitterGenerator',
  'noop',
  'retry',
  'SamplingBreaker',
  'timeout',
  'TimeoutStrategy',
  'wrap',
] as const;

function wrapped(list: Guarded): string[] {
  const { name, layers } = list;
  const lines = layers.flatMap((layer) => {
    const has = ['places'] as const;
    const code = policy(layer, list);
    const isCode = code.some((line) => !line.startsWith('//'));
    return [...(isCode ? besides('//', layer, list, has) : []), ...code]
      .flatMap((line) => line.split('\n'))
      .map((line) => `  ${line}`);
  });
  const isEmpty = lines.every((line) => line.trim().startsWith('//'));
  return [`export const ${name} = wrap(`, ...lines, ...(isEmpty ? ['  noop,'] : []), ');'];
}

function policy(layer: Layer, list: Guarded): string[] {
  const nothing = (why = '') => missing('//', LIBRARY, layer, list, '', why);
  switch (layer.kind) {
    case LayerKind.timeout: {
      const { afterMs } = layer.params;
      return afterMs === Infinity ? nothing() : [`timeout(${plain(afterMs)}, TimeoutStrategy.Aggressive),`];
    }
    case LayerKind.retry:
      return retryCode(layer.params);
    case LayerKind.breaker:
      return breakerCode(layer.params);
    case LayerKind.bulkhead: {
      const { calls, waitMs, queue } = layer.params;
      return [`bulkhead(${calls}, ${waitMs > 0 ? queue : 0}),`];
    }
    case LayerKind.fallback:
      return isConstant(layer.params)
        ? [`fallback(handleAll, () => (${answer(layer.params)})),`]
        : nothing('Write what it gives as a function.');
    default:
      return nothing();
  }
}

/** Whether the answer needs nobody to be asked and nothing to be remembered. */
export const isConstant = ({ use }: FallbackParams): boolean =>
  use.kind === 'default' || (use.kind === 'feature off' && use.calls);

/** What stands in for a full answer, in JavaScript. */
export const answer = ({ message }: FallbackParams): string => `{ degraded: true, message: ${quoted(message)} }`;

function retryCode({ attempts, backoff }: RetryParams): string[] {
  const most = attempts === NEVER_STOPS ? 'Infinity' : String(attempts - 1);
  return [
    'retry(handleAll, {',
    `  maxAttempts: ${most}, // besides the first`,
    `  backoff: ${backoffCode(backoff)},`,
    '}),',
  ];
}

function backoffCode(backoff: BackoffParams): string {
  const { kind, jitter, baseMs, capMs } = backoff;
  if (kind === 'none') return 'new ConstantBackoff(0)';
  if (kind === 'constant' && jitter === 'none') return `new ConstantBackoff(${plain(Math.min(baseMs, capMs))})`;
  if (kind === 'listed' && jitter === 'none') return `new IterableBackoff([${backoff.listMs.map(plain).join(', ')}])`;
  if (jitter === 'smooth') return exponential(backoff);
  const wait = waitExpression(backoff, JAVASCRIPT, { retry: 'attempt', before: '(attempt - 1)', last: 'last' });
  if (!remembers(backoff)) return `new DelegateBackoff(({ attempt }) => ${wait})`;
  return `new DelegateBackoff((_, last = ${plain(baseMs)}) => {
    const delay = ${wait};
    return { delay, state: delay };
  })`;
}

const GENERATORS: Readonly<Record<string, string>> = {
  none: 'noJitterGenerator',
  full: 'fullJitterGenerator',
  equal: 'halfJitterGenerator',
};

/** One of those that cockatiel has; unless told otherwise it is the decorrelated one. */
function exponential({ jitter, baseMs, capMs, factor }: BackoffParams): string {
  const cap = capMs === Infinity ? '' : `, maxDelay: ${plain(capMs)}`;
  const generator = GENERATORS[jitter];
  const shape = generator === undefined ? `exponent: ${plain(factor)}` : `generator: ${generator}`;
  return `new ExponentialBackoff({ initialDelay: ${plain(baseMs)}${cap}, ${shape} })`;
}

function breakerCode(params: BreakerParams): string[] {
  const [notes, counts, halfOpenAfter] = breakerParts(params);
  return [
    ...notes,
    'circuitBreaker(handleAll, {',
    `  halfOpenAfter: ${halfOpenAfter},`,
    `  breaker: ${counts},`,
    '}),',
  ];
}

function breakerParts(params: BreakerParams): [notes: string[], counts: string, halfOpenAfter: string] {
  if (params.like === 'cockatiel') {
    const { counts, openForMs, openBackoff } = params;
    const after = openBackoff
      ? exponential(openBackoff)
      : openForMs.length > 1
        ? `new IterableBackoff([${openForMs.map(plain).join(', ')}])`
        : plain(openForMs[0] ?? 0);
    switch (counts.kind) {
      case 'consecutive':
        return [[], `new ConsecutiveBreaker(${counts.failures})`, after];
      case 'count':
        return [[], countBreaker(counts.threshold, counts.size, counts.minimumCalls), after];
      case 'sampling':
        return [[], samplingBreaker(counts.threshold, counts.parts * counts.partMs, 1000 * counts.minimumPerMs), after];
    }
  }
  const summary = breakerSummary(params);
  const notes = comment('//', `Meant ${breakerWords(params)}; this is the nearest that cockatiel has.`);
  const after = plain(summary.openMs);
  if (summary.consecutive !== null) return [notes, `new ConsecutiveBreaker(${summary.consecutive})`, after];
  const { rate, minimum } = asRate(summary);
  const threshold = Math.min(0.999, Math.max(0.001, rate));
  if (!Number.isNaN(summary.windowCalls)) return [notes, countBreaker(threshold, summary.windowCalls, minimum), after];
  const windowMs = Number.isFinite(summary.windowMs) ? summary.windowMs : 60_000;
  return [notes, samplingBreaker(threshold, windowMs, (1000 * Math.max(1, minimum)) / windowMs), after];
}

const countBreaker = (threshold: number, size: number, minimum: number): string =>
  `new CountBreaker({ threshold: ${plain(threshold)}, size: ${size}, minimumNumberOfCalls: ${minimum} })`;

const samplingBreaker = (threshold: number, durationMs: number, minimumRps: number): string =>
  `new SamplingBreaker({ threshold: ${plain(threshold)}, duration: ${plain(durationMs)}, minimumRps: ${plain(minimumRps)} })`;
