import { isGood, isUnawaited, OUTCOME_NAMES, type Outcome } from '../../../policies/outcome';
import { ANY_FAILURE, setOf, type RetryParams } from '../../../policies/retry';
import { field } from '../field';
import { z } from '../z';

/* What every retry says in the same words, whichever library it follows. */

type OutcomeName = (typeof OUTCOME_NAMES)[number];

const outcomeOf = (name: OutcomeName): Outcome => OUTCOME_NAMES.indexOf(name) as Outcome;

export const outcomesOf = (names: readonly OutcomeName[]): number => setOf(names.map(outcomeOf));

const FAILURES = OUTCOME_NAMES.filter((name) => !isGood(outcomeOf(name)) && !isUnawaited(outcomeOf(name)));

const on = z
  .array(z.enum(FAILURES).meta({ expected: `one of ${FAILURES.join(', ')}` }))
  .min(1)
  .max(FAILURES.length)
  .meta({ expected: 'a list of outcomes such as [error, timeout]' })
  .optional()
  .transform((names) => (names === undefined ? ANY_FAILURE : outcomesOf(names)));

export const onKey = {
  on: field(on, {
    is: 'After which outcomes it tries again. Some cannot be cured by trying again soon: a breaker that is open, a bulkhead that is full.',
    libraries: [
      'resilience4j retryExceptions',
      'Polly ShouldHandle',
      'tenacity retry_if_exception_type',
      'cockatiel handleType',
      'gRPC retryableStatusCodes',
      'Envoy retry_on',
    ],
    unit: `a list of outcomes`,
    default: 'every failure but deadline passed and bad request',
    samples: ['[error, timeout]', '[timeout, refused, reset, queue full]'],
  }),
};

export const rulesKeys = (unsaid: RetryParams['retryAfter']) => ({
  'retry after': field(
    z.enum(['at least', 'exactly', 'ignored']).default(unsaid).meta({ expected: '`at least`, `exactly` or `ignored`' }),
    {
      is: 'What it makes of a refusal that says how long to wait (`retry after` of a service): it waits so long at least, exactly so long, or as it would have anyway. gRPC waits exactly so long and lets its waits grow anew; most libraries must be told.',
      libraries: ['gRPC pushback', 'Polly DelayGenerator', 'Envoy rate_limited_retry_back_off', 'AWS SDKs'],
    },
  ),
  'even if not idempotent': field(z.boolean().default(false).meta({ expected: 'true or false' }), {
    is: 'Whether it also repeats calls to endpoints that are not idempotent, when the try that failed may have taken effect. Then an effect may happen twice: a card charged twice, say.',
    libraries: ['urllib3 allowed_methods', 'Apache HttpClient requestSentRetryEnabled'],
    unit: 'true or false',
  }),
});

export type RulesSource = {
  readonly 'retry after': RetryParams['retryAfter'];
  readonly 'even if not idempotent': boolean;
};

/** The parameters that these keys give. */
export const rulesOf = (source: RulesSource): Pick<RetryParams, 'retryAfter' | 'evenIfNotIdempotent'> => ({
  retryAfter: source['retry after'],
  evenIfNotIdempotent: source['even if not idempotent'],
});
