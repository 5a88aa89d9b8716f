import type { BackoffParams } from '../../policies/backoff';
import type { BreakerParams } from '../../policies/breaker';
import { LayerKind, type Layer } from '../../policies/layer';
import { NEVER_STOPS, type RetryParams } from '../../policies/retry';
import { asRate, breakerSummary, breakerWords } from '../breakers';
import { CSHARP, remembers, waitExpression } from '../backoff-code';
import { besides } from '../extras';
import { capital, type Guarded } from '../source';
import { heading, missing, over, type Target } from '../target';
import { comment, plain, quoted } from '../text';
import { isConstant } from './cockatiel';

const LIBRARY = 'Polly';

/** Polly 8: pipelines whose strategies stand outermost first, as here. */
export const polly: Target = {
  id: 'polly',
  label: 'Polly 8',
  language: 'C#',
  extension: '.cs',
  code: (lists, title) =>
    [
      ...heading('//', title, 'Polly 8'),
      'using System;',
      'using System.Threading.RateLimiting;',
      'using System.Threading.Tasks;',
      'using Polly;',
      'using Polly.CircuitBreaker;',
      'using Polly.Fallback;',
      'using Polly.Hedging;',
      'using Polly.RateLimiting;',
      'using Polly.Retry;',
      'using Polly.Timeout;',
      '',
      ...comment('//', 'Answer stands for what your calls give back.'),
      'public sealed record Answer(string? Body, bool Degraded = false, string? Message = null);',
      '',
      'public static class Policies',
      '{',
      ...lists.flatMap((list, index) => [...(index > 0 ? [''] : []), ...over('//', list, '    '), ...pipeline(list)]),
      '}',
      '',
    ].join('\n'),
};

function pipeline(list: Guarded): string[] {
  const name = capital(list.name);
  return [
    `    public static readonly ResiliencePipeline<Answer> ${name} = new ResiliencePipelineBuilder<Answer>()`,
    ...list.layers.flatMap((layer) => strategyWithNotes(layer, list)).map((line) => `        ${line}`),
    '        .Build();',
  ];
}

function strategyWithNotes(layer: Layer, list: Guarded): string[] {
  const code = strategy(layer, list);
  const isCode = code.some((line) => line.startsWith('.'));
  // A timeout's token calls off whatever heeds it.
  return isCode ? [...besides('//', layer, list, ['cancels', 'places']), ...code] : code;
}

function strategy(layer: Layer, list: Guarded): string[] {
  const nothing = (why = '') => missing('//', LIBRARY, layer, list, '', why);
  switch (layer.kind) {
    case LayerKind.timeout:
      return layer.params.afterMs === Infinity ? nothing() : timeout(layer.params.afterMs);
    case LayerKind.retry:
      return retry(layer.params);
    case LayerKind.breaker:
      return breaker(layer.params);
    case LayerKind.bulkhead: {
      const { calls, waitMs, queue } = layer.params;
      return [`.AddConcurrencyLimiter(permitLimit: ${calls}, queueLimit: ${waitMs > 0 ? whole(queue) : 0})`];
    }
    case LayerKind.fallback: {
      if (!isConstant(layer.params)) return nothing('Write what it gives in a FallbackAction of your own.');
      const { message } = layer.params;
      return [
        '.AddFallback(new FallbackStrategyOptions<Answer>',
        '{',
        `    FallbackAction = _ => Outcome.FromResultAsValueTask(new Answer(null, Degraded: true, Message: ${quoted(message)})),`,
        '})',
      ];
    }
    case LayerKind.hedge: {
      const { afterMs, hedges } = layer.params;
      return [
        '.AddHedging(new HedgingStrategyOptions<Answer>',
        '{',
        `    MaxHedgedAttempts = ${hedges},`,
        `    Delay = ${afterMs === Infinity ? 'TimeSpan.FromMilliseconds(-1)' : span(afterMs)},`,
        '})',
      ];
    }
    case LayerKind.rateLimit:
      return limiter(layer, () => nothing());
    default:
      return nothing();
  }
}

/** Polly takes 10 ms at least. */
function timeout(afterMs: number): string[] {
  const isShort = afterMs < LEAST_TIMEOUT_MS;
  const note = isShort ? comment('//', `${plain(afterMs)} ms was meant; Polly takes 10 ms at least.`) : [];
  return [...note, `.AddTimeout(${span(Math.max(LEAST_TIMEOUT_MS, afterMs))})`];
}

const LEAST_TIMEOUT_MS = 10;

