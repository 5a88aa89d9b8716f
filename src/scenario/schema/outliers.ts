import type { OutlierParams } from '../../policies/outliers/params';
import { either } from './breakers/parts';
import { field, keys } from './field';
import {
  enforcedOf,
  ENVOY_NAMES,
  envoyKeys,
  failuresByName,
  ISTIO_NAMES,
  istioKeys,
  successOf,
  wayOf,
} from './outlier-names';
import { count, duration, number, share } from './quantity';
import { z } from './z';

/** Percent as Envoy counts them, so that shares that look whole are. */
const percent = (share: number): number => Number((100 * share).toFixed(6));

const off = z.literal('off');
const HOSTS = {
  is: 'Judged only where at least so many replicas had requests enough.',
  libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
  unit: 'replicas',
};
const REQUESTS = {
  is: 'A replica is judged if it had at least so many requests since the last sweep.',
  libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
  unit: 'requests',
  scope: 'from one replica of the caller',
};

const successRate = keys('`off`, or such as { deviations: 1.9 }', {
  hosts: field(count(1, 1000).default(5), HOSTS),
  requests: field(count(1, 1_000_000).default(100), REQUESTS),
  deviations: field(number(0, 100, 1.9).default(1.9), {
    is: 'Ejected is whose success rate is below the mean of all judged by more than so many standard deviations (of the population).',
    unit: 'standard deviations',
    libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
  }),
});

const failureRate = keys('`off`, or such as { at: 85% }', {
  at: field(share('more than zero').prefault('85%'), {
    is: 'Ejected is who failed this share of its requests or more.',
    libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
    unit: 'a percentage',
  }),
  hosts: field(count(1, 1000).default(5), HOSTS),
  requests: field(count(1, 1_000_000).default(50), REQUESTS),
});

/** The replicas of the one called are known only where the list is compiled. */
export type OutlierSource = Omit<OutlierParams, 'hosts'>;

const LIKE = {
  is: 'Whose rules, defaults and own names hold. Istio has Envoy’s rules without the success rate and without panic.',
  libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
  unit: 'envoy or istio',
};

/** In the lab's own words. */
const labKeys = {
  'in a row': field(
    z
      .union([off, count(1, 1_000_000)])
      .optional()
      .meta({ expected: '`off` or a number such as 5' }),
    {
      is: 'So many failures in a row eject a replica at once. A timeout of the caller is one, as are broken and refused connections; a conflict and a bad request are none.',
      libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
      unit: 'failures',
      default: '5',
      samples: ['5'],
    },
  ),
  sweep: field(duration('more than zero').optional(), {
    is: 'How often success and failure rates are judged and ejected replicas whose time is over are let back.',
    libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
    unit: 'a duration',
    default: '10s',
    samples: ['10s'],
  }),
  'eject for': field(duration('more than zero').optional(), {
    is: 'An ejection lasts this long times how often the replica was ejected; once back, each sweep forgives one of these.',
    libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
    unit: 'a duration',
    default: '30s',
    samples: ['30s'],
  }),
  'eject for at most': field(duration('more than zero').optional(), {
    is: 'The longest ejection.',
    libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
    unit: 'a duration',
    default: '300s, or `eject for` if that is longer',
    samples: ['300s'],
  }),
  'at most': field(share().optional(), {
    is: 'One more is ejected only while 100 × (ejected + 1) / replicas is no more than this: of fewer than ten replicas 10% lets none be ejected.',
    libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
    unit: 'a percentage of the replicas',
    default: '10%',
    samples: ['50%'],
  }),
  'always one': field(z.enum(['yes', 'no']).optional().meta({ expected: 'yes or no' }), {
    is: 'Whether one replica may be ejected whatever `at most` says.',
    libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
    default: 'no',
    samples: ['yes'],
  }),
  'success rate': field(z.union([off, successRate]).optional(), {
    is: 'At each sweep ejects replicas that succeed clearly less often than the others.',
    libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
    default: '{ hosts: 5, requests: 100, deviations: 1.9 }; like istio: off',
    samples: ['off', '{ hosts: 3, requests: 20 }'],
  }),
  'failure rate': field(z.union([off, failureRate]).optional(), {
    is: 'At each sweep ejects replicas that fail too much, whatever the others do. Envoy and Istio have it, and leave it off unless told.',
    libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
    default: 'off',
    samples: ['{ at: 85%, requests: 50 }'],
  }),
  'panic below': field(share().optional(), {
    is: 'With less than this of the replicas left, all are asked, ejected or not: better some failures than all the load on a few.',
    libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
    unit: 'a percentage of the replicas',
    default: '50%; like istio: 0%, never',
    samples: ['50%'],
  }),
};

/** What was said, by whichever name. */
interface Said {
  readonly consecutive: number | 'off' | undefined;
  readonly gatewayConsecutive: number;
  readonly sweepMs: number | undefined;
  readonly baseMs: number | undefined;
  readonly longestMs: number | undefined;
  readonly jitterMs: number;
  readonly mostPercent: number;
  readonly alwaysOne: boolean;
  readonly successRate: OutlierParams['successRate'];
  readonly failurePercentage: OutlierParams['failurePercentage'];
  readonly panicPercent: number;
  readonly ofWay: OutlierParams['ofWay'];
  readonly enforcedPercents: OutlierParams['enforcedPercents'];
}

