import { constant, type Distribution } from '../../kernel/distribution';
import type { BalancingParams } from '../../policies/balancing';
import type { ConnectionModel } from '../model';
import { balancing } from './balancing';
import { connections } from './connections';
import { distribution } from './distribution';
import { field, keys } from './field';
import { isLinkKey } from './names';
import { z } from './z';

const latency = distribution();

const connectionsField = field(connections.optional(), {
  is: 'What it takes to have a connection: an attempt that finds no idle one waits for a new one.',
  default: 'none; connections take no time',
  samples: ['{ connect: 2ms, pool: 10 }'],
});

const link = keys('`{}`, or a latency such as { latency: 1ms }', {
  latency: field(latency.optional(), {
    is: 'How long a message travels, drawn anew for the request and for the reply.',
    unit: 'a duration, or a distribution of durations, one way',
    default: 'the latency under `default`',
    scope: 'the same for all replicas of both ends',
    samples: ['1ms', '{ gamma: { mean: 2ms, cv: 0.5 } }'],
  }),
  balancing: field(balancing.optional(), {
    is: 'How the caller spreads its attempts over the replicas.',
    default: 'the callee’s own',
    samples: ['power of two'],
  }),
  connections: connectionsField,
});

const betweenZones = keys('a latency such as { latency: 40ms }', {
  latency: field(latency, {
    is: 'How long a message travels from one zone to another, over every link that does not say its own latency.',
    unit: 'a duration, or a distribution of durations, one way',
    samples: ['40ms'],
  }),
});

const defaultLink = keys('a latency such as { latency: 1ms }', {
  latency: field(latency, {
    is: 'How long a message travels over every link that does not say its own.',
    unit: 'a duration, or a distribution of durations, one way',
  }),
  connections: connectionsField,
});

interface LinksSource {
  readonly defaultLatency: Distribution;
  readonly betweenZones: Distribution | undefined;
  readonly defaultConnections: ConnectionModel | undefined;
  readonly named: readonly {
    readonly key: string;
    readonly latency: Distribution | undefined;
    readonly balancing: BalancingParams | undefined;
    readonly connections: ConnectionModel | undefined;
  }[];
}

const DEFAULT_LATENCY_MS = 0.5;

const linkMap = z
  .object({
    default: field(defaultLink.optional(), {
      is: 'What holds for every link not named here.',
      default: `{ latency: ${DEFAULT_LATENCY_MS}ms }`,
    }),
    'between zones': field(betweenZones.optional(), {
      is: 'What holds instead where a message goes from a replica or workload in one zone to a replica in another.',
      default: 'the same as within a zone',
    }),
  })
  .catchall(link)
  .superRefine((source, context) => {
    for (const key of Object.keys(source)) {
      if (key === 'default' || key === 'between zones' || isLinkKey(key)) continue;
      context.addIssue({
        code: 'custom',
        path: [key],
        params: { at: 'key' },
        message: `\`${key}\` is not a link; expected one such as \`web -> catalog\`, \`default\` or \`between zones\`.`,
      });
    }
  })
  .meta({ expected: 'links such as `web -> catalog: { latency: 1ms }`', keyNames: 'link' });

export const links = field(
  linkMap
    .nullable()
    .default(null)
    .transform((source): LinksSource => {
      const { default: usual, 'between zones': between, ...named } = source ?? {};
      return {
        defaultLatency: usual?.latency ?? constant(DEFAULT_LATENCY_MS),
        betweenZones: between?.latency,
        defaultConnections: usual?.connections,
        named: Object.entries(named).map(([key, { latency, balancing, connections }]) => {
          return { key, latency, balancing, connections };
        }),
      };
    }),
  {
    is: 'Latencies. Links follow from the calls; one named here exists even if nothing calls over it, and then a fallback can use any endpoint of its service.',
    default: `${DEFAULT_LATENCY_MS}ms each way on every link`,
  },
);
