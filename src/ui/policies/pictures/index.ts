import type { GuideKind } from '../kinds';
import { balancePicture } from './balance';
import { bulkheadPicture } from './bulkhead';
import { concurrencyPicture } from './concurrency-limit';
import { fallbackPicture } from './fallback';
import { hedgePicture } from './hedge';
import { outliersPicture } from './outliers';
import type { Picture } from './picture';
import { queuePicture } from './queue';
import { rateLimitPicture } from './rate-limit';
import { retryPicture } from './retry';
import { shedPicture } from './shed';
import { throttlePicture } from './throttle';

/** What draws a policy's rule; of the others a machine or words say more. */
export const PICTURES: Readonly<Partial<Record<GuideKind, () => Picture>>> = {
  retry: retryPicture,
  bulkhead: bulkheadPicture,
  'rate limit': rateLimitPicture,
  'concurrency limit': concurrencyPicture,
  throttle: throttlePicture,
  hedge: hedgePicture,
  fallback: fallbackPicture,
  outliers: outliersPicture,
  balance: balancePicture,
  queue: queuePicture,
  shed: shedPicture,
};
