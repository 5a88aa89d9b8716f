import type { BudgetParams } from '../../../policies/retry-budget';
import { field, keys } from '../field';
import { count, duration, number, rate, share } from '../quantity';
import { z } from '../z';

const EXPECTED = 'a budget such as 20%, { tokens: 10, per call: 0.1 } or { at once: 20%, least: 3 }';

const SLOTS = 10;

type WindowBudget = Extract<BudgetParams, { kind: 'window' }>;

export const windowBudget = (ofCalls: number, leastPerMs: number, overMs: number): WindowBudget => ({
  kind: 'window',
  share: ofCalls,
  leastPerMs,
  slots: SLOTS,
  slotMs: overMs / SLOTS,
});

const DEFAULT_OVER_MS = 10_000;

const KEYS_OF = {
  share: ['besides', 'over'],
  tokens: ['per call', 'per success', 'per failure', 'retry costs', 'timeout costs', 'keeps', 'refunds'],
  'at once': ['least'],
} as const;
type Kind = keyof typeof KEYS_OF;

const many = () => number(0, 100_000, 1).optional();

const given = keys(EXPECTED, {
  share: field(share().optional(), {
    is: 'Retries as a share of the calls made lately. Finagle’s is 20%.',
    default: 'none: give exactly one of share, tokens and at once',
    libraries: ['Finagle RetryBudget percentCanRetry'],
    unit: 'a percentage',
  }),
  besides: field(rate().optional(), {
    is: 'Retries allowed besides, whatever the calls are. Finagle’s are 10/s.',
    libraries: ['Finagle RetryBudget minRetriesPerSec'],
    unit: 'a rate',
    default: '0/s',
  }),
  over: field(duration('more than zero').optional(), {
    is: 'For how long a call counts, in tenths of this.',
    libraries: ['Finagle RetryBudget ttl'],
    unit: 'a duration',
    default: '10s, as Finagle’s',
  }),
  tokens: field(number(0.001, 1_000_000, 10).optional(), {
    is: 'How many tokens the bucket holds; it begins full. AWS SDKs have 500, gRPC as many as `maxTokens`.',
    default: 'none: give exactly one of share, tokens and at once',
    libraries: ['gRPC maxTokens', 'AWS SDKs retry quota'],
    unit: 'tokens',
  }),
  'per call': field(many(), { is: 'Tokens put in with every call.', libraries: [], unit: 'tokens', default: '0' }),
  'per success': field(many(), {
    is: 'Tokens put in after every call that succeeded. AWS SDKs put 1, gRPC its `tokenRatio`.',
    libraries: ['gRPC tokenRatio', 'AWS SDKs'],
    unit: 'tokens',
    default: '0',
  }),
  'per failure': field(many(), {
    is: 'Tokens taken out after every try that failed so that it may be retried, whether it is or not. gRPC takes 1.',
    libraries: ['gRPC'],
    unit: 'tokens',
    default: '0',
  }),
  'retry costs': field(many(), {
    is: 'Tokens that a retry takes. AWS SDKs take 5, gRPC none.',
    libraries: ['AWS SDKs'],
    unit: 'tokens',
    default: '1',
  }),
  'timeout costs': field(many(), {
    is: 'Tokens that a retry takes after a timeout. AWS SDKs take 10.',
    libraries: ['AWS SDKs'],
    unit: 'tokens',
    default: 'as any retry',
  }),
  keeps: field(many(), {
    is: 'No retry unless there are more tokens than this. gRPC keeps half of them.',
    libraries: ['gRPC'],
    unit: 'tokens',
    default: '0',
  }),
  refunds: field(z.boolean().optional().meta({ expected: 'true or false' }), {
    is: 'Whether a call that succeeds after retries gives back what its newest one cost, in place of `per success`. AWS SDKs do.',
    libraries: ['AWS SDKs'],
    unit: 'true or false',
    default: 'false',
  }),
  'at once': field(share().optional(), {
    is: 'Retries at once, as a share of the calls at once. Envoy’s is 20%.',
    default: 'none: give exactly one of share, tokens and at once',
    libraries: ['Envoy budget_percent'],
    unit: 'a percentage',
  }),
  least: field(count(0, 100_000).optional(), {
    is: 'So many retries at once are always allowed.',
    libraries: ['Envoy min_retry_concurrency'],
    unit: 'retries',
    default: '3, as Envoy’s',
  }),
}).transform((source, context): BudgetParams => {
  const kinds = (Object.keys(KEYS_OF) as Kind[]).filter((key) => source[key] !== undefined);
  const kind = kinds[0] ?? 'share';
  if (kinds.length !== 1)
    context.addIssue({
      code: 'custom',
      params: { lacking: kinds.length === 0 },
      message: 'A budget needs exactly one of share, tokens, at once.',
    });
  for (const other of Object.keys(KEYS_OF) as Kind[]) {
    for (const key of other === kind ? [] : KEYS_OF[other]) {
      if (source[key] === undefined) continue;
      const message = `\`${key}\` belongs to a budget with \`${other}\`.`;
      context.addIssue({ code: 'custom', path: [key], params: { at: 'key' }, message });
    }
  }
  if (kind === 'share') return windowBudget(source.share ?? 0, source.besides ?? 0, source.over ?? DEFAULT_OVER_MS);
  if (kind === 'at once') return { kind: 'concurrency', share: source['at once'] ?? 0, least: source.least ?? 3 };
  const { tokens: size = 0, 'per call': perCall = 0, 'per success': perSuccess = 0, refunds = false } = source;
  if (perCall === 0 && perSuccess === 0)
    context.addIssue({
      code: 'custom',
      path: ['tokens'],
      params: { at: 'key' },
      message: 'Once empty, this bucket would stay so; say what fills it: `per call` or `per success`.',
    });
  const { 'retry costs': retryCost = 1, 'timeout costs': timeoutCost = retryCost } = source;
  const { 'per failure': perFailure = 0, keeps = 0 } = source;
  return { kind: 'tokens', size, perCall, perSuccess, perFailure, retryCost, timeoutCost, keeps, refunds };
});

const asShare = share().transform((ofCalls): BudgetParams => windowBudget(ofCalls, 0, DEFAULT_OVER_MS));

export const retryBudget = field(z.union([asShare, given]).meta({ expected: EXPECTED }).optional(), {
  is: 'What keeps retries from becoming a storm: they may be so many and no more, whatever fails. A share of the calls of the newest 10 s (Finagle), tokens in a bucket (AWS SDKs, gRPC), or so many at once (Envoy).',
  libraries: ['Finagle RetryBudget', 'gRPC retryThrottling', 'Envoy retry_budget', 'AWS SDKs retry quota'],
  unit: 'a percentage, or a map',
  default: 'none: every call may use all of its attempts',
  scope: 'per replica of the caller, shared by all calls of all routes the list covers',
  samples: ['20%', '{ tokens: 10, per call: 0.1 }', '{ at once: 20%, least: 3 }'],
});
