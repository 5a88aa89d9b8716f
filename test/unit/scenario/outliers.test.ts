import { describe, expect, it } from 'vitest';
import { compilePolicies } from '../../../src/scenario';
import { SHOP_MODEL } from './assist/cursor';

const compiled = (layer: string) => compilePolicies(SHOP_MODEL, `policies:\n  web -> catalog:\n    - ${layer}\n`);

const paramsOf = (layer: string) => {
  const plan = compiled(layer);
  if (!plan.ok) throw new Error(plan.problems.map(({ message }) => message).join(' '));
  return plan.value.lists[0]!.layers[0]!.params;
};

const problemOf = (layer: string): string => {
  const plan = compiled(layer);
  return plan.ok ? '' : plan.problems.map(({ message }) => message).join(' ');
};

const ENVOY = {
  consecutive: 5,
  gatewayConsecutive: 0,
  sweepMs: 10_000,
  baseMs: 30_000,
  longestMs: 300_000,
  ofWay: null,
  jitterMs: 0,
  mostPercent: 10,
  alwaysOne: false,
  successRate: { hosts: 5, requests: 100, deviations: 1.9 },
  failurePercentage: null,
  panicPercent: 50,
  enforcedPercents: null,
};

describe('outliers like Envoy and Istio', () => {
  it.each([
    ['{}', ENVOY],
    ['{ like: envoy }', ENVOY],
    ['{ like: istio }', { ...ENVOY, successRate: null, panicPercent: 0 }],
  ])('has the defaults of their documentation: %s', (written, params) => {
    expect(paramsOf(`outliers: ${written}`)).toMatchObject(params);
  });

  it.each([
    [
      '{ consecutive_5xx: 3, interval: 1s, base_ejection_time: 2s, max_ejection_time: 9s, max_ejection_percent: 50 }',
      '{ in a row: 3, sweep: 1s, eject for: 2s, eject for at most: 9s, at most: 50% }',
    ],
    ['{ consecutive_5xx: 0 }', '{ in a row: off }'],
    ['{ enforcing_consecutive_5xx: 0, consecutive_5xx: 3 }', '{ in a row: off }'],
    ['{ always_eject_one_host: true, healthy_panic_threshold: 30 }', '{ always one: yes, panic below: 30% }'],
    [
      '{ success_rate_minimum_hosts: 3, success_rate_request_volume: 20, success_rate_stdev_factor: 1500 }',
      '{ success rate: { hosts: 3, requests: 20, deviations: 1.5 } }',
    ],
    ['{ enforcing_success_rate: 0 }', '{ success rate: off }'],
    ['{ enforcing_failure_percentage: 100 }', '{ failure rate: {} }'],
    [
      '{ enforcing_failure_percentage: 100, failure_percentage_threshold: 60, failure_percentage_minimum_hosts: 2, failure_percentage_request_volume: 9 }',
      '{ failure rate: { at: 60%, hosts: 2, requests: 9 } }',
    ],
    ['{ failure_percentage_threshold: 60 }', '{ failure rate: off }'],
    [
      '{ like: istio, consecutive5xxErrors: 3, interval: 1s, baseEjectionTime: 2s, maxEjectionPercent: 50, minHealthPercent: 40 }',
      '{ like: istio, in a row: 3, sweep: 1s, eject for: 2s, at most: 50%, panic below: 40% }',
    ],
  ])('says the same by either name: %s', (own, lab) => {
    expect(paramsOf(`outliers: ${own}`)).toEqual(paramsOf(`outliers: ${lab}`));
  });

  it('enforces what Envoy enforces as often as it is told, and by name', () => {
    const always = [100, 100, 100, 100, 100, 100, 100];
    const told = (written: string) => paramsOf(`outliers: ${written}`);
    expect(told('{ enforcing_consecutive_5xx: 30 }')).toMatchObject({
      consecutive: 5,
      enforcedPercents: [30, ...always.slice(1)],
    });
    expect(told('{ enforcing_consecutive_gateway_failure: 40 }')).toMatchObject({
      gatewayConsecutive: 5,
      enforcedPercents: [100, 40, ...always.slice(2)],
    });
    expect(told('{ enforcing_success_rate: 50, enforcing_failure_percentage: 60 }')).toMatchObject({
      successRate: ENVOY.successRate,
      failurePercentage: { hosts: 5, requests: 50, percent: 85 },
      enforcedPercents: [100, 100, 100, 50, 60, 100, 100],
    });
    expect(told('{ enforcing_consecutive_5xx: 100, enforcing_success_rate: 0 }')).toMatchObject({
      enforcedPercents: null,
    });
  });

  it('splits failures of the way from errors where it is told to, by the numbers of each library', () => {
    const told = (written: string) => paramsOf(`outliers: ${written}`);
    const rates = { successRate: ENVOY.successRate, failurePercentage: null };
    expect(told('{ consecutive_local_origin_failure: 3 }')).toMatchObject({ ofWay: null });
    expect(told('{ split_external_local_origin_errors: true }')).toMatchObject({ ofWay: { consecutive: 5, ...rates } });
    expect(
      told(
        '{ split_external_local_origin_errors: true, consecutive_local_origin_failure: 3, enforcing_consecutive_local_origin_failure: 20, enforcing_local_origin_success_rate: 0, enforcing_failure_percentage_local_origin: 70, failure_percentage_request_volume: 9 }',
      ),
    ).toMatchObject({
      ofWay: { consecutive: 3, successRate: null, failurePercentage: { hosts: 5, requests: 9, percent: 85 } },
      enforcedPercents: [100, 100, 20, 100, 100, 100, 70],
    });
    expect(
      told('{ split_external_local_origin_errors: true, enforcing_consecutive_local_origin_failure: 0 }'),
    ).toMatchObject({ ofWay: { consecutive: 0 } });
    const istio = { successRate: null, failurePercentage: null };
    expect(told('{ like: istio, splitExternalLocalOriginErrors: true }')).toMatchObject({
      ofWay: { consecutive: 5, ...istio },
    });
    expect(
      told('{ like: istio, splitExternalLocalOriginErrors: true, consecutiveLocalOriginFailures: 2 }'),
    ).toMatchObject({ ofWay: { consecutive: 2, ...istio } });
  });

  it('ejects for gateway errors in a row where Envoy enforces them and Istio is told how many', () => {
    const gateway = (written: string) => paramsOf(`outliers: ${written}`);
    expect(gateway('{ consecutive_gateway_failure: 3 }')).toMatchObject({ gatewayConsecutive: 0 });
    expect(gateway('{ enforcing_consecutive_gateway_failure: 100 }')).toMatchObject({ gatewayConsecutive: 5 });
    expect(gateway('{ consecutive_gateway_failure: 3, enforcing_consecutive_gateway_failure: 100 }')).toMatchObject({
      gatewayConsecutive: 3,
      consecutive: 5,
    });
    expect(gateway('{ like: istio, consecutiveGatewayErrors: 3 }')).toMatchObject({ gatewayConsecutive: 3 });
  });

  it.each([
    ['{ like: istio, consecutive_5xx: 3 }', 'Unknown key `consecutive_5xx`'],
    ['{ like: envoy, consecutive5xxErrors: 3 }', 'Unknown key `consecutive5xxErrors`'],
    ['{ in a row: 3, consecutive_5xx: 3 }', '`in a row` says the same as `consecutive_5xx`'],
    ['{ max_ejection_time: 1s }', 'it must not be shorter than the first'],
    ['{ enforcing_success_rate: 101 }', 'expected a whole number from 0 to 100'],
    ['{ like: istio, enforcing_consecutive_5xx: 50 }', 'Unknown key'],
  ])('is refused: %s', (written, words) => {
    expect(problemOf(`outliers: ${written}`)).toContain(words);
  });
});

