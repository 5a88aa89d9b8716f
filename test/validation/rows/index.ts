import type { Row } from '../row';
import { amplification } from './amplification';
import { closedLoops } from './closed';
import { little } from './little';
import { overloads } from './overload';
import { queues } from './queues';
import { retryStudy } from './retries';
import { tail } from './tail';
import { tandem } from './tandem';

/** In the order in which they are shown. */
export const rows: readonly Row[] = [
  ...queues,
  tandem,
  little,
  ...closedLoops,
  tail,
  amplification,
  ...retryStudy,
  ...overloads,
];
