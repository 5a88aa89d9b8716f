import { arrivals } from './arrivals';
import { field, keys } from './field';
import { name, target } from './names';
import { duration, share } from './quantity';
import { z } from './z';

const journey = keys('a journey such as { share: 70%, start: web.browse }', {
  share: field(share(), {
    is: 'How many of the workload’s shoppers make this journey; the shares of a workload add up to 100%.',
    unit: 'a percentage',
    spare: '0%',
  }),
  start: field(target(), {
    is: 'The endpoint the shopper’s request goes to.',
    unit: 'service.endpoint',
  }),
});

export const workload = keys('a workload with its rate and journeys', {
  rate: field(arrivals(), {
    is: 'Shoppers who arrive, at random instants (a Poisson process), whether or not earlier ones were answered.',
    unit: 'a rate such as 60/s, or a shape over time',
    scope: 'all journeys of the workload together',
    samples: ['60/s'],
    spare: '1/s',
  }),
  patience: field(duration('more than zero').optional(), {
    is: 'After waiting this long a shopper gives up; what was begun for them goes on.',
    unit: 'a duration',
    default: 'shoppers wait for ever',
    samples: ['3s'],
  }),
  'answer within': field(duration('more than zero').optional(), {
    is: 'A shopper who waits longer than this should have had an answer by now and is counted as overdue.',
    unit: 'a duration',
    default: '1s, or the patience if that is shorter',
    samples: ['1s'],
  }),
  journeys: field(z.record(name(), journey).meta({ expected: 'journeys, each with its share and start' }), {
    is: 'What the shoppers want, by name; a journey’s name is used once in the whole scenario.',
    spare: {},
  }),
});
