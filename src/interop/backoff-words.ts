import { formatDuration } from '../kernel/units';
import type { BackoffParams } from '../policies/backoff';

/** `exponential backoff from 50 ms times 2 up to 2 s, full jitter` */
export function backoffWords({ kind, baseMs, factor, capMs, jitter, listMs }: BackoffParams): string {
  if (kind === 'none') return 'no wait between them';
  if (kind === 'listed')
    return `waits of ${listMs.map(formatDuration).join(', ')}, ${jitter === 'none' ? 'no' : jitter} jitter`;
  const growth =
    kind === 'exponential'
      ? `exponential backoff from ${formatDuration(baseMs)} times ${factor}`
      : `${kind} backoff of ${formatDuration(baseMs)}`;
  const cap = capMs === Infinity ? '' : ` up to ${formatDuration(capMs)}`;
  return `${growth}${cap}, ${jitter === 'none' ? 'no' : jitter} jitter`;
}
