import { fault } from './fault';
import { field, keys } from './field';
import { links } from './link';
import { name } from './names';
import { policies } from './policy';
import { service } from './service';
import { workload } from './workload';
import { z } from './z';

export const scenario = keys('a scenario with its title, workloads and services', {
  scenario: field(z.string().min(1).max(100).meta({ expected: 'a title' }), { is: 'The title.', spare: 'Untitled' }),
  workloads: field(z.record(name(), workload).meta({ expected: 'workloads, each with its rate and journeys' }), {
    is: 'Who comes, how often, and for what.',
    spare: {},
  }),
  services: field(z.record(name(), service).meta({ expected: 'services, each with its endpoints' }), {
    is: 'What there is to be called: services, databases, caches and third parties.',
    spare: {},
  }),
  links,
  policies: policies.prefault(null),
  faults: field(
    z
      .record(name(), fault)
      .meta({ expected: 'faults by id' })
      .nullable()
      .default(null)
      .transform((faults) => faults ?? {}),
    {
      is: 'What breaks, by schedule or by hand, each under an id by which checks and commands address it.',
      default: 'none: nothing breaks by itself',
    },
  ),
});

export type ScenarioSource = z.output<typeof scenario>;
