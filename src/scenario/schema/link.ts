import { constant, type Distribution } from '../../kernel/distribution';
import type { Balancing } from '../../policies/balancing';
import { distribution } from './distribution';
import { field, keys } from './field';
import { isLinkKey } from './names';
import { balancing } from './service';
import { z } from './z';

const latency = distribution();

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
});

const defaultLink = keys('a latency such as { latency: 1ms }', {
  latency: field(latency, {
    is: 'How long a message travels over every link that does not say its own.',
    unit: 'a duration, or a distribution of durations, one way',
  }),
});

interface LinksSource {
  readonly defaultLatency: Distribution;
  readonly named: readonly {
    readonly key: string;
    readonly latency: Distribution | undefined;
    readonly balancing: Balancing | undefined;
  }[];
}

const DEFAULT_LATENCY_MS = 0.5;

const linkMap = z
  .object({
    default: field(defaultLink.optional(), {
      is: 'What holds for every link not named here.',
      default: `{ latency: ${DEFAULT_LATENCY_MS}ms }`,
    }),
  })
  .catchall(link)
  .superRefine((source, context) => {
    for (const key of Object.keys(source)) {
      if (key === 'default' || isLinkKey(key)) continue;
      context.addIssue({
        code: 'custom',
        path: [key],
        params: { at: 'key' },
        message: `\`${key}\` is not a link; expected one such as \`web -> catalog\`, or \`default\`.`,
      });
    }
  })
  .meta({ expected: 'links such as `web -> catalog: { latency: 1ms }`', keyNames: 'link' });

export const links = field(
  linkMap
    .nullable()
    .default(null)
    .transform((source): LinksSource => {
      const { default: usual, ...named } = source ?? {};
      return {
        defaultLatency: usual?.latency ?? constant(DEFAULT_LATENCY_MS),
        named: Object.entries(named).map(([key, { latency, balancing }]) => ({ key, latency, balancing })),
      };
    }),
  {
    is: 'Latencies. Links follow from the calls; one named here exists even if nothing calls over it, and then a fallback can use any endpoint of its service.',
    default: `${DEFAULT_LATENCY_MS}ms each way on every link`,
  },
);