function limiter(layer: Extract<Layer, { kind: typeof LayerKind.rateLimit }>, nothing: () => string[]): string[] {
  const { permits, waitMs, queue } = layer.params;
  const queueLimit = waitMs > 0 ? whole(queue) : '0';
  switch (permits.kind) {
    case 'token bucket':
      return rate('TokenBucket', [
        `TokenLimit = ${Math.max(1, Math.floor(permits.burst))},`,
        'TokensPerPeriod = 1,',
        `ReplenishmentPeriod = ${span(1 / permits.ratePerMs)},`,
        `QueueLimit = ${queueLimit},`,
      ]);
    case 'fixed window':
      return rate('FixedWindow', [
        `PermitLimit = ${permits.calls},`,
        `Window = ${span(permits.perMs)},`,
        `QueueLimit = ${queueLimit},`,
      ]);
    case 'sliding window':
      return rate('SlidingWindow', [
        `PermitLimit = ${permits.calls},`,
        `Window = ${span(permits.perMs)},`,
        'SegmentsPerWindow = 10,',
        `QueueLimit = ${queueLimit},`,
      ]);
    case 'leaky bucket':
      return nothing();
  }
}

const rate = (kind: string, options: readonly string[]): string[] => [
  `.AddRateLimiter(new ${kind}RateLimiter(new ${kind}RateLimiterOptions`,
  '{',
  ...options.map((option) => `    ${option}`),
  '}))',
];

function retry({ attempts, backoff }: RetryParams): string[] {
  const { kind, baseMs, factor, capMs, jitter } = backoff;
  const isTheirs = kind !== 'listed' && (kind !== 'exponential' || factor === 2);
  const hasJitter = jitter === 'smooth' || (jitter === 'proportional' && backoff.jitterShare === 0.25);
  const delays =
    kind === 'none'
      ? ['Delay = TimeSpan.Zero,']
      : isTheirs && (jitter === 'none' || hasJitter)
        ? [
            `Delay = ${span(baseMs)},`,
            `BackoffType = DelayBackoffType.${capital(kind)},`,
            ...(jitter === 'none' ? [] : ['UseJitter = true,']),
            ...(capMs === Infinity ? [] : [`MaxDelay = ${span(capMs)},`]),
          ]
        : [...generator(backoff)];
  if (attempts === 1) return comment('//', 'One try was meant, and so no retry, which Polly does not take.');
  return [
    '.AddRetry(new RetryStrategyOptions<Answer>',
    '{',
    `    MaxRetryAttempts = ${attempts === NEVER_STOPS ? 'int.MaxValue' : attempts - 1}, // besides the first`,
    ...delays.map((line) => `    ${line}`),
    '})',
  ];
}

/** Polly counts attempts from 0. */
const KNOWN = { retry: '(args.AttemptNumber + 1)', before: 'args.AttemptNumber', last: '0' };

function generator(backoff: BackoffParams): string[] {
  if (remembers(backoff)) {
    const first = waitExpression({ ...backoff, jitter: 'full' }, CSHARP, KNOWN);
    return [
      ...comment('//', 'Polly hands no wait on to the next, so decorrelated jitter becomes full jitter.'),
      `DelayGenerator = args => new ValueTask<TimeSpan?>(TimeSpan.FromMilliseconds(${first})),`,
    ];
  }
  const wait = waitExpression(backoff, CSHARP, KNOWN);
  return [`DelayGenerator = args => new ValueTask<TimeSpan?>(TimeSpan.FromMilliseconds(${wait})),`];
}

function breaker(params: BreakerParams): string[] {
  const summary = breakerSummary(params);
  const { rate, minimum } = asRate(summary);
  const windowMs = Number.isFinite(summary.windowMs) ? summary.windowMs : 30_000;
  return [
    ...(params.like === 'polly'
      ? []
      : comment(
          '//',
          `Meant ${breakerWords(params)}; Polly counts by time, only a failure trips it, and half-open lets one call out.`,
        )),
    ...(minimum < 2 || windowMs < 500 || (params.like !== 'polly' && summary.openMs < 500)
      ? comment('//', 'Polly takes 2 calls and 500 ms at least.')
      : []),
    '.AddCircuitBreaker(new CircuitBreakerStrategyOptions<Answer>',
    '{',
    `    FailureRatio = ${plain(rate)},`,
    `    MinimumThroughput = ${Math.max(2, minimum)},`,
    `    SamplingDuration = ${span(Math.max(500, windowMs))},`,
    ...breaks(params.like === 'polly' ? params.breaksMs : [Math.max(500, summary.openMs)]),
    '})',
  ];
}

function breaks(breaksMs: readonly number[]): string[] {
  if (breaksMs.length === 1) return [`    BreakDuration = ${span(breaksMs[0]!)},`];
  const last = breaksMs.length - 1;
  return [
    '    BreakDurationGenerator = static args => new ValueTask<TimeSpan>(TimeSpan.FromMilliseconds(',
    `        new[] { ${breaksMs.map(milliseconds).join(', ')} }[Math.Min(args.HalfOpenAttempts, ${last})])),`,
  ];
}

/** As a double, whole or not. */
const milliseconds = (ms: number): string => (Number.isInteger(ms) ? `${plain(ms)}.0` : plain(ms));

const span = (ms: number): string => `TimeSpan.FromMilliseconds(${plain(ms)})`;
const whole = (count: number): string => (count === Infinity ? 'int.MaxValue' : String(count));
