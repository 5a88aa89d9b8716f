import type { Row } from '../row';
import { amplification } from './amplification';
import { backoffStudy } from './backoff';
import { balancings } from './balancing';
import { closedLoops } from './closed';
import { little } from './little';
import { overloads } from './overload';
import { queues } from './queues';
import { retryStudy } from './retries';
import { sharings } from './sharing';
import { tail } from './tail';
import { tandem } from './tandem';

/** In the order in which they are shown. */
export const rows: readonly Row[] = [
  ...queues,
  ...sharings,
  ...balancings,
  tandem,
  little,
  ...closedLoops,
  tail,
  amplification,
  ...retryStudy,
  ...backoffStudy,
  ...overloads,
];
