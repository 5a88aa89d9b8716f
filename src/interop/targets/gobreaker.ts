import type { BreakerParams } from '../../policies/breaker';
import { LayerKind } from '../../policies/layer';
import { asRate, breakerSummary, breakerWords } from '../breakers';
import { besides } from '../extras';
import { capital, type Guarded } from '../source';
import { heading, missing, over, type Target } from '../target';
import { comment, plain, quoted } from '../text';

const LIBRARY = 'gobreaker';

/** gobreaker 2: breakers in Go. */
export const gobreaker: Target = {
  id: 'gobreaker',
  label: 'gobreaker 2',
  language: 'Go',
  extension: '.go',
  code(lists, title) {
    const body = lists.flatMap((list) => ['', ...over('//', list), ...breakers(list)]);
    const isUsed = body.some((line) => line.includes('gobreaker.Settings'));
    return [
      ...heading('//', title, 'gobreaker 2'),
      ...comment('//', 'Call through it as `WebCatalog.Execute(func() (any, error) { … })`.'),
      'package policies',
      ...(isUsed ? ['', 'import (', '\t"time"', '', '\t"github.com/sony/gobreaker/v2"', ')'] : []),
      ...body,
      '',
    ].join('\n');
  },
};

function breakers(list: Guarded): string[] {
  const name = capital(list.name);
  let number = 0;
  return list.layers.flatMap((layer) => {
    if (layer.kind !== LayerKind.breaker) return missing('//', LIBRARY, layer, list);
    const called = ++number === 1 ? name : `${name}${number}`;
    return [...besides('//', layer, list), ...breaker(called, list.key, layer.params)];
  });
}

function breaker(name: string, key: string, params: BreakerParams): string[] {
  const summary = breakerSummary(params);
  const { consecutive, windowMs, openMs, probes } = summary;
  const isOwn = params.like === 'gobreaker';
  const { rate, minimum } = asRate(summary);
  const rule =
    consecutive === null
      ? `counts.Requests >= ${minimum} && float64(counts.TotalFailures)/float64(counts.Requests) >= ${plain(rate)}`
      : `counts.ConsecutiveFailures >= ${consecutive}`;
  const intervalMs = isOwn ? params.intervalMs : Number.isFinite(windowMs) ? windowMs : 0;
  const buckets = isOwn ? params.buckets : 1;
  return [
    ...(isOwn
      ? []
      : comment(
          '//',
          `Meant ${breakerWords(params)}; gobreaker counts from the last change of state, or from interval to interval, and closes after as many successes in a row as it has probes.`,
        )),
    `var ${name} = gobreaker.NewCircuitBreaker[any](gobreaker.Settings{`,
    `\tName:        ${quoted(key)},`,
    `\tMaxRequests: ${probes},`,
    ...(intervalMs > 0 ? [`\tInterval:    ${duration(intervalMs)},`] : []),
    ...(buckets > 1 ? [`\tBucketPeriod: ${duration(intervalMs / buckets)},`] : []),
    `\tTimeout:     ${duration(openMs)},`,
    '\tReadyToTrip: func(counts gobreaker.Counts) bool {',
    `\t\treturn ${rule}`,
    '\t},',
    '})',
  ];
}

/** Whole milliseconds where they are whole, else nanoseconds. */
const duration = (ms: number): string =>
  Number.isInteger(ms) ? `${ms} * time.Millisecond` : `${Math.round(1e6 * ms)} * time.Nanosecond`;
