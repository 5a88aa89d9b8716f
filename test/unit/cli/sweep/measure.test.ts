import { describe, expect, it } from 'vitest';
import { measure } from '../../../../src/cli/sweep/measure';
import { engineOf } from '../../support/run';

/** What is measured of one service in so long. */
function measured(service: string, rate: string, forMs: number) {
  const engine = engineOf(`
scenario: One service
workloads:
  people: { ${rate}, journeys: { go: { share: 100%, start: one.get } } }
services:
  one: { ${service} }
links: { default: { latency: 0ms } }
`);
  return measure(engine, forMs, ['services']);
}

describe('the mean latency of a workload', () => {
  const answered = (work: string, rate: string) =>
    measured(`workers: 50, queue: 0, endpoints: { get: { work: ${work} } }`, rate, 60_000)['workloads.people.meanMs'];

  it('is within 1 % of how long its work takes, where nothing else takes time', () => {
    expect(Math.abs(answered('37ms', 'rate: 20/s, arrivals: constant')! / 37 - 1)).toBeLessThan(0.008);
  });

  it('is the mean and not the median of work that varies much', () => {
    const work = '{ hyperexponential: { mean: 10ms, cv: 3 } }';
    // 12,000 answers with a standard deviation of 30 ms; 0.8 % for the bins
    const half = (4 * 30) / Math.sqrt(12_000) + 0.08;
    expect(Math.abs(answered(work, 'rate: 200/s')! - 10)).toBeLessThan(half);
  });

  it('is nothing where nobody was answered', () => {
    expect(answered('2min', 'rate: 1/s')).toBeNull();
  });
});

describe('the utilisation of a service', () => {
  it('is true of arrivals in step with the instants at which it is looked at', () => {
    // one for 10 ms every 20 ms, looked at every 60 ms
    const service = 'workers: 1, queue: 0, endpoints: { get: { work: 10ms } }';
    const { 'services.one.utilisation': utilisation } = measured(service, 'rate: 50/s, arrivals: constant', 60_000);
    expect(Math.abs(utilisation! - 0.5)).toBeLessThan(0.01);
  });

  it('is that of its cores, where these and no workers bound what is served', () => {
    // a load of 0.8 on each of two cores
    const service = 'cores: 2, queue: 100, endpoints: { get: { work: exponential mean 10ms } }';
    const measures = measured(service, 'rate: 160/s', 1_000_000);
    expect(Math.abs(measures['services.one.coreUtilisation']! - 0.8)).toBeLessThan(0.05);
    expect(measures['services.one.utilisation']).toBeNull();
  });

  it('is that of its workers and that of its cores, each apart, where it has both', () => {
    // two in service at all times, on one core of four
    const service = 'workers: 2, cores: 4, queue: 1000, endpoints: { get: { work: 10ms } }';
    const measures = measured(service, 'rate: 400/s', 1_000);
    expect(measures['services.one.utilisation']).toBeGreaterThan(0.99);
    expect(Math.abs(measures['services.one.coreUtilisation']! - 0.5)).toBeLessThan(0.01);
  });

  it('has no cores to speak of where none are given', () => {
    const measures = measured('workers: 2, queue: 0, endpoints: { get: { work: 10ms } }', 'rate: 10/s', 1_000);
    expect(measures).not.toHaveProperty(['services.one.coreUtilisation']);
  });
});
