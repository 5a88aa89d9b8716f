import { describe, expect, it } from 'vitest';
import { compileScenario } from '../../../src/scenario';
import { SHOP } from '../support/shop';
import { LAYER_KINDS } from './layer-kinds';
import { edited, unmarked } from './marked';

/** What is put in place of what in the shop, with the place of the one problem that this makes, and the problem. */
type Case = readonly [part: string, by: string, message: string];

const CASES: Readonly<Record<string, readonly Case[]>> = {
  quantities: [
    ['patience: 3s', 'patience: «3»', '"3" has no unit: expected a duration such as 250ms, 1.5s, 5min or 2h.'],
    [
      'patience: 3s',
      'patience: «3m»',
      'min or ms? "3m" could be either: expected a duration such as 250ms, 1.5s, 5min or 2h.',
    ],
    ['patience: 3s', 'patience: «-3s»', '"-3s" is negative: expected a duration such as 250ms, 1.5s, 5min or 2h.'],
    ['patience: 3s', 'patience: «0s»', 'This must be longer than zero.'],
    ['patience: 3s', 'patience: «90000h»', 'That is longer than a year (8760h).'],
    [
      'patience: 3s',
      'patience: «soon»',
      '"soon" is not a number with a unit: expected a duration such as 250ms, 1.5s, 5min or 2h.',
    ],
    ['rate: 60/s', 'rate: «60»', '"60" has no unit: expected a rate such as 60/s, 10/min or 100/h.'],
    ['rate: 60/s', 'rate: «200000/s»', 'That is more than 100000/s, the most that can be simulated.'],
    ['failure rate: 50%', 'failure rate: «0.5»', '"0.5" has no unit: expected a share such as 70%.'],
    ['failure rate: 50%', 'failure rate: «150%»', 'This cannot be more than 100%.'],
    ['failure rate: 50%', 'failure rate: «0%»', 'This must be more than 0%.'],
    ['by: 10x', 'by: «ten»', '`by` is `ten`; expected a multiple from 1x to 10000x, such as 5x.'],
    ['by: 10x', 'by: «0.5x»', '`by` is `0.5x`; expected a multiple from 1x to 10000x, such as 5x.'],
    [
      '20 calls',
      '«20 apples»',
      '`20 apples` is not a window; expected a number of calls such as `20 calls`, or whole seconds such as 10s.',
    ],
    ['20 calls', '«1.5s»', 'A window of time counts in whole seconds, such as 10s.'],
    ['20 calls', '«0 calls»', 'A window is of 1 to 10000 calls.'],
    ['5min old', '«5 old»', '"5" has no unit: expected a duration such as 250ms, 1.5s, 5min or 2h.'],
  ],
  sizes: [
    ['replicas: 3', 'replicas: «0»', '`replicas` is 0; expected a whole number from 1 to 1000.'],
    ['replicas: 3', 'replicas: «1.5»', '`replicas` is 1.5; expected a whole number from 1 to 1000.'],
    ['replicas: 3', 'replicas: «1000000»', '`replicas` is 1000000; expected a whole number from 1 to 1000.'],
    ['workers: 16', 'workers: «1000000»', '`workers` is 1000000; expected a whole number from 1 to 100000.'],
    [
      'queue: 64',
      'queue: «-1»',
      '`queue` is -1; expected a whole number from 0 to 100000, or { size: 64, discipline: codel }.',
    ],
    [
      'queue: 64',
      'queue: «.inf»',
      '`queue` is .inf; expected a whole number from 0 to 100000, or { size: 64, discipline: codel }.',
    ],
    ['attempts: 2', 'attempts: «1001»', '`attempts` is 1001; expected a whole number from 1 to 1000.'],
  ],
  keys: [
    ['replicas: 3', '«replica»: 3', 'Unknown key `replica`; did you mean `replicas`?'],
    [
      'patience: 3s',
      '«colour»: red',
      'Unknown key `colour`; expected one of rate, arrivals, users, think, script, scripted, patience, answer within, zone, priority, journeys.',
    ],
    ['faults:', '«fualts»:', 'Unknown key `fualts`; did you mean `faults`?'],
    ['- bulkhead: 10', '- bulkhead: 10\n      «bulkhead»: 12', '`bulkhead` is here twice; keep one of them.'],
    [
      '  web:\n    kind: web app\n    replicas: 3\n    workers: 16\n',
      '  «web»:\n    kind: web app\n    replicas: 3\n',
      'A service needs its `workers`, or the `cores` that its requests share.',
    ],
    ['workers: 16', '«workers»:', '`workers` is empty; expected a whole number from 1 to 100000.'],
    [
      '      browse: {',
      '      «my browse»: {',
      '`my browse` cannot stand here; expected a name of letters, digits, `-` and `_` that begins with a letter.',
    ],
    ['- bulkhead: 10', '- «bulkhed»: 10', 'Unknown key `bulkhed`; did you mean `bulkhead`?'],
    [
      '  web -> payments:',
      '  «web, payments»:',
      '`web, payments` cannot stand here; expected a link such as `web -> catalog`, or one endpoint such as `web -> catalog.price`.',
    ],
    [
      'policies:',
      'links: { «web»: { latency: 1ms } }\npolicies:',
      '`web` is not a link; expected one such as `web -> catalog`, `default` or `between zones`.',
    ],
  ],
  slips: [
    [
      '- bulkhead: 10',
      '- breaker:\n      «failure rate»: 50%\n      window: 20 calls\n      open for: 10s',
      '`failure rate`, `window` and `open for` belong to `breaker` above: indent them by two more spaces.',
    ],
    [
      '- bulkhead: 10',
      '- breaker:\n          failure rate: 50%\n          window: 20 calls\n      «open for»: 10s',
      '`open for` belongs to `breaker` above: indent it as far as the keys there.',
    ],
    ['- bulkhead: 10', '- «timeout:500ms»', 'A colon needs a space after it: `timeout: 500ms`.'],
    ['- bulkhead: 10', '- breaker:\n          «open for:10s»', 'A colon needs a space after it: `open for: 10s`.'],
    [
      '- bulkhead: 10',
      '- breaker: { failure rate: 50%, window: 20 calls, «open for:10s» }',
      'A colon needs a space after it: `open for: 10s`.',
    ],
  ],
  types: [
    [
      'kind: web app',
      'kind: «webapp»',
      '`kind` is `webapp`; expected one of service, web app, database, cache, third party, queue.',
    ],
    [
      'kind: web app',
      'kind: «[web app]»',
      '`kind` is a list; expected one of service, web app, database, cache, third party, queue.',
    ],
    ['workers: 16', 'workers: «many»', '`workers` is `many`; expected a whole number from 1 to 100000.'],
    [
      'calls: [catalog.list]',
      'calls: «catalog.list»',
      '`calls` is `catalog.list`; expected a list of calls such as [cart.read, { reviews.top: optional }].',
    ],
    [
      'calls: [catalog.list]',
      'calls: [«list»]',
      'Item 1 is `list`; expected a call such as catalog.list or { reviews.top: optional }, or { parallel: [ … ] }.',
    ],
    [
      'calls: [catalog.list]',
      'calls: [{ catalog.list: «maybe» }]',
      '`catalog.list` is `maybe`; expected `optional`, or options such as { probability: 30%, optional: true }.',
    ],
    [
      'calls: [catalog.list]',
      'calls: [{ «paralel»: optional }]',
      '`paralel` is not a call; expected a service and its endpoint, such as catalog.list, or `parallel`.',
    ],
    [
      'calls: [catalog.list]',
      'calls: [«{ catalog.list: optional, catalog.price: optional }»]',
      'One item is one call; give each call an item of its own, or use { parallel: [ … ] } to make them at once.',
    ],
    [
      'calls: [catalog.list]',
      'calls: [{ parallel: «[]» }]',
      '`parallel` is an empty list; it needs at least one item.',
    ],
    ['- bulkhead: 10', '- «10»', 'Item 1 is 10; expected a layer such as `timeout: 250ms`.'],
    [
      '- bulkhead: 10',
      '- «bulkhead: 10»\n      timeout: 1s',
      `This has timeout and bulkhead; it needs exactly one of ${LAYER_KINDS.join(', ')}.`,
    ],
    ['- bulkhead: 10', '- «name: lonely»', `This needs exactly one of ${LAYER_KINDS.join(', ')}.`],
    [
      '{ exponential: 20ms }',
      '«slow»',
      '`backoff` is `slow`; expected `none`, { constant: 500ms }, { exponential: 50ms, factor: 2, cap: 2s } or a list such as [100ms, 1s].',
    ],
    [
      '{ exponential: 20ms }',
      '«{ exponential: 20ms, constant: 20ms }»',
      'A backoff needs exactly one of constant, exponential.',
    ],
    ['{ exponential: 20ms }', '{ constant: 20ms, «cap»: 1s }', '`cap` belongs to an exponential backoff.'],
    [
      'jitter: full',
      'jitter: «lots»',
      '`jitter` is `lots`; expected none, equal, full, decorrelated or { proportional: 20% }.',
    ],
    [
      'like: resilience4j',
      'like: «histrix»',
      '`like` is `histrix`; expected resilience4j, polly, hystrix, pybreaker, opossum, cockatiel, gobreaker or sentinel.',
    ],
    [
      'use: cached, up to: 5min old, otherwise: fail,',
      'use: default, «up to»: 5min old,',
      '`up to` belongs to `use: cached`.',
    ],
    [
      'use: cached, up to: 5min old, otherwise: fail,',
      'use: «magic»,',
      '`use` is `magic`; expected `default`, `cached`, `stale-if-error`, `feature off`, `queue for later`, or another endpoint such as catalog.stale.',
    ],
  ],
  distributions: [
    ['work: 2ms', 'work: «2»', '"2" has no unit: expected a duration such as 250ms, 1.5s, 5min or 2h.'],
    ['work: 2ms', 'work: { «gama»: { mean: 2ms } }', 'Unknown key `gama`; did you mean `gamma`?'],
    ['work: 2ms', 'work: { lognormal: { «median»: 2ms, p99: 9ms } }', 'Unknown key `median`; did you mean `p50`?'],
    ['work: 2ms', 'work: «lognormal median 2ms p99 9ms»', 'Unknown key `median`; did you mean `p50`?'],
    ['work: 2ms', 'work: { exponential: { «average»: 2ms } }', 'Unknown key `average`; did you mean `mean`?'],
    [
      'work: 2ms',
      'work: { gamma: { «median»: 2ms, mean: 2ms, cv: 1 } }',
      'Unknown key `median`; expected one of mean, cv, shape.',
    ],
    ['work: 2ms', 'work: { uniform: { from: 1ms, to: 2ms, «max»: 9ms } }', 'Unknown key `max`; did you mean `to`?'],
    [
      'work: 2ms',
      'work: «{}»',
      'This needs exactly one of constant, uniform, exponential, erlang, gamma, lognormal, weibull, pareto, hyperexponential, empirical, mixture.',
    ],
    ['{ p50: 5ms, p99: 40ms }', '{ p50: 5ms, p99: «4ms» }', '`p99` must be longer than `p50`.'],
    [
      '{ p50: 5ms, p99: 40ms }',
      '«{ p50: 5ms, cv: 2 }»',
      'A lognormal needs two quantiles such as `p50` and `p99`, or `mean` and `cv`; this has p50 and cv.',
    ],
    ['work: 2ms', 'work: { uniform: { from: 3ms, to: «2ms» } }', '`to` must not be shorter than `from`.'],
    ['cv: 0.5', 'cv: «50%»', '`cv` is `50%`; expected a number from 0.01 to 20, such as 0.5.'],
    ['{ mean: 6ms }', '«6ms»', '`exponential` is `6ms`; expected its mean, such as { mean: 4ms }.'],
    [
      'work: 2ms',
      'work: { exponential: «{ mean: 2ms, p99: 9ms }» }',
      'An exponential needs its `mean`, or one quantile such as `p99`, and nothing else; this has mean and p99.',
    ],
    [
      'work: 2ms',
      'work: { exponential: «{}» }',
      'An exponential needs its `mean`, or one quantile such as `p99`, and nothing else.',
    ],
    ['work: 2ms', 'work: { erlang: { mean: 2ms, k: «0» } }', '`k` is 0; expected a whole number from 1 to 1000.'],
    ['work: 2ms', 'work: { «erlang»: { mean: 2ms } }', '`k` is missing; expected a whole number from 1 to 1000.'],
    [
      'work: 2ms',
      'work: { gamma: «{ mean: 2ms, cv: 2, shape: 3 }» }',
      'A gamma needs `mean` and `cv`, or `mean` and `shape`; this has mean, cv and shape.',
    ],
    [
      'work: 2ms',
      'work: { lognormal: «{ p50: 2ms, p90: 3ms, p99: 4ms }» }',
      'A lognormal needs two quantiles such as `p50` and `p99`, or `mean` and `cv`; this has p50, p90 and p99.',
    ],
    ['work: 2ms', 'work: { lognormal: { p50: 5ms, p99.9: «5ms» } }', '`p99.9` must be longer than `p50`.'],
    [
      'work: 2ms',
      'work: { lognormal: { p50: «5», p99: 9ms } }',
      '"5" has no unit: expected a duration such as 250ms, 1.5s, 5min or 2h.',
    ],
    [
      'work: 2ms',
      'work: { weibull: «{ p50: 2ms }» }',
      'A Weibull needs two quantiles such as `p50` and `p99`, or `mean` and `shape` or `cv`; this has only p50.',
    ],
    [
      'work: 2ms',
      'work: { weibull: { mean: 2ms, shape: «0» } }',
      '`shape` is 0; expected a number from 0.1 to 100, such as 0.7.',
    ],
    ['work: 2ms', 'work: { pareto: { shape: 1.2, min: 2ms, max: «2ms» } }', '`max` must be longer than `min`.'],
    [
      'work: 2ms',
      'work: { pareto: { mean: «9ms», min: 2ms, max: 8ms } }',
      'Between these ends, a Pareto can have a mean from 2 ms to 4.33 ms.',
    ],
    [
      'work: 2ms',
      'work: { pareto: «{ min: 2ms, max: 8ms }» }',
      'A Pareto needs `min`, `max` and `shape`, or `min`, `max` and `mean`; this has min and max.',
    ],
    [
      'work: 2ms',
      'work: { hyperexponential: { mean: 2ms, cv: «0.5» } }',
      'A hyperexponential has a `cv` of at least 1; for less, use gamma or erlang.',
    ],
    [
      'work: 2ms',
      'work: { hyperexponential: «{ mean: 2ms }» }',
      'A hyperexponential needs `mean` and `cv`, or `branches`; this has only mean.',
    ],
    [
      'work: 2ms',
      'work: { hyperexponential: { branches: «[{ share: 50%, mean: 2ms }]» } }',
      'The shares add up to 50%; they must add up to 100%.',
    ],
    [
      'work: 2ms',
      'work: { empirical: «{ edges: [1ms, 2ms] }» }',
      'An empirical distribution needs `edges` and `weights`, or `samples`; this has only edges.',
    ],
    [
      'work: 2ms',
      'work: { empirical: { edges: [1ms, 3ms, «2ms»], weights: [1, 2] } }',
      'An edge must be longer than the one before it.',
    ],
    [
      'work: 2ms',
      'work: { empirical: «{ edges: [1ms, 2ms], weights: [1, 2] }» }',
      '2 edges need one weight fewer, but there are 2 weights.',
    ],
    ['work: 2ms', 'work: { empirical: { edges: [1ms, 2ms], weights: «[0]» } }', 'One weight at least must be above 0.'],
    [
      'work: 2ms',
      'work: { empirical: { edges: [1ms, 2ms], weights: [«-1»] } }',
      'Item 1 is -1; expected a number from 0 to 1000000000, such as 12.',
    ],
    ['work: 2ms', 'work: { empirical: { samples: «[]» } }', '`samples` is an empty list; it needs at least one item.'],
    [
      'work: 2ms',
      'work: { empirical: { samples: [3ms, «4»] } }',
      '"4" has no unit: expected a duration such as 250ms, 1.5s, 5min or 2h.',
    ],
    [
      'work: 2ms',
      'work: { mixture: «[{ share: 60%, of: 2ms }, { share: 30%, of: 9ms }]» }',
      'The shares add up to 90%; they must add up to 100%.',
    ],
    [
      'work: 2ms',
      'work: { mixture: [{ share: 60%, of: 2ms }, { share: 40%, of: { exponential: «9ms» } }] }',
      '`exponential` is `9ms`; expected its mean, such as { mean: 4ms }.',
    ],
    [
      'work: 2ms',
      'work: { mixture: [{ share: 100%, of: { «mixture»: [] } }] }',
      'Unknown key `mixture`; expected one of constant, uniform, exponential, erlang, gamma, lognormal, weibull, pareto, hyperexponential, empirical.',
    ],
    ['work: 2ms', 'work: «lognormal p50 8ms p99 4ms»', '`p99` must be longer than `p50`.'],
    [
      'work: 2ms',
      'work: «lognormal p50 8 p99 90ms»',
      '"8" has no unit: expected a duration such as 250ms, 1.5s, 5min or 2h.',
    ],
    ['work: 2ms', 'work: «lognormal p50 8ms p98 90ms»', 'Unknown key `p98`; did you mean `p90`?'],
    [
      'work: 2ms',
      'work: «lognormal p50 8ms p99»',
      'After `lognormal` come pairs, each of them once, as in `lognormal p50 8ms p99 90ms`.',
    ],
    [
      'work: 2ms',
      'work: «lognormal p50 8ms p50 9ms»',
      'After `lognormal` come pairs, each of them once, as in `lognormal p50 8ms p99 90ms`.',
    ],
    [
      'work: 2ms',
      'work: «lognoraml p50 8ms p99 90ms»',
      'There is no distribution `lognoraml`; did you mean `lognormal`?',
    ],
    [
      'work: 2ms',
      'work: «exponential 4ms»',
      'After `exponential` come pairs, each of them once, as in `exponential mean 4ms`.',
    ],
    ['work: 2ms', 'work: «constant»', 'A constant has one duration, such as `constant 3ms`.'],
    ['work: 2ms', 'work: «constant 3»', '"3" has no unit: expected a duration such as 250ms, 1.5s, 5min or 2h.'],
    ['work: 2ms', 'work: «empirical samples 3ms»', '`empirical` is no line but a map, such as { empirical: … }.'],
    ['work: 2ms', 'work: «gamma mean 8ms cv 50%»', '`cv` is `50%`; expected a number from 0.01 to 20, such as 0.5.'],
    [
      'work: 2ms',
      'work: «fast»',
      '"fast" is not a number with a unit: expected a duration such as 250ms, 1.5s, 5min or 2h.',
    ],
  ],
  'waits that grow': [
    [
      '{ exponential: 20ms }, jitter: full',
      '{ constant: 20ms }, jitter: «decorrelated»',
      '`decorrelated` grows from an exponential wait; give one, such as { exponential: 50ms, cap: 2s }.',
    ],
  ],
  'rates over time': [
    [
      '60/s',
      '{ steps: [{ at: 5s, rate: 1/s }, { at: «5s», rate: 2/s }] }',
      'A step must begin after the one before it.',
    ],
    ['60/s', '{ ramp: { from: 1/s, to: 2/s, over: «0s» } }', 'This must be longer than zero.'],
    ['60/s', '{ «rampe»: { from: 1/s, to: 2/s, over: 1s } }', 'Unknown key `rampe`; did you mean `ramp`?'],
    [
      '60/s',
      '[«{ hold: 1/s }», { hold: 2/s }]',
      'This holds for ever, so the next piece never begins: add `for`, such as `for: 30s`.',
    ],
    ['60/s', '[{ ramp: { from: 1/s, to: 2/s, over: 1s }, for: «3s» }]', 'A ramp says `over`, not `for`.'],
  ],
  names: [
    ['start: web.browse', 'start: «wbe.browse»', 'There is no service `wbe`; did you mean `web`?'],
    ['start: web.browse', 'start: «web.brows»', '`web` has no endpoint `brows`; did you mean `web.browse`?'],
    [
      'start: web.browse',
      'start: «warehouse.pick»',
      'There is no service `warehouse`; the services are web, catalog, payments, database.',
    ],
    [
      'calls: [catalog.list]',
      'calls: [«catalog.lst»]',
      '`catalog` has no endpoint `lst`; did you mean `catalog.list`?',
    ],
    [
      'calls: [catalog.list]',
      'calls: [{ «catalog.lst»: optional }]',
      '`catalog` has no endpoint `lst`; did you mean `catalog.list`?',
    ],
    [
      'calls: [catalog.list]',
      'calls: [{ parallel: [«catalog.lst»] }]',
      '`catalog` has no endpoint `lst`; did you mean `catalog.list`?',
    ],
    ['  web -> payments:', '  «web -> paymens»:', 'There is no service `paymens`; did you mean `payments`?'],
    ['  web -> payments:', '  «wep -> payments»:', 'There is no service or workload `wep`; did you mean `web`?'],
    [
      '  web -> payments:',
      '  «web -> payments.chrge»:',
      '`payments` has no endpoint `chrge`; did you mean `payments.charge`?',
    ],
    ['  web -> payments:', '  «catalog -> payments»:', '`catalog` never calls `payments`; it calls database.read.'],
    ['  web -> payments:', '  «payments -> web»:', '`payments` never calls `web`; it calls nothing.'],
    ['  web -> payments:', '  «web  ->  catalog»:', '`web -> catalog` is here twice; keep one of them.'],
    ['node: payments', 'node: «payment»', 'There is no service `payment`; did you mean `payments`?'],
    [
      'link: web -> catalog',
      'link: «web -> database»',
      'There is no link `web -> database`; the links are shoppers -> web, web -> catalog, web -> payments, catalog -> database.',
    ],
    [
      'policies:',
      'links: { «web -> shop»: {} }\npolicies:',
      'There is no service `shop`; the services are web, catalog, payments, database.',
    ],
    ['  shoppers:', '  «web»:', 'A service is called `web` too; both can call, so their names must differ.'],
    [
      'services:\n',
      '  bots:\n    rate: 1/s\n    journeys: { «browse»: { share: 100%, start: web.browse } }\nservices:\n',
      '`shoppers` has a journey `browse` too; checks find journeys by name, so they must differ.',
    ],
    [
      '- bulkhead: 10',
      '- bulkhead: 10\n      name: gate\n    - timeout: 1s\n      name: «gate»',
      'Another layer of this list is called `gate` too.',
    ],
    [
      'use: cached, up to: 5min old, otherwise: fail,',
      'use: «catalog.stale»,',
      '`catalog` has no endpoint `stale`; it has catalog.list, catalog.price.',
    ],
    [
      'use: cached, up to: 5min old, otherwise: fail,',
      'use: «database.read»,',
      '`web` has no way to `database.read`: it never calls it, and the scenario’s `links` do not name `web -> database`.',
    ],
    [
      'use: cached, up to: 5min old, otherwise: fail,',
      'use: «catalog.price»,',
      'This fallback leads back to web -> catalog.price, the call it stands in for.',
    ],
  ],
  'what does not fit together': [
    [
      'journeys:\n      browse: { share: 70%',
      '«journeys»:\n      browse: { share: 60%',
      'The shares add up to 90%; they must add up to 100%.',
    ],
    [
      'patience: 3s',
      'patience: 3s\n    answer within: «4s»',
      'Nobody waits that long: this must not be longer than `patience`.',
    ],
    ['does: hang, at', 'does: «cut», at', 'A node cannot cut; expected crash, hang, slow, leak, errors.'],
    ['does: cut, direction', 'does: «hang», direction', 'A link cannot hang; expected latency, loss, cut.'],
    [
      'does: hang, at',
      'every: 5min, «off for»: 5min, does: hang, at',
      'A fault comes back by `every` or by `off for`, not both.',
    ],
    ['does: hang, at: 60s, for: 2min', 'does: hang, at: 60s, for: «0s»', 'This must be longer than zero.'],
    ['node: catalog, does', 'zone: «east», does', 'There is no zone `east`; no service says its `zone`.'],
    ['does: slow, by: 10x', 'does: leak, by: 10x, over: 5min, «add»: 5ms', '`add` belongs to latency, not to leak.'],
    ['does: slow, by: 10x', 'does: hang, «by»: 10x', '`by` belongs to slow and leak, not to hang.'],
    [
      '  payments-slow: { node: payments, does: slow, by: 10x }',
      '  «payments-slow»: { node: payments, does: slow }',
      'A fault that does slow needs `by: 5x`.',
    ],
    [
      '{ node: payments, does: slow, by: 10x }',
      '«{ does: slow, by: 10x }»',
      'A fault needs a `node`, a `link` or a `zone` to break.',
    ],
    ['node: payments, ', 'node: payments, «link»: web -> payments, ', 'A fault breaks a `node` or a `link`, not both.'],
    ['node: catalog, does', 'node: catalog, replica: «3», does', '`catalog` has 2 replicas, counted from 1.'],
    ['link: web -> catalog, does', 'link: web -> catalog, «replica»: 1, does', '`replica` belongs to a `node`.'],
  ],
};

