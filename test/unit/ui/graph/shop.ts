import { constant } from '../../../../src/kernel/distribution';
import { Balancing, balancingBy } from '../../../../src/policies/balancing';
import { NORMAL } from '../../../../src/policies/shedding';
import type { LinkModel, Model, ServiceModel } from '../../../../src/scenario/model';

const distribution = constant(1);

/** A model from names: services with what they call, one workload calling the first of them. */
export function modelOf(calls: Readonly<Record<string, readonly string[]>>, workloads = ['shoppers']): Model {
  const names = Object.keys(calls);
  const services = names.map((name): ServiceModel => ({
    name,
    kind:
      name === 'web' ? 'web app' : name === 'database' ? 'database' : name === 'payments' ? 'third party' : 'service',
    replicas: name === 'web' ? 3 : 1,
    workers: 16,
    mode: 'threaded',
    queue: 64,
    cores: Infinity,
    zones: [],
    contention: { each: 0, pair: 0 },
    warmUp: { forMs: 0, factor: 1 },
    intake: null,
    retryAfterMs: 0,
  }));
  const links: LinkModel[] = [
    ...workloads.map((_, index): LinkModel => ({
      from: { kind: 'workload', index },
      to: 0,
      latency: distribution,
      balancing: balancingBy(Balancing.roundRobin),
      betweenZones: null,
      connections: null,
    })),
    ...names.flatMap((name, index) =>
      calls[name]!.map((callee): LinkModel => ({
        from: { kind: 'service', index },
        to: names.indexOf(callee),
        latency: distribution,
        balancing: balancingBy(Balancing.roundRobin),
        betweenZones: null,
        connections: null,
      })),
    ),
  ];
  return {
    title: 'Shop',
    services,
    endpoints: names.map((_, service) => ({
      name: 'get',
      service,
      work: distribution,
      stages: [],
      row: null,
      delivery: { most: 1, againAfterMs: 0 },
      isIdempotent: true,
    })),
    workloads: workloads.map((name) => ({
      name,
      rate: [{ fromMs: 0, lengthMs: Infinity, startPerMs: 0.06, endPerMs: 0.06 }],
      ratePeriodMs: Infinity,
      isEven: false,
      bursts: [],
      users: [],
      script: [],
      zone: null,
      think: distribution,
      patienceMs: 3000,
      answerWithinMs: 1000,
    })),
    journeys: workloads.map((name, workload) => ({
      name: `${name} browse`,
      workload,
      priority: NORMAL,
      share: 1,
      steps: [{ route: workload, think: distribution }],
    })),
    links,
    routes: links.map((link, index) => ({ link: index, endpoint: link.to })),
    policies: { lists: [], listOfRoute: links.map(() => -1), services: [] },
    faults: [],
  };
}

export const shop = modelOf({
  web: ['cart', 'catalog', 'search', 'payments', 'account'],
  cart: ['database'],
  catalog: ['database'],
  search: [],
  payments: [],
  account: ['database'],
  database: [],
});
