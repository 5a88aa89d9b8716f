import type { BreakerParams } from '../../policies/breaker';
import type { Resilience4jParams } from '../../policies/breakers/resilience4j';
import { LayerKind, type Layer } from '../../policies/layer';
import { NEVER_STOPS, type RetryParams } from '../../policies/retry';
import { backoffWords } from '../backoff-words';
import { asRate, breakerSummary, breakerWords } from '../breakers';
import { besides } from '../extras';
import type { Guarded } from '../source';
import { heading, missing, type Target } from '../target';
import { comment, plain } from '../text';

const LIBRARY = 'resilience4j';

/** Outermost first, as the annotations compose unless the application sets other orders. */
const ORDER = [LayerKind.retry, LayerKind.breaker, LayerKind.rateLimit, LayerKind.timeout, LayerKind.bulkhead] as const;

interface Section {
  readonly kind: (typeof ORDER)[number];
  readonly key: string;
}

const SECTIONS: readonly Section[] = [
  { kind: LayerKind.retry, key: 'retry' },
  { kind: LayerKind.breaker, key: 'circuitbreaker' },
  { kind: LayerKind.rateLimit, key: 'ratelimiter' },
  { kind: LayerKind.timeout, key: 'timelimiter' },
  { kind: LayerKind.bulkhead, key: 'bulkhead' },
];

/** resilience4j 2, as the configuration of a Spring Boot application: instances by name, in one section a kind. */
export const resilience4j: Target = {
  id: 'resilience4j',
  label: 'resilience4j 2 (Spring Boot)',
  language: 'YAML',
  extension: '.yaml',
  code(lists, title) {
    const sections = SECTIONS.flatMap((section) => {
      const lines = lists.flatMap((list) => instances(section, list));
      return lines.length === 0 ? [] : [`  ${section.key}:`, '    instances:', ...lines];
    });
    return [
      ...heading('#', title, 'resilience4j 2'),
      ...comment(
        '#',
        'Spring composes the annotations of a method as retry, breaker, rate limiter, time limiter, bulkhead, outermost first.',
      ),
      ...lists.flatMap(notes),
      sections.length === 0 ? 'resilience4j: {}' : 'resilience4j:',
      ...sections,
      '',
    ].join('\n');
  },
};

/** What has no place in any section, and where the order is another. */
function notes(list: Guarded): string[] {
  const { layers, key } = list;
  const ranks = layers.map(({ kind }) => ORDER.findIndex((one) => one === kind)).filter((rank) => rank >= 0);
  const isOther = ranks.some((rank, at) => at > 0 && rank <= ranks[at - 1]!);
  return [
    ...(isOther
      ? comment('#', `${key} is meant in another order: decorate in code, innermost first, instead of by annotations.`)
      : []),
    ...layers
      .filter((layer) => !ORDER.some((kind) => kind === layer.kind))
      .flatMap((layer) => {
        const why =
          layer.kind === LayerKind.fallback
            ? 'Name a fallbackMethod in the annotation of the outermost layer inside it.'
            : '';
        return missing('#', LIBRARY, layer, list, '', `It belongs to ${key}. ${why}`.trim());
      }),
  ];
}

function instances({ kind }: Section, list: Guarded): string[] {
  let number = 0;
  return list.layers.flatMap((layer) => {
    if (layer.kind !== kind) return [];
    const name = ++number === 1 ? list.name : `${list.name}${number}`;
    return [
      `      ${name}: # ${list.key}`,
      ...[...besides('#', layer, list, ['cancels', 'wait', 'turn']), ...settings(layer, list)].map(
        (line) => `        ${line}`,
      ),
    ];
  });
}

function settings(layer: Layer, list: Guarded): string[] {
  switch (layer.kind) {
    case LayerKind.timeout:
      return [`timeoutDuration: ${ms(layer.params.afterMs)}`, `cancelRunningFuture: ${layer.params.cancels}`];
    case LayerKind.retry:
      return retry(layer.params);
    case LayerKind.breaker:
      return breaker(layer.params);
    case LayerKind.bulkhead: {
      const { calls, waitMs } = layer.params;
      return [`maxConcurrentCalls: ${calls}`, `maxWaitDuration: ${ms(waitMs)}`];
    }
    case LayerKind.rateLimit: {
      const { permits, waitMs } = layer.params;
      const isCycle = permits.kind === 'fixed window';
      const [limit, period] = 'calls' in permits ? [permits.calls, permits.perMs] : perCycle(permits.ratePerMs);
      return [
        ...(isCycle
          ? []
          : missing('#', LIBRARY, layer, list, '', 'Its permits come in cycles; these let out as many over time.')),
        `limitForPeriod: ${limit}`,
        `limitRefreshPeriod: ${someMs(period)}`,
        `timeoutDuration: ${ms(waitMs)}`,
      ];
    }
    default:
      return [];
  }
}

/** A rate as whole permits in whole milliseconds. */
const perCycle = (perMs: number): [calls: number, lengthMs: number] =>
  perMs >= 0.001 ? [Math.max(1, Math.round(1000 * perMs)), 1000] : [1, Math.round(1 / perMs)];

