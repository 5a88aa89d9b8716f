import { isShed, PRIORITIES } from '../../../policies/shedding';
import { shed } from '../../../scenario/schema/intake';
import type { Picture } from './picture';

const SIZE = 100;

/** Until which share of the queue each priority is let in where nothing else is said. */
export const shedPicture = (): Picture => ({
  kind: 'rows',
  x: { from: 0, to: 100 },
  rows: PRIORITIES.map((id, priority) => {
    const first = Array.from({ length: SIZE }, (_, queued) => queued).find((queued) =>
      isShed(shed.parse({}), priority, queued, SIZE, 0, 1),
    );
    return { id, dots: [], spans: [{ from: 0, to: (100 * (first ?? SIZE)) / SIZE, isStrong: true }] };
  }),
});
