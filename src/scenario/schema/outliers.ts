import type { OutlierParams } from '../../policies/outliers';
import { field, keys } from './field';
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

export const outliers = field(
  keys('outliers such as { like: envoy, at most: 50% }', {
    like: field(z.enum(['envoy', 'istio']).default('envoy').meta({ expected: 'envoy or istio' }), {
      is: 'Whose defaults hold. Istio has Envoy’s rules without the success rate and without panic.',
      libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
    }),
    'in a row': field(
      z
        .union([off, count(1, 1_000_000)])
        .default(5)
        .meta({ expected: '`off` or a number such as 5' }),
      {
        is: 'So many failures in a row eject a replica at once. A timeout of the caller is one, as are broken and refused connections; a conflict and a bad request are none.',
        libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
        unit: 'failures',
        samples: ['5'],
      },
    ),
    sweep: field(duration('more than zero').prefault('10s'), {
      is: 'How often success and failure rates are judged and ejected replicas whose time is over are let back.',
      libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
      unit: 'a duration',
      default: '10s',
    }),
    'eject for': field(duration('more than zero').prefault('30s'), {
      is: 'An ejection lasts this long times how often the replica was ejected; once back, each sweep forgives one of these.',
      libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
      unit: 'a duration',
      default: '30s',
    }),
    'eject for at most': field(duration('more than zero').optional(), {
      is: 'The longest ejection.',
      libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
      unit: 'a duration',
      default: '300s, or `eject for` if that is longer',
      samples: ['300s'],
    }),
    'at most': field(share().prefault('10%'), {
      is: 'One more is ejected only while 100 × (ejected + 1) / replicas is no more than this: of fewer than ten replicas 10% lets none be ejected.',
      libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
      unit: 'a percentage of the replicas',
      samples: ['50%'],
    }),
    'always one': field(z.enum(['yes', 'no']).default('no').meta({ expected: 'yes or no' }), {
      is: 'Whether one replica may be ejected whatever `at most` says.',
      libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
    }),
    'success rate': field(z.union([off, successRate]).optional(), {
      is: 'At each sweep ejects replicas that succeed clearly less often than the others.',
      libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
      default: '{ hosts: 5, requests: 100, deviations: 1.9 }; like istio: off',
      samples: ['off', '{ hosts: 3, requests: 20 }'],
    }),
    'failure rate': field(z.union([off, failureRate]).default('off'), {
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
  })
    .superRefine((source, context) => {
      const longest = source['eject for at most'];
      if (longest === undefined || longest >= source['eject for']) return;
      const message = 'No ejection would be shorter than this: it must not be shorter than `eject for`.';
      context.addIssue({ code: 'custom', path: ['eject for at most'], message });
    })
    .transform((source): OutlierSource => {
      const isIstio = source.like === 'istio';
      const success = source['success rate'] ?? (isIstio ? 'off' : { hosts: 5, requests: 100, deviations: 1.9 });
      const failure = source['failure rate'];
      return {
        consecutive: source['in a row'] === 'off' ? 0 : source['in a row'],
        sweepMs: source.sweep,
        baseMs: source['eject for'],
        longestMs: source['eject for at most'] ?? Math.max(300_000, source['eject for']),
        mostPercent: percent(source['at most']),
        alwaysOne: source['always one'] === 'yes',
        successRate: success === 'off' ? null : success,
        failurePercentage:
          failure === 'off' ? null : { hosts: failure.hosts, requests: failure.requests, percent: percent(failure.at) },
        panicPercent: percent(source['panic below'] ?? (isIstio ? 0 : 0.5)),
      };
    }),
  {
    is: 'Asks no more, for a while, replicas that stand out by their failures (outlier detection, or passive health checks). The rules and defaults are those of Envoy. It says who may be asked, so it stands at the end of the list.',
    libraries: ['Envoy outlier_detection', 'Istio outlierDetection'],
    scope: 'each replica of the caller judges by what it sees itself, over all routes the list covers',
    samples: ['{ like: envoy, at most: 50% }', '{ in a row: 3, eject for: 10s, always one: yes }'],
  },
);