describe.each(Object.entries(CASES))('a scenario with a problem in its %s', (_, cases) => {
  it.each(cases.map(([part, by, message]) => ({ part, by, message })))('says at its place: $message', (example) => {
    const { text, line, column, endColumn } = unmarked(edited(SHOP, example.part, example.by));
    const compiled = compileScenario(text);
    const problems = compiled.ok ? [] : compiled.problems;
    expect(problems.map((problem) => problem.message)).toEqual([example.message]);
    expect(problems[0]).toMatchObject({ severity: 'error', line, column, endLine: line, endColumn });
  });
});

describe('a distribution with many problems', () => {
  it.each([
    ['{ lognormal: { p50: 5, p99: 90, p98: 3ms } }', 3],
    ['lognormal p50 5 p99 90 p98 3ms', 3],
    ['{ mixture: [{ share: 60, of: 2 }, { share: 10%, of: { gamma: { mean: 3ms, cv: -1 } } }] }', 3],
    ['{ empirical: { edges: [1ms, 3ms, 2ms, 1ms], weights: [0] } }', 3],
  ])('names all of them at once: %s', (written, count) => {
    const compiled = compileScenario(edited(SHOP, 'work: 2ms', `work: ${written}`));
    expect(compiled.ok ? [] : compiled.problems.map((problem) => problem.message)).toHaveLength(count);
  });
});

