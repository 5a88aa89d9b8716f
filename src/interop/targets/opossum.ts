import type { BreakerParams } from '../../policies/breaker';
import { LayerKind, type Layer } from '../../policies/layer';
import { asRate, breakerSummary, breakerWords } from '../breakers';
import { besides } from '../extras';
import type { Guarded } from '../source';
import { heading, missing, over, type Target } from '../target';
import { comment, plain } from '../text';
import { answer, isConstant } from './cockatiel';

const LIBRARY = 'opossum';

/** What an opossum breaker has in it, outermost first; nothing else, and in no other order. */
const INSIDE = [LayerKind.fallback, LayerKind.breaker, LayerKind.bulkhead, LayerKind.timeout] as readonly LayerKind[];

/** opossum 9: one breaker with its own timeout, capacity and fallback. */
export const opossum: Target = {
  id: 'opossum',
  label: 'opossum 9',
  language: 'JavaScript',
  extension: '.mjs',
  code: (lists, title) =>
    [
      ...heading('//', title, 'opossum 9'),
      '',
      "import CircuitBreaker from 'opossum';",
      ...lists.flatMap((list) => ['', ...over('//', list), ...maker(list)]),
      '',
    ].join('\n'),
};

function maker(list: Guarded): string[] {
  const options: string[] = [];
  const after: string[] = [];
  let inner = -1;
  list.layers.forEach((layer, place) => {
    const rank = INSIDE.indexOf(layer.kind);
    // What stands outside a breaker has no place inside it.
    const fits =
      rank > inner &&
      !list.layers.slice(place + 1).some(({ kind }) => INSIDE.indexOf(kind) >= 0 && INSIDE.indexOf(kind) < rank);
    const written = fits ? option(layer) : null;
    if (written !== null && fits) {
      inner = rank;
      if (layer.kind === LayerKind.fallback) after.push(...written);
      else options.push(...besides('//', layer, list, isOwn(layer) ? ['steering'] : []), ...written);
      return;
    }
    const why = rank >= 0 && !fits ? 'Its order is fallback, breaker, capacity, timeout, each once.' : '';
    options.push(...missing('//', LIBRARY, layer, list, '', why));
  });
  const kinds = new Set(list.layers.map(({ kind }) => kind));
  if (!kinds.has(LayerKind.breaker))
    options.push('volumeThreshold: Number.MAX_SAFE_INTEGER, // without a breaker in the list it never opens');
  if (!options.some((line) => line.startsWith('timeout:'))) options.push('timeout: false,');
  return [
    `export function ${list.name}(action) {`,
    '  const breaker = new CircuitBreaker(action, {',
    ...options.map((line) => `    ${line}`),
    '  });',
    ...after.map((line) => `  ${line}`),
    '  return breaker;',
    '}',
  ];
}

const isOwn = (layer: Layer): boolean => layer.kind === LayerKind.breaker && layer.params.like === 'opossum';

/** null: opossum has nothing for it. */
function option(layer: Layer): string[] | null {
  switch (layer.kind) {
    case LayerKind.timeout:
      return layer.params.afterMs === Infinity ? null : [`timeout: ${plain(layer.params.afterMs)},`];
    case LayerKind.breaker:
      return breakerOptions(layer.params);
    case LayerKind.bulkhead: {
      const { calls, waitMs } = layer.params;
      return [
        ...(waitMs > 0 ? comment('//', 'opossum lets nobody wait: the next call is refused at once.') : []),
        `capacity: ${calls},`,
      ];
    }
    case LayerKind.fallback:
      return isConstant(layer.params) ? [`breaker.fallback(() => (${answer(layer.params)}));`] : null;
    default:
      return null;
  }
}

function breakerOptions(params: BreakerParams): string[] {
  if (params.like === 'opossum') {
    const { errorPercentage, resetMs, buckets, bucketMs, volumeThreshold, warmUpMs, steering } = params;
    return [
      ...(steering === 'disabled' ? ['enabled: false,'] : []),
      ...rates(errorPercentage, resetMs, buckets * bucketMs, volumeThreshold),
      `rollingCountBuckets: ${buckets},`,
      ...(warmUpMs > 0 ? ['allowWarmUp: true,'] : []),
    ];
  }
  const summary = breakerSummary(params);
  const { rate, minimum } = asRate(summary);
  const windowMs = Number.isFinite(summary.windowMs) ? summary.windowMs : 10_000;
  return [
    ...comment(
      '//',
      `Meant ${breakerWords(params)}; opossum counts failures by time, and half-open lets one call out.`,
    ),
    ...rates(Math.min(99.9, 100 * rate), summary.openMs, windowMs, minimum),
  ];
}

const rates = (percentage: number, resetMs: number, windowMs: number, volume: number): string[] => [
  `errorThresholdPercentage: ${plain(percentage)},`,
  `resetTimeout: ${plain(resetMs)},`,
  `rollingCountTimeout: ${plain(windowMs)},`,
  `volumeThreshold: ${volume},`,
];
