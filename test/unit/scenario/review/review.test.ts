import { describe, expect, it } from 'vitest';
import { compileScenario } from '../../../../src/scenario';
import type { Model } from '../../../../src/scenario/model';
import { reviewPolicies } from '../../../../src/scenario/review';
import { marked, messages, modelFrom, review } from './reviewed';

const SERVICES = `
services:
  web:
    replicas: 2
    workers: 16
    queue: 16
    endpoints:
      browse: { work: 5ms, calls: [catalog.list, { reviews.top: optional }] }
  catalog: { replicas: 2, workers: 8, queue: 8, endpoints: { list: { work: 20ms, calls: [database.read] } } }
  reviews: { workers: 8, queue: 8, endpoints: { top: { work: 5ms } } }
  database: { workers: 8, queue: 8, endpoints: { read: { work: 3ms } } }
`;
const scenario = (workload: string) => `scenario: A shop to review
workloads: { people: { ${workload}, journeys: { browse: { share: 100%, start: web.browse } } } }
${SERVICES}`;
const model = modelFrom(scenario('rate: 20/s, patience: 3s'));

/** A list for each key, and for the one optional call a fallback, so that nothing is said of that. */
const policies = (lists: Record<string, string>, reviews = '[fallback: { use: feature off }]') =>
  [
    'policies:',
    ...Object.entries({ ...lists, 'web -> reviews': reviews }).map(([key, list]) => `  ${key}: ${list}`),
  ].join('\n') + '\n';

const says = (lists: Record<string, string>, reviews?: string) => messages(model, policies(lists, reviews));

const BUDGET = 'budget: 20%';

describe('a retry', () => {
  it('is asked for a timeout inside it', () => {
    expect(says({ 'web -> catalog': `[retry: { attempts: 2, ${BUDGET} }]` })).toEqual([
      expect.stringContaining('No timeout stands inside this retry'),
    ]);
    expect(says({ 'web -> catalog': `[timeout: 1s, retry: { attempts: 2, ${BUDGET} }]` })).toEqual([
      expect.stringContaining('The timeout stands outside this retry'),
    ]);
    expect(says({ 'web -> catalog': `[retry: { attempts: 2, ${BUDGET} }, timeout: 1s]` })).toEqual([]);
  });

  it('is asked for a budget', () => {
    expect(says({ 'web -> catalog': '[retry: { attempts: 4, backoff: none }, timeout: 100ms]' })).toEqual([
      expect.stringContaining('every call becomes 4'),
    ]);
    expect(says({ 'web -> catalog': '[retry: { attempts: 1 }]' })).toEqual([]);
    const [outer, inner] = says({
      'web -> catalog': '[retry: { attempts: 4 }, retry: { attempts: 3 }, timeout: 30ms]',
    });
    expect(outer).toContain('every call becomes 4 x 3 = 12, for there is a retry inside it');
    expect(inner).toContain('every call becomes 3.');
  });
});

describe('a retry without a stop and without a wait', () => {
  const restless = (list: string) =>
    says({ 'web -> catalog': list }).filter((message) => message.startsWith('This retry neither stops nor waits'));

  it('is told how many tries of one call it makes, and when', () => {
    const text = policies({ 'web -> catalog': '[retry: { like: tenacity }, timeout: 1s]' });
    const warning = review(model, text).find(({ message }) => message.startsWith('This retry neither'))!;
    expect(warning.message).toBe(
      'This retry neither stops nor waits: while the callee fails at once, 1,000,000 tries are made of one call, each as soon as the last has failed. Say how often it tries (`stop_after_attempt`, `maxAttempts`) and how long it waits.',
    );
    expect(marked(text, warning)).toBe('retry');
    expect(restless('[retry: { like: cockatiel }, breaker: {}, timeout: 1s]')).toEqual([
      expect.stringContaining('when `breaker` inside it refuses a call, 1,000,000 tries are made of it in one instant'),
    ]);
    expect(restless('[retry: { like: tenacity, stop_after_delay: 10s }, timeout: 1s]')).toHaveLength(1);
    expect(restless('[retry: { like: tenacity, wait_fixed: 0s }, timeout: 1s]')).toHaveLength(1);
    expect(restless('[retry: { like: cockatiel, IterableBackoff: [0s, 0s] }, timeout: 1s]')).toHaveLength(1);
  });

  it('is not said of one that stops, or waits once', () => {
    expect(restless('[retry: { like: tenacity, stop_after_attempt: 5 }, timeout: 1s]')).toEqual([]);
    expect(restless('[retry: { like: tenacity, wait_fixed: 1s }, timeout: 1s]')).toEqual([]);
    expect(restless('[retry: { like: cockatiel, IterableBackoff: [0s, 1s] }, timeout: 1s]')).toEqual([]);
    expect(restless('[retry: { like: cockatiel, maxAttempts: 5 }, timeout: 1s]')).toEqual([]);
  });
});

