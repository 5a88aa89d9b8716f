import type { Model } from '../scenario/model';
import { linkName } from '../ui/graph/system-view';
import type { Selection } from '../ui/parts/selection';

/** What the selected thing is called. */
export function selectionName(model: Model, { kind, index }: Selection): string {
  if (kind === 'link') return linkName(model, index);
  return (kind === 'service' ? model.services : model.workloads)[index]?.name ?? '';
}