describe('caps like Envoy and Istio', () => {
  const MOST = 4_294_967_295;

  it.each([
    ['{}', { connections: 1024, pending: 1024, requests: 1024, retries: 3, requestsPerConnection: Infinity }],
    [
      '{ like: istio }',
      { connections: MOST, pending: MOST, requests: MOST, retries: MOST, requestsPerConnection: Infinity },
    ],
    [
      '{ max_connections: 4, max_pending_requests: 3, max_requests: 2, max_retries: 1, max_requests_per_connection: 9 }',
      { connections: 4, pending: 3, requests: 2, retries: 1, requestsPerConnection: 9 },
    ],
    [
      '{ like: istio, maxConnections: 4, http1MaxPendingRequests: 3, http2MaxRequests: 2, maxRetries: 1, maxRequestsPerConnection: 9 }',
      { connections: 4, pending: 3, requests: 2, retries: 1, requestsPerConnection: 9 },
    ],
  ])('%s', (written, params) => {
    expect(paramsOf(`caps: ${written}`)).toEqual(params);
  });

  it('takes each by one name only', () => {
    expect(problemOf('caps: { max_requests: 3, requests: 3 }')).toContain('`requests` says the same as `max_requests`');
    expect(problemOf('caps: { like: istio, max_requests: 3 }')).toContain('Unknown key `max_requests`');
  });
});