describe('a timeout', () => {
  const lists = (outer: string, inner: string) => ({ 'web -> catalog': outer, 'catalog -> database': inner });

  it('is too long if whoever waits for its caller has gone by then', () => {
    expect(says(lists('[timeout: 500ms]', '[timeout: 800ms]'))).toEqual([
      'catalog may wait 800 ms for database.read, besides its own work of 20 ms, but web waits only 500 ms for catalog.list: what comes later is work for nobody. Let calls further down end sooner.',
    ]);
    expect(says(lists('[timeout: 500ms]', '[timeout: 300ms]'))).toEqual([]);
  });

  it('counts with the work that goes before it', () => {
    expect(says(lists('[timeout: 500ms]', '[timeout: 490ms]'))).toHaveLength(1);
    expect(says(lists('[timeout: 500ms]', '[timeout: 480ms]'))).toEqual([]);
  });

  it('counts with every try inside it, unless a timeout around them ends them', () => {
    const inner = `retry: { attempts: 3, backoff: { constant: 50ms }, ${BUDGET} }, timeout: 150ms`;
    expect(says(lists('[timeout: 500ms]', `[${inner}]`))).toEqual([expect.stringContaining('may wait 550 ms')]);
    expect(says(lists('[timeout: 500ms]', `[timeout: 400ms, ${inner}]`))).toEqual([]);
  });

  it('is too short if it ends calls whose callee is well', () => {
    expect(says({ 'web -> catalog': '[timeout: 15ms]' })).toEqual([
      'web waits 15 ms for catalog.list, whose own work takes 20 ms on average: calls fail that nothing is wrong with. Wait longer.',
    ]);
    expect(says({ 'web -> catalog': '[timeout: 20ms]' })).toEqual([]);
  });

  it('is held against the patience of shoppers too', () => {
    expect(says({ 'web -> catalog': '[timeout: 5s]' })).toEqual([
      expect.stringContaining('people waits only 3 s for web.browse'),
    ]);
  });
});