/** At most one name for each thing. */
function oneNameEach(source: object, pairs: readonly (readonly [string, string])[], context: z.RefinementCtx): void {
  for (const [own, synonym] of pairs) either(source, own, synonym, undefined, context);
}

function outliersOf(said: Said, longestKey: string, context: z.RefinementCtx): OutlierSource {
  const { consecutive = 5, sweepMs = 10_000, baseMs = 30_000, ...rest } = said;
  const { longestMs = Math.max(300_000, baseMs) } = said;
  if (longestMs < baseMs) {
    const message = 'No ejection would be shorter than this: it must not be shorter than the first.';
    context.addIssue({ code: 'custom', path: [longestKey], message });
  }
  return { ...rest, consecutive: consecutive === 'off' ? 0 : consecutive, sweepMs, baseMs, longestMs, stepMs: 1 };
}

type FailureRate = z.output<typeof failureRate> | 'off' | undefined;

const failuresOf = (rate: FailureRate): OutlierParams['failurePercentage'] =>
  rate === undefined || rate === 'off'
    ? null
    : { hosts: rate.hosts, requests: rate.requests, percent: percent(rate.at) };

const envoy = keys('outliers such as { like: envoy, at most: 50% }', {
  like: field(z.literal('envoy').default('envoy').meta({ expected: 'envoy or istio' }), LIKE),
  ...labKeys,
  ...envoyKeys,
}).transform((source, context): OutlierSource => {
  oneNameEach(source, ENVOY_NAMES, context);
  const { max_ejection_percent: most, always_eject_one_host: one, healthy_panic_threshold: panic } = source;
  const isEnforced = source.enforcing_consecutive_5xx !== 0;
  return outliersOf(
    {
      consecutive: isEnforced ? (source.consecutive_5xx ?? source['in a row']) : 'off',
      gatewayConsecutive:
        (source.enforcing_consecutive_gateway_failure ?? 0) > 0 ? (source.consecutive_gateway_failure ?? 5) : 0,
      ofWay: wayOf(source),
      sweepMs: source.interval ?? source.sweep,
      baseMs: source.base_ejection_time ?? source['eject for'],
      longestMs: source.max_ejection_time ?? source['eject for at most'],
      jitterMs: source.max_ejection_time_jitter ?? 0,
      mostPercent: most ?? percent(source['at most'] ?? 0.1),
      alwaysOne: one ?? source['always one'] === 'yes',
      successRate: successOf(source),
      failurePercentage: failuresByName(source) ?? failuresOf(source['failure rate']),
      panicPercent: panic ?? percent(source['panic below'] ?? 0.5),
      enforcedPercents: enforcedOf(source),
    },
    source.max_ejection_time === undefined ? 'eject for at most' : 'max_ejection_time',
    context,
  );
});

const istio = keys('outliers such as { like: istio, maxEjectionPercent: 50 }', {
  like: field(z.literal('istio').meta({ expected: 'envoy or istio' }), LIKE),
  ...labKeys,
  ...istioKeys,
}).transform((source, context): OutlierSource => {
  oneNameEach(source, ISTIO_NAMES, context);
  const success = source['success rate'] ?? 'off';
  return outliersOf(
    {
      consecutive: source.consecutive5xxErrors ?? source['in a row'],
      gatewayConsecutive: source.consecutiveGatewayErrors ?? 0,
      ofWay:
        source.splitExternalLocalOriginErrors === true
          ? { consecutive: source.consecutiveLocalOriginFailures || 5, successRate: null, failurePercentage: null }
          : null,
      sweepMs: source.interval ?? source.sweep,
      baseMs: source.baseEjectionTime ?? source['eject for'],
      longestMs: source['eject for at most'],
      jitterMs: 0,
      mostPercent: source.maxEjectionPercent ?? percent(source['at most'] ?? 0.1),
      alwaysOne: source['always one'] === 'yes',
      successRate: success === 'off' ? null : success,
      failurePercentage: failuresOf(source['failure rate']),
      panicPercent: source.minHealthPercent ?? percent(source['panic below'] ?? 0),
      enforcedPercents: null,
    },
    'eject for at most',
    context,
  );
});

export const outliers = field(
  z.discriminatedUnion('like', [envoy, istio]).meta({ expected: 'outliers such as { like: envoy, at most: 50% }' }),
  {
    is: 'Asks no more, for a while, replicas that stand out by their failures (outlier detection, or passive health checks). The rules and defaults are those of Envoy. It says who may be asked, so it stands at the end of the list.',
    default: 'none: a replica that stands out is asked like every other',
    libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
    scope: 'each replica of the caller judges by what it sees itself, over all routes the list covers',
    samples: ['{ like: envoy, at most: 50% }', '{ in a row: 3, eject for: 10s, always one: yes }'],
  },
);