describe('a scenario with many problems', () => {
  const edits: readonly (readonly [part: string, by: string])[] = [
    ['scenario: A small shop\n', ''],
    ['patience: 3s', 'patience: 3'],
    ['workers: 16', 'wokers: 16'],
    ['catalog.list]', 'catalog.lst]'],
    ['work: 2ms', 'work: 2'],
    ['web -> payments:', 'web -> paymnts:'],
    ['- timeout: 250ms', '- timeout: 250'],
    ['node: catalog', 'node: catlog'],
  ];
  const compiled = compileScenario(edits.reduce((text, [part, by]) => edited(text, part, by), SHOP));
  const problems = compiled.ok ? [] : compiled.problems;

  it('names all of them at once, and nothing that only follows from one of them', () => {
    expect(problems.map((problem) => problem.path)).toEqual([
      'scenario',
      'workloads.shoppers.patience',
      'services.web.workers',
      'services.web.wokers',
      'services.web.endpoints.browse.calls.0',
      'services.catalog.endpoints.price.work',
      'policies.web -> catalog.price.2.timeout',
      'policies.web -> paymnts',
      'faults.catalog-hangs.node',
    ]);
  });

  const problemsOf = (layers: string) => {
    const result = compileScenario(edited(SHOP, '- timeout: 250ms', layers));
    return result.ok ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`);
  };

  it('judges what is in a list that is too long', () => {
    const layers = ['timeout: 1', ...Array.from({ length: 12 }, () => 'timeout: 1s')];
    expect(problemsOf(layers.map((layer) => `- ${layer}`).join('\n    '))).toEqual([
      'policies.web -> catalog.price: `web -> catalog.price` has too many items; at most 12 are allowed.',
      'policies.web -> catalog.price.2.timeout: "1" has no unit: expected a duration such as 250ms, 1.5s, 5min or 2h.',
    ]);
  });

  it('names what is lacking beside what is wrong, unless that is it', () => {
    const breaker = (rest: string) => problemsOf(`- breaker: { like: sentinel, grade: error ratio, ${rest} }`);
    const path = 'policies.web -> catalog.price.2.breaker';
    expect(breaker('count: 3')).toEqual([
      `${path}: A breaker like sentinel needs \`timeWindow\`, such as 10s.`,
      `${path}.count: With \`grade: error ratio\` this is a ratio such as 0.5 or 50%.`,
    ]);
    expect(breaker('count: 0.5, timeWindow: 3')).toEqual([
      `${path}.timeWindow: "3" has no unit: expected a duration such as 250ms, 1.5s, 5min or 2h.`,
    ]);
  });

  it('names what a fault cannot break beside what it does not say', () => {
    const faults = '{ zone: nroth, does: slow }\n  late: { link: web -> paymnts, does: latency, off for: 5s }';
    const result = compileScenario(edited(SHOP, '{ node: payments, does: slow, by: 10x }', faults));
    expect(result.ok ? [] : result.problems.map(({ message }) => message)).toEqual([
      'A fault that does slow needs `by: 5x`.',
      'There is no zone `nroth`; no service says its `zone`.',
      'A fault with `off for` needs a `for`, such as `for: 10s`.',
      'A fault that does latency needs `add: 200ms`.',
      'There is no service `paymnts`; did you mean `payments`?',
    ]);
  });

  it('names them in the order of the text', () => {
    const places = problems.map(({ line, column }) => line * 1000 + column);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('names the place of what follows a faulty item of a list by its own position', () => {
    const { text, line, column } = unmarked(
      edited(SHOP, 'calls: [catalog.price, payments.charge]', 'calls: [nonsense, 7, catalog.price, «payments.chrge»]'),
    );
    const result = compileScenario(text);
    expect(result.ok ? [] : result.problems.slice(2)).toMatchObject([
      { path: 'services.web.endpoints.checkout.calls.3', line, column },
    ]);
  });
});