describe('a breaker', () => {
  const breaker = (params: string) => ({ 'web -> catalog': `[breaker: { ${params} }, timeout: 500ms]` });

  it('that judges by time needs as many calls as it asks for', () => {
    // 20 shoppers a second at two replicas: 100 calls in 10 s at each
    expect(says(breaker('window: 10s, minimum calls: 200'))).toEqual([
      'This breaker never judges: at this rate a replica of web makes about 100 calls in 10 s at most, on average, and it needs 200. Lower that minimum or widen the window.',
    ]);
    expect(says(breaker('window: 10s, minimum calls: 50'))).toEqual([]);
    expect(says(breaker('window: 30s, minimum calls: 200'))).toEqual([]);
  });

  it('is asked for a timeout inside it', () => {
    expect(says({ 'web -> catalog': '[breaker: {}]' })).toEqual([
      'No timeout stands inside this breaker: a call that hangs is no failure to it, and it stays closed. Put one below the breaker.',
    ]);
    expect(says({ 'web -> catalog': '[timeout: 500ms, breaker: {}]' })).toEqual([
      expect.stringContaining('The timeout stands outside this breaker'),
    ]);
    expect(says({ 'web -> catalog': '[breaker: {}, bulkhead: 3, timeout: 500ms]' })).toEqual([]);
    expect(says({ 'web -> catalog': '[breaker: { state: forced open }]' })).toEqual([]);
  });

  it('that judges by calls gets them sooner or later', () => {
    expect(says(breaker('window: 1000 calls, minimum calls: 1000'))).toEqual([]);
  });

  it('sees the tries of a retry around it', () => {
    const list = `[retry: { attempts: 3, ${BUDGET} }, breaker: { window: 10s, minimum calls: 200 }, timeout: 100ms]`;
    expect(says({ 'web -> catalog': list })).toEqual([]);
  });

  it('is judged by the busiest time, and by users answered at once', () => {
    const text = policies(breaker('window: 10s, minimum calls: 200'));
    const ramp = 'rate: { steps: [{ at: 0s, rate: 1/s }, { at: 60s, rate: 50/s }] }';
    expect(messages(modelFrom(scenario(ramp)), text)).toEqual([]);
    expect(messages(modelFrom(scenario('users: 10, think: 1s')), text)).toEqual([
      expect.stringContaining('about 50 calls in 10 s'),
    ]);
    expect(messages(modelFrom(scenario('users: 100, think: 1s')), text)).toEqual([]);
  });
});

describe('a bulkhead', () => {
  it('is too large if it lets more calls out than its callee serves', () => {
    expect(says({ 'web -> catalog': '[bulkhead: 10]' })).toEqual([
      'This bulkhead lets 2 x 10 = 20 calls out at once, and catalog serves 2 x 8 = 16: the others wait in its queue, where the bulkhead cannot see them. Make it smaller.',
    ]);
    expect(says({ 'web -> catalog': '[bulkhead: 8]' })).toEqual([]);
  });

  it('never fills if its caller has no more workers than it lets calls out', () => {
    const large = modelFrom(
      scenario('rate: 20/s').replace('catalog: { replicas: 2, workers: 8', 'catalog: { workers: 99'),
    );
    const said = (model: Model, list: string) => messages(model, policies({ 'web -> catalog': list }));
    expect(said(large, '[bulkhead: 16]')).toEqual([
      'This bulkhead never fills: a replica of web has 16 workers, and makes 16 of these calls at once at most. Below that it keeps workers free for the rest.',
    ]);
    expect(said(large, '[bulkhead: 15]')).toEqual([]);
    // A timeout around it sends the worker on, and its permit stays with the work.
    expect(said(large, '[timeout: 100ms, bulkhead: 16]')).toEqual([]);
    const async = modelFrom(
      scenario('rate: 20/s')
        .replace('workers: 16', 'mode: async\n    workers: 16')
        .replace('workers: 8', 'workers: 99'),
    );
    expect(said(async, '[bulkhead: 16]')).toEqual([]);
  });
});

describe('an optional call', () => {
  it('is asked for a fallback, at its list or where the policies begin', () => {
    const without = policies({}, '[timeout: 100ms]');
    const [warning] = review(model, without);
    expect(warning!.message).toContain('web -> reviews.top is optional and has no fallback');
    expect(marked(without, warning!)).toBe('web -> reviews');
    expect(marked('policies: {}', review(model, 'policies: {}')[0]!)).toBe('policies');
    expect(says({}, '[fallback: { use: default }]')).toEqual([]);
  });

  it('is pointed at in a scenario, where there is no list', () => {
    const text = scenario('rate: 20/s');
    const compiled = compileScenario(text);
    if (!compiled.ok) throw new Error('no scenario');
    const [warning] = reviewPolicies(compiled.value, compiled.value.policies, text);
    expect(marked(text, warning!)).toBe('{ reviews.top: optional }');
    expect(warning).toMatchObject({ path: 'services.web.endpoints.browse.calls.1', severity: 'warning' });
  });
});

