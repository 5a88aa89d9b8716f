import { formatDuration, formatRate, formatShare } from '../kernel/units';
import { BALANCINGS, type BalancingParams } from '../policies/balancing';
import type { CapParams } from '../policies/caps';
import type { AdaptiveParams } from '../policies/concurrency/adaptive';
import type { HedgeParams } from '../policies/hedge';
import type { OutlierParams } from '../policies/outliers/params';
import type { RateLimitParams } from '../policies/rate-limit';
import type { BudgetParams } from '../policies/retry-budget';

/* What the layers that bound, send twice and choose do, in plain words; see words.ts. */

export function rateLimitWords({ permits, waitMs }: RateLimitParams): string {
  const waits =
    waitMs === 0
      ? ''
      : `, others wait ${waitMs === Infinity ? 'as long as it takes' : `up to ${formatDuration(waitMs)}`}`;
  switch (permits.kind) {
    case 'token bucket':
      return `a token bucket of ${formatRate(permits.ratePerMs)}, burst ${permits.burst}${waits}`;
    case 'leaky bucket':
      return `a leaky bucket of ${formatRate(permits.ratePerMs)}${waits}`;
    default:
      return `${permits.calls} calls in a ${permits.kind} of ${formatDuration(permits.perMs)}${waits}`;
  }
}

export const concurrencyWords = ({ algorithm, params }: AdaptiveParams): string =>
  `${algorithm}, from ${params.initialLimit} calls in flight on, ${params.maxLimit} at most`;

export function budgetWords(budget: BudgetParams): string {
  switch (budget.kind) {
    case 'tokens':
      return `a bucket of ${budget.size} tokens`;
    case 'window':
      return `${formatShare(budget.share)} of the calls${budget.leastPerMs === 0 ? '' : ` and ${formatRate(budget.leastPerMs)} besides`}`;
    case 'concurrency':
      return `${formatShare(budget.share)} of the calls at once, or ${budget.least} of them`;
  }
}

export function hedgeWords({ afterMs, hedges, budget }: HedgeParams): string {
  const after = afterMs === Infinity ? 'after a failure' : `after ${formatDuration(afterMs)}`;
  return `${hedges} more ${after}${budget === Infinity ? '' : `, for ${formatShare(budget)} of the calls at most`}`;
}

export function outlierWords(params: OutlierParams): string {
  const { consecutive, ofWay, baseMs, mostPercent, alwaysOne, panicPercent, enforcedPercents } = params;
  const when = consecutive === 0 ? 'ejects by rates' : `ejects after ${consecutive} failures in a row`;
  const bound = `${mostPercent} % of the replicas at most${alwaysOne ? ' but always one' : ''}`;
  const split = ofWay === null ? '' : ', failures of the way there counted apart';
  const enforced = enforcedPercents === null ? '' : ', not all of them enforced';
  return `${when}${split}${enforced}, for ${formatDuration(baseMs)} and longer, ${bound}, panic below ${panicPercent} %`;
}

export function capWords({ connections, pending, requests, retries, requestsPerConnection }: CapParams): string {
  const closes = requestsPerConnection === Infinity ? '' : `, ${requestsPerConnection} requests per connection`;
  return `${connections} connections, ${pending} pending, ${requests} requests, ${retries} retries${closes}`;
}

export const balanceWords = ({ by, nearFirst }: BalancingParams): string =>
  `${BALANCINGS[by]}${nearFirst ? ', near first' : ''}`;
