import type { GuideKind } from '../../../policies/kinds';
import { breaker } from './breaker';
import type { Lesson } from './chapter';
import { fallback } from './fallback';
import { bulkhead, caps, concurrencyLimit, rateLimit, throttle } from './limits';
import { machines } from './machines';
import { order } from './order';
import { pictures } from './pictures';
import { balance, connections, outliers } from './replicas';
import { queue, shed } from './service';
import { hedge, retry, timeout } from './waiting';

const lessons: Readonly<Record<GuideKind, Lesson>> = {
  timeout,
  retry,
  breaker,
  bulkhead,
  'rate limit': rateLimit,
  'concurrency limit': concurrencyLimit,
  throttle,
  hedge,
  fallback,
  outliers,
  caps,
  balance,
  queue,
  shed,
  connections,
};

/** The long texts of the guide: fetched with it, and not with the rest of the page. */
export const guide = { lessons, machines, order, pictures };