describe('an endpoint that is not idempotent', () => {
  const once = modelFrom(scenario('rate: 20/s').replace('list: { work: 20ms', 'list: { idempotent: false, work: 20ms'));
  const said = (layers: string) => messages(once, policies({ 'web -> catalog': layers }));

  it('makes a hedge idle, or dangerous', () => {
    expect(said('[hedge: { after: 100ms, budget: 5% }]')).toEqual([
      expect.stringContaining('this hedge leaves its calls alone'),
    ]);
    expect(said('[hedge: { after: 100ms, budget: 5%, even if not idempotent: true }]')).toEqual([
      expect.stringContaining('may do it twice for one call'),
    ]);
    expect(says({ 'web -> catalog': '[hedge: { after: 100ms, budget: 5%, even if not idempotent: true }]' })).toEqual(
      [],
    );
  });

  it('makes a retry that was told to repeat it dangerous', () => {
    const retry = (more: string) => `[retry: { attempts: 2, ${BUDGET}${more} }, timeout: 100ms]`;
    expect(said(retry(', even if not idempotent: true'))).toEqual([expect.stringContaining('may do it twice')]);
    expect(said(retry(''))).toEqual([]);
  });
});

describe('a hedge', () => {
  const warned = (layers: string) => {
    const text = policies({ 'web -> catalog': layers });
    return review(model, text).map((warning) => [marked(text, warning), warning.message]);
  };

  it('is asked for a budget, unless only failures send one', () => {
    expect(warned('[hedge: { after: 100ms, hedges: 2 }]')).toEqual([
      ['hedge', expect.stringContaining('every call is sent 3 times')],
    ]);
    expect(warned('[hedge: { after: 100ms, budget: 5% }]')).toEqual([]);
    expect(warned('[hedge: { after: failure }]')).toEqual([]);
  });

  it('comes too late where the call has ended by then', () => {
    expect(warned('[timeout: 200ms, hedge: { after: 200ms, budget: 5% }]')).toEqual([
      ['hedge', expect.stringContaining('the timeout around this hedge ends the call after 200 ms')],
    ]);
    expect(warned('[timeout: 200ms, hedge: { after: 199ms, budget: 5% }]')).toEqual([]);
    expect(warned('[hedge: { after: 200ms, budget: 5% }, timeout: 100ms]')).toEqual([]);
  });
});

describe('a timeout inside another', () => {
  it('never fires if it is no shorter', () => {
    const text = policies({ 'web -> catalog': '[timeout: 300ms, { name: each, timeout: 300ms }]' });
    const [warning, ...others] = review(model, text);
    expect(others).toEqual([]);
    expect(warning!.message).toContain('never fires: the one around it ends the call after 300 ms');
    expect(warning!.column).toBe(text.split('\n')[warning!.line - 1]!.lastIndexOf('timeout') + 1);
    expect(says({ 'web -> catalog': '[timeout: 300ms, timeout: 299ms]' })).toEqual([]);
    expect(says({ 'web -> catalog': '[timeout: 300ms, timeout: { connect: 300ms }]' })).toEqual([]);
  });
});

describe('a cap on what a connection carries', () => {
  it('is said to change nothing where connections take no time', () => {
    const text = policies({ 'web -> catalog': '[caps: { requests per connection: 9 }]' });
    const said = (links: string) =>
      review(modelFrom(scenario('rate: 20/s').replace('services:', `${links}services:`)), text).map(
        ({ message }) => message,
      );
    expect(said('')).toEqual([
      '`requests per connection` changes nothing here: connections to catalog take no time. Say what one takes under `links`, such as `connections: { connect: 2ms }`.',
    ]);
    expect(said('links: { web -> catalog: { connections: { connect: 2ms } } }\n')).toEqual([]);
  });
});

