import type { BackoffParams } from '../../policies/backoff';
import { LayerKind } from '../../policies/layer';
import { NEVER_STOPS } from '../../policies/retry';
import { besides } from '../extras';
import type { Guarded } from '../source';
import { heading, missing, over, type Target } from '../target';
import { comment, plain } from '../text';

const LIBRARY = 'The AWS SDK';

/** AWS SDK for JavaScript 3: the configuration of a client, such as `new DynamoDBClient(webCatalog)`. */
export const awsSdk: Target = {
  id: 'aws-sdk',
  label: 'AWS SDK for JavaScript 3',
  language: 'JavaScript',
  extension: '.mjs',
  code: (lists, title) =>
    [
      ...heading('//', title, 'AWS SDK for JavaScript 3'),
      ...comment('//', 'Each is the configuration of a client, such as `new DynamoDBClient(webCatalog)`.'),
      ...lists.flatMap((list) => ['', ...over('//', list), ...configuration(list)]),
      '',
    ].join('\n'),
};

function configuration(list: Guarded): string[] {
  const lines: string[] = [];
  const handler: string[] = [];
  let tries = false;
  for (const layer of list.layers) {
    if (layer.kind === LayerKind.retry && !tries) {
      const { attempts, budget, backoff } = layer.params;
      tries = true;
      lines.push(
        ...besides('//', layer, list, ['retry budget']),
        ...(isStandard(backoff)
          ? []
          : comment('//', 'The standard mode waits by itself: up to a random share of 100 ms, doubling, up to 20 s.')),
        ...(budget !== null
          ? []
          : comment('//', 'The standard mode has a budget of its own: a bucket of 500 tokens for each client.')),
        `maxAttempts: ${attempts === NEVER_STOPS ? 'Infinity' : attempts},`,
        "retryMode: 'standard',",
      );
    } else if (layer.kind === LayerKind.timeout && handler.length === 0 && layer.params.afterMs < Infinity) {
      if (!tries && list.layers.some(({ kind }) => kind === LayerKind.retry)) {
        lines.push(
          ...missing('//', LIBRARY, layer, list, '', 'It limits single attempts only: pass an AbortSignal to send().'),
        );
        continue;
      }
      lines.push(...besides('//', layer, list, ['connect']));
      const { afterMs, connectMs } = layer.params;
      if (connectMs < Infinity) handler.push(`connectionTimeout: ${plain(connectMs)},`);
      handler.push(`requestTimeout: ${plain(afterMs)},`);
    } else if (layer.kind === LayerKind.bulkhead && layer.params.waitMs === Infinity) {
      handler.push(`httpsAgent: { maxSockets: ${layer.params.calls} },`);
    } else lines.push(...missing('//', LIBRARY, layer, list));
  }
  if (!tries) lines.push('maxAttempts: 1,');
  return [
    `export const ${list.name} = {`,
    ...lines.map((line) => `  ${line}`),
    ...(handler.length === 0 ? [] : ['  requestHandler: {', ...handler.map((line) => `    ${line}`), '  },']),
    '};',
  ];
}

/** The SDK for JavaScript begins with a tenth of what those for other languages begin with. */
const isStandard = ({ kind, jitter, factor, baseMs, capMs }: BackoffParams): boolean =>
  kind === 'exponential' && jitter === 'full' && factor === 2 && baseMs === 100 && capMs === 20_000;
