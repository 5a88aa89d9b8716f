import { Cause, type OutlierParams } from '../../policies/outliers/params';
import { percentage } from './breakers/parts';
import { field } from './field';
import { count, duration } from './quantity';
import { z } from './z';

/* What Envoy and Istio call the parameters of their outlier detection. */

const named = <Schema extends z.ZodType>(own: string, schema: Schema, more = '') =>
  field(schema, { is: `\`${own}\`, by its own name.${more}`, unit: `as \`${own}\``, default: `as \`${own}\`` });

const ofMany = (is: string, unit: string, unsaid: number, most = 1_000_000) =>
  field(count(0, most).optional(), { is, unit, default: String(unsaid), samples: [String(unsaid)] });

const enforcing = (what: string, unsaid: 0 | 100) =>
  field(count(0, 100).optional(), {
    is: `How often ${what}: 100 always, 0 never, else by a draw each time. What is not enforced counts as if it had been.`,
    unit: 'a percentage, a whole number without a sign',
    default: String(unsaid),
    samples: [String(100 - unsaid), '50'],
  });

const split = () => z.boolean().optional().meta({ expected: 'true or false' });
const SPLIT = {
  is: 'Whether failures of the way to a replica (no connection, a broken one, no answer in time) are counted apart from the errors that it answers. Each attempt that has its connection ends their row, however it goes on.',
  unit: 'true or false',
  default: 'false: they are gateway errors as any others',
  samples: ['true'],
};

const time = () => duration('more than zero').optional();
const NEVER = ' 0: never.';

export const envoyKeys = {
  consecutive_5xx: named('in a row', count(0, 1_000_000).optional(), NEVER),
  consecutive_gateway_failure: ofMany(
    'So many gateway errors in a row (502, 503, 504: no answer, no connection, or turned away) eject a replica at once, if they are enforced.',
    'failures',
    5,
  ),
  interval: named('sweep', time()),
  base_ejection_time: named('eject for', time()),
  max_ejection_time: named('eject for at most', time()),
  max_ejection_time_jitter: field(duration('zero or more').optional(), {
    is: 'An ejection lasts longer by up to this, drawn for each, beyond the longest too, so that replicas do not return together.',
    unit: 'a duration',
    default: '0s',
    samples: ['5s'],
  }),
  max_ejection_percent: named('at most', percentage().optional()),
  always_eject_one_host: named('always one', z.boolean().optional().meta({ expected: 'true or false' })),
  success_rate_minimum_hosts: ofMany('The `hosts` of `success rate`.', 'replicas', 5, 1000),
  success_rate_request_volume: ofMany('The `requests` of `success rate`.', 'requests', 100),
  success_rate_stdev_factor: ofMany(
    'The `deviations` of `success rate`, in thousandths.',
    'thousandths',
    1900,
    100_000,
  ),
  failure_percentage_threshold: field(percentage().optional(), {
    is: 'At which percentage of failures `failure rate` ejects, if it is enforced.',
    unit: 'a percentage',
    default: '85',
    samples: ['85'],
  }),
  failure_percentage_minimum_hosts: ofMany('The `hosts` of `failure rate`.', 'replicas', 5, 1000),
  failure_percentage_request_volume: ofMany('The `requests` of `failure rate`.', 'requests', 50),
  enforcing_consecutive_5xx: enforcing('failures in a row eject', 100),
  enforcing_consecutive_gateway_failure: enforcing('gateway errors in a row eject', 0),
  enforcing_success_rate: enforcing('success rates eject', 100),
  enforcing_failure_percentage: enforcing('failure percentages eject', 0),
  split_external_local_origin_errors: field(split(), SPLIT),
  consecutive_local_origin_failure: ofMany(
    'So many failures of the way in a row eject a replica at once, if these are split from errors.',
    'failures',
    5,
  ),
  enforcing_consecutive_local_origin_failure: enforcing('failures of the way in a row eject, if they are split,', 100),
  enforcing_local_origin_success_rate: enforcing(
    'success rates of the way there eject, if it is split from errors,',
    100,
  ),
  enforcing_failure_percentage_local_origin: enforcing(
    'failure percentages of the way there eject, if it is split from errors,',
    0,
  ),
  healthy_panic_threshold: named('panic below', percentage().optional()),
};