describe('an ejection', () => {
  const at = (replicas: number) =>
    modelFrom(scenario('rate: 20/s').replace('catalog: { replicas: 2', `catalog: { replicas: ${replicas}`));
  const said = (replicas: number, params: string) => {
    const text = policies({ 'web -> catalog': `[outliers: { ${params} }]` });
    return review(at(replicas), text).map((warning) => {
      expect(marked(text, warning)).toBe('outliers');
      return warning.message;
    });
  };

  it('that lets none of so few replicas be out is told of, with what would', () => {
    expect(said(3, 'like: envoy')).toEqual([
      'This never ejects: one of the 3 replicas of catalog is 33.3%, and `at most` 10% may be out. Say `at most: 34%`, or `always one: yes`.',
    ]);
    expect(said(3, 'at most: 33%')).toHaveLength(1);
    expect(said(3, 'at most: 34%')).toEqual([]);
    expect(said(3, 'always one: yes')).toEqual([]);
    expect(said(9, 'like: envoy')).toHaveLength(1);
    expect(said(10, 'like: envoy')).toEqual([]);
  });

  it('by gateway errors, or by failures of the way there, is one', () => {
    const none = 'always one: yes, in a row: off, enforcing_success_rate: 0';
    expect(said(4, none)[0]).toMatch(/^Nothing ejects here/);
    expect(said(4, `${none}, enforcing_consecutive_gateway_failure: 100`)).toEqual([]);
    expect(said(4, `${none}, split_external_local_origin_errors: true`)).toEqual([]);
    const off = 'enforcing_consecutive_local_origin_failure: 0, enforcing_local_origin_success_rate: 0';
    expect(said(4, `${none}, split_external_local_origin_errors: true, ${off}`)[0]).toMatch(/^Nothing ejects here/);
  });

  it('has nobody to ask in its place where there is one replica', () => {
    expect(said(1, 'always one: yes')).toEqual([expect.stringContaining('catalog has one replica')]);
  });

  it('that panic always undoes is told of', () => {
    expect(said(3, 'at most: 34%, panic below: 70%')).toEqual([
      expect.stringContaining('66.7% are left, less than the 70% of `panic below`'),
    ]);
    expect(said(3, 'at most: 34%, panic below: 66%')).toEqual([]);
  });

  it('that judges by rates needs replicas to compare', () => {
    expect(said(3, 'in a row: off, at most: 50%')).toEqual([expect.stringContaining('Nothing ejects here')]);
    expect(said(3, 'in a row: off, at most: 50%, success rate: { hosts: 3 }')).toEqual([]);
  });
});

describe('a deadline that the callee is told of', () => {
  it('ends its own calls, whatever their timeouts are', () => {
    const lists = (outer: string) => ({ 'web -> catalog': outer, 'catalog -> database': '[timeout: 800ms]' });
    expect(says(lists('[timeout: { after: 500ms }]'))).toHaveLength(1);
    expect(says(lists('[timeout: { after: 500ms, propagate: true }]'))).toEqual([]);
  });
});

describe('a review', () => {
  it('only warns, at the name of the layer, in the order of the text', () => {
    const text = policies({
      'web->catalog': '[{ name: again, retry: { attempts: 3 } }, { name: most, bulkhead: 100 }]',
      'catalog -> database': '[retry: { attempts: 2, backoff: none }]',
    });
    const found = review(model, text);
    expect(new Set(found.map(({ severity }) => severity))).toEqual(new Set(['warning']));
    expect(found.map((warning) => marked(text, warning))).toEqual([
      'retry',
      'retry',
      'bulkhead',
      'retry',
      'retry',
      'retry',
    ]);
    expect(found.map(({ line }) => line)).toEqual([2, 2, 2, 3, 3, 3]);
  });

  it('tells of a list all of whose calls have a nearer one', () => {
    const text = policies({ 'web -> catalog': '[timeout: 1s]', 'web->catalog.list': '[timeout: 500ms]' });
    const found = review(model, text).filter(({ message }) => message.startsWith('This list does nothing'));
    expect(found.map((warning) => marked(text, warning))).toEqual(['web -> catalog']);
    expect(says({ 'web -> catalog': '[timeout: 1s]' })).toEqual([]);
  });

  it('has nothing to say of nothing', () => {
    expect(says({})).toEqual([]);
  });
});
