import type { Distribution } from '../../kernel/distribution';
import { quantile } from '../../kernel/law';
import { mean, variation } from '../../kernel/moments';
import { formatDuration } from '../../kernel/units';
import { valueAt } from '../check/prune';
import { readDocument } from '../document/read';
import type { Path } from '../document/places';
import { distribution } from '../schema/distribution';
import { schemasAt, type SchemaNode } from '../schema/json-schema';
import { withLinesAsMaps } from '../schema/lines';

const written = distribution();

/** What the distribution at or around a path of a document comes to, in words; null where there is none, or none that is right. */
export function distributionWords(text: string, path: Path, root: SchemaNode): string | null {
  let length = path.length;
  const isThere = () => schemasAt(root, path.slice(0, length)).some(({ kind }) => kind === 'distribution');
  while (length > 0 && !isThere()) length -= 1;
  const value = length > 0 ? readDocument(text).document?.value : undefined;
  const read = written.safeParse(valueAt(withLinesAsMaps(value, [root]), path.slice(0, length)));
  return read.success ? inWords(read.data) : null;
}

function inWords(distribution: Distribution): string {
  const cv = variation(distribution);
  if (cv === 0) return `Always ${formatDuration(mean(distribution))}.`;
  const [p50, p99] = [quantile(distribution, 0.5), quantile(distribution, 0.99)].map(formatDuration);
  return `Mean ${formatDuration(mean(distribution))}, p50 ${p50}, p99 ${p99}; cv ${Number(cv.toPrecision(3))}.`;
}