function retry({ attempts, backoff }: RetryParams): string[] {
  const { kind, baseMs, factor, capMs, capsJitter, jitter, jitterShare } = backoff;
  const factorOf = { equal: 1 / 3, full: 1, proportional: jitterShare } as const;
  const randomness = jitter === 'equal' || jitter === 'full' || jitter === 'proportional' ? factorOf[jitter] : null;
  const scale = jitter === 'equal' ? 0.75 : jitter === 'full' ? 0.5 : 1;
  return [
    `maxAttempts: ${attempts === NEVER_STOPS ? 2147483647 : attempts}`,
    `waitDuration: ${ms(kind === 'none' ? 0 : baseMs * scale)}`,
    ...(kind === 'linear' ? comment('#', 'Its waits do not grow in a line; give an intervalFunction in code.') : []),
    ...(kind === 'listed'
      ? comment('#', `Meant ${backoffWords(backoff)}: give an intervalFunction in code, such as one by a list.`)
      : []),
    ...(kind === 'exponential'
      ? [
          'enableExponentialBackoff: true',
          `exponentialBackoffMultiplier: ${plain(factor)}`,
          ...(capMs === Infinity ? [] : [`exponentialMaxWaitDuration: ${ms(capMs)}`]),
        ]
      : []),
    ...(randomness === null
      ? []
      : ['enableRandomizedWait: true', `randomizedWaitFactor: ${plain(Math.min(MOST_RANDOM, randomness))}`]),
    ...(randomness !== null && kind === 'exponential' && capMs < Infinity && !capsJitter
      ? comment('#', 'Its cap comes after the draw, and was meant before it.')
      : []),
    ...(jitter === 'none' || randomness !== null
      ? []
      : comment('#', `It has no ${jitter} jitter: these waits are not drawn.`)),
  ];
}

function breaker(params: BreakerParams): string[] {
  const summary = breakerSummary(params);
  const { windowCalls, windowMs, openMs, probes, slow } = summary;
  const { rate, minimum } = asRate(summary);
  const isTime = Number.isNaN(windowCalls) && Number.isFinite(windowMs);
  const own = params.like === 'resilience4j' ? params : null;
  const size = isTime
    ? Math.max(1, Math.round(windowMs / 1000))
    : Number.isNaN(windowCalls)
      ? Math.max(1, minimum)
      : windowCalls;
  return [
    ...(own === null ? comment('#', `Meant ${breakerWords(params)}.`) : []),
    `slidingWindowType: ${isTime ? 'TIME_BASED' : 'COUNT_BASED'}`,
    `slidingWindowSize: ${size}`,
    `minimumNumberOfCalls: ${own === null ? Math.max(1, minimum) : own.minimumCalls}`,
    `failureRateThreshold: ${plain(100 * rate)}`,
    ...(slow === null
      ? []
      : [`slowCallRateThreshold: ${plain(100 * slow.rate)}`, `slowCallDurationThreshold: ${someMs(slow.ms)}`]),
    `waitDurationInOpenState: ${someMs(openMs)}`,
    `permittedNumberOfCallsInHalfOpenState: ${probes}`,
    ...(own === null ? [] : [`automaticTransitionFromOpenToHalfOpenEnabled: ${own.isAutomatic}`]),
    ...(own !== null && own.halfOpenForMs > 0
      ? [
          `maxWaitDurationInHalfOpenState: ${ms(own.halfOpenForMs)}`,
          ...(own.afterHalfOpen === 'closed' ? ['transitionToStateAfterWaitDuration: CLOSED'] : []),
        ]
      : []),
    ...(own === null ? [] : openTimes(own)),
  ];
}

/** Times that are not always the same. An application that enables both ways does not start. */
function openTimes({ openGrowth, openForMostMs, openJitterShare }: Resilience4jParams): string[] {
  const factor = plain(Math.min(MOST_RANDOM, openJitterShare));
  if (openGrowth === 1 && openJitterShare === 0) return [];
  if (openGrowth === 1) return ['enableRandomizedWait: true', `randomizedWaitFactor: ${factor}`];
  return [
    ...(openJitterShare === 0
      ? []
      : comment(
          '#',
          `Drawn as well, by a factor of ${factor}: that takes an IntervalFunction.ofExponentialRandomBackoff in code.`,
        )),
    'enableExponentialBackoff: true',
    `exponentialBackoffMultiplier: ${plain(openGrowth)}`,
    ...(openForMostMs === Infinity ? [] : [`exponentialMaxWaitDurationInOpenState: ${ms(openForMostMs)}`]),
  ];
}

/** It refuses a factor of 1. */
const MOST_RANDOM = 0.999;

const LONGEST_MS = 24 * 3_600_000;

const ms = (value: number): string => `${Math.round(Math.min(value, LONGEST_MS))}ms`;
/** Where it refuses to take nothing. */
const someMs = (value: number): string => ms(Math.max(1, value));