export const istioKeys = {
  consecutive5xxErrors: named('in a row', count(0, 1_000_000).optional(), NEVER),
  consecutiveGatewayErrors: ofMany(
    'So many gateway errors in a row (502, 503, 504: no answer, no connection, or turned away) eject a replica at once. 0: never.',
    'failures',
    0,
  ),
  interval: named('sweep', time()),
  baseEjectionTime: named('eject for', time()),
  maxEjectionPercent: named('at most', percentage().optional()),
  minHealthPercent: named('panic below', percentage().optional()),
  splitExternalLocalOriginErrors: field(split(), SPLIT),
  consecutiveLocalOriginFailures: ofMany(
    'So many failures of the way in a row eject a replica at once, if these are split from errors.',
    'failures',
    5,
  ),
};

/** Each with the lab's name for the same. */
export const ENVOY_NAMES = [
  ['consecutive_5xx', 'in a row'],
  ['interval', 'sweep'],
  ['base_ejection_time', 'eject for'],
  ['max_ejection_time', 'eject for at most'],
  ['max_ejection_percent', 'at most'],
  ['always_eject_one_host', 'always one'],
  ['success_rate_minimum_hosts', 'success rate'],
  ['success_rate_request_volume', 'success rate'],
  ['success_rate_stdev_factor', 'success rate'],
  ['enforcing_success_rate', 'success rate'],
  ['failure_percentage_threshold', 'failure rate'],
  ['failure_percentage_minimum_hosts', 'failure rate'],
  ['failure_percentage_request_volume', 'failure rate'],
  ['enforcing_failure_percentage', 'failure rate'],
  ['healthy_panic_threshold', 'panic below'],
] as const;

export const ISTIO_NAMES = [
  ['consecutive5xxErrors', 'in a row'],
  ['interval', 'sweep'],
  ['baseEjectionTime', 'eject for'],
  ['maxEjectionPercent', 'at most'],
  ['minHealthPercent', 'panic below'],
] as const;

type Shape = { readonly [Key in keyof typeof envoyKeys]?: z.output<(typeof envoyKeys)[Key]> };

const successRateOf = (source: Shape): OutlierParams['successRate'] => ({
  hosts: source.success_rate_minimum_hosts ?? 5,
  requests: source.success_rate_request_volume ?? 100,
  deviations: (source.success_rate_stdev_factor ?? 1900) / 1000,
});

const failurePercentageOf = (source: Shape): OutlierParams['failurePercentage'] => ({
  hosts: source.failure_percentage_minimum_hosts ?? 5,
  requests: source.failure_percentage_request_volume ?? 50,
  percent: source.failure_percentage_threshold ?? 85,
});

/** What is said of success rates by either name. */
export function successOf(
  source: Shape & { readonly 'success rate'?: OutlierParams['successRate'] | 'off' | undefined },
): OutlierParams['successRate'] {
  const given = source['success rate'];
  if (given === 'off' || source.enforcing_success_rate === 0) return null;
  return given ?? successRateOf(source);
}

/** What is said of failure percentages by Envoy’s names; null: they are not enforced. */
export const failuresByName = (source: Shape): OutlierParams['failurePercentage'] =>
  (source.enforcing_failure_percentage ?? 0) > 0 ? failurePercentageOf(source) : null;

/** What is said of failures of the way there, which go by the numbers of answers; null: they are not split from these. */
export const wayOf = (source: Shape): OutlierParams['ofWay'] =>
  source.split_external_local_origin_errors === true
    ? {
        consecutive:
          source.enforcing_consecutive_local_origin_failure === 0 ? 0 : (source.consecutive_local_origin_failure ?? 5),
        successRate: source.enforcing_local_origin_success_rate === 0 ? null : successRateOf(source),
        failurePercentage:
          (source.enforcing_failure_percentage_local_origin ?? 0) > 0 ? failurePercentageOf(source) : null,
      }
    : null;

/** How often each cause ejects; null: always. What is never enforced is off already. */
export function enforcedOf(source: Shape): OutlierParams['enforcedPercents'] {
  const percents = Object.values(Cause).map((cause) => source[ENFORCING[cause]] || 100);
  return percents.every((percent) => percent === 100) ? null : percents;
}

const ENFORCING = {
  [Cause.inARow]: 'enforcing_consecutive_5xx',
  [Cause.gatewayInARow]: 'enforcing_consecutive_gateway_failure',
  [Cause.wayInARow]: 'enforcing_consecutive_local_origin_failure',
  [Cause.successRate]: 'enforcing_success_rate',
  [Cause.failurePercentage]: 'enforcing_failure_percentage',
  [Cause.waySuccessRate]: 'enforcing_local_origin_success_rate',
  [Cause.wayFailurePercentage]: 'enforcing_failure_percentage_local_origin',
} as const satisfies Record<Cause, keyof Shape>;
