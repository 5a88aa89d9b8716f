import { describe, expect, it } from 'vitest';
import { engineOf } from '../support/run';
import { FAILS, FAILS_THEN_WORKS, HEDGE, RETRY, SLOW, SLOW_THEN_QUICK, told } from '../support/story';

/* The order of policies matters: what one layer does to those around it and inside it, call by call. */

const BREAKER = '{ breaker: { window: 2 calls } }';
const TIMEOUT = '{ timeout: 50ms }';
const ONE = '{ bulkhead: 1 }';

describe('what counts as one', () => {
  it('to a breaker inside a retry is each try; to one outside it, all tries together', () => {
    expect(told(`[${RETRY}, ${BREAKER}]`, FAILS_THEN_WORKS, ['breaker', 'ends'])).toEqual([
      '0 breaker admitted',
      '10 breaker hears error',
      '110 breaker admitted',
      '120 breaker hears ok',
      '120 breaker state open',
      '120 - ends ok',
    ]);
    expect(told(`[${BREAKER}, ${RETRY}]`, FAILS_THEN_WORKS, ['breaker', 'ends'])).toEqual([
      '0 breaker admitted',
      '120 breaker hears ok',
      '120 - ends ok',
    ]);
  });

  it('to a bulkhead inside a retry is each try, not the wait between two; outside it, the wait too', () => {
    const another = '[{ at: 0ms, takes: 10ms, ends: failure, then: [{ takes: 10ms }] }, { at: 50ms, takes: 1ms }]';
    expect(told(`[${RETRY}, ${ONE}]`, another, ['bulkhead'])).toEqual([
      '0 bulkhead admitted',
      '10 bulkhead hears error',
      '50 bulkhead admitted',
      '51 bulkhead hears ok',
      '110 bulkhead admitted',
      '120 bulkhead hears ok',
    ]);
    expect(told(`[${ONE}, ${RETRY}]`, another, ['bulkhead'])).toEqual([
      '0 bulkhead admitted',
      '50 bulkhead refused bulkhead full',
      '120 bulkhead hears ok',
    ]);
  });

  it('to a rate limit inside a retry is each try; to one outside it, the call', () => {
    const limit = '{ rate limit: { fixed window: 1, per: 1s, wait: 0ms }, name: limit }';
    expect(told(`[${RETRY}, ${limit}]`, FAILS_THEN_WORKS, ['limit', 'ends'])).toEqual([
      '0 limit admitted',
      '10 limit hears error',
      '110 limit refused rate limited',
      '110 - ends rate limited',
    ]);
    expect(told(`[${limit}, ${RETRY}]`, FAILS_THEN_WORKS, ['limit', 'ends'])).toEqual([
      '0 limit admitted',
      '120 limit hears ok',
      '120 - ends ok',
    ]);
  });

  it('to a breaker inside a fallback is the failure; to one outside it, the degraded answer, a success', () => {
    const fallback = '{ fallback: { use: default } }';
    expect(told(`[${fallback}, ${BREAKER}]`, FAILS, ['breaker', 'ends'])).toEqual([
      '0 breaker admitted',
      '10 breaker hears error',
      '10 - ends degraded',
    ]);
    expect(told(`[${BREAKER}, ${fallback}]`, FAILS, ['breaker', 'ends'])).toEqual([
      '0 breaker admitted',
      '10 breaker hears degraded',
      '10 - ends degraded',
    ]);
    expect(told(`[${RETRY}, ${fallback}]`, FAILS, ['sent', 'ends'])).toEqual(['0 - sent', '10 - ends degraded']);
  });
});

describe('a timeout', () => {
  it('inside a breaker is what the breaker hears; outside it, the breaker hears the late result', () => {
    expect(told(`[${BREAKER}, ${TIMEOUT}]`, SLOW, ['breaker', 'ends'])).toEqual([
      '0 breaker admitted',
      '50 breaker hears timeout',
      '50 - ends timeout',
    ]);
    expect(told(`[${TIMEOUT}, ${BREAKER}]`, SLOW, ['breaker', 'ends'])).toEqual([
      '0 breaker admitted',
      '50 - ends timeout',
      '100 breaker hears ok late',
    ]);
  });

  it('inside a bulkhead gives the permit back while the work goes on; outside it, the permit stays with the work', () => {
    const later = '[{ at: 0ms, takes: 100ms }, { at: 60ms, takes: 1ms }]';
    expect(told(`[${ONE}, ${TIMEOUT}]`, later, ['bulkhead'])).toEqual([
      '0 bulkhead admitted',
      '50 bulkhead hears timeout',
      '60 bulkhead admitted',
      '61 bulkhead hears ok',
    ]);
    expect(told(`[${TIMEOUT}, ${ONE}]`, later, ['bulkhead'])).toEqual([
      '0 bulkhead admitted',
      '60 bulkhead refused bulkhead full',
      '100 bulkhead hears ok late',
    ]);
  });

  it('inside a retry bounds each try; outside it, all of them and the waits between', () => {
    expect(told(`[${RETRY}, ${TIMEOUT}]`, SLOW, ['timeout', 'sent', 'ends'])).toEqual([
      '0 - sent',
      '50 timeout decides timeout',
      '150 - sent',
      '200 timeout decides timeout',
      '200 - ends timeout',
    ]);
    expect(told(`[${TIMEOUT}, ${RETRY}]`, SLOW, ['timeout', 'sent', 'ends'])).toEqual([
      '0 - sent',
      '50 timeout decides timeout',
      '50 - ends timeout',
    ]);
  });

  it('outside a retry ends its backoff too: there is no further try, and what is between hears that it was abandoned', () => {
    expect(told(`[${TIMEOUT}, ${BREAKER}, ${RETRY}]`, FAILS_THEN_WORKS, ['breaker', 'sent', 'ends'])).toEqual([
      '0 breaker admitted',
      '0 - sent',
      '50 - ends timeout',
      '50 breaker hears abandoned late',
    ]);
  });

  it('outside a bulkhead takes the call out of its queue, and gates between hear that it was abandoned', () => {
    const three = '[{ at: 0ms, takes: 100ms }, { at: 1ms, takes: 1ms }, { at: 60ms, takes: 1ms }]';
    const layers = `[${TIMEOUT}, ${BREAKER}, { bulkhead: { calls: 1, wait: 1s } }]`;
    expect(told(layers, three, ['breaker', 'bulkhead']).slice(2, 8)).toEqual([
      '1 breaker admitted',
      '1 bulkhead waits',
      '51 bulkhead refused abandoned',
      '51 breaker hears abandoned late',
      '60 breaker admitted',
      '60 bulkhead waits',
    ]);
  });
});

describe('two layers that are no gates', () => {
  const SENT = ['sent', 'ends', 'inner', 'outer'];
  const HEDGED = `{ name: inner, hedge: { after: 20ms } }`;

  it('two timeouts: whichever is over first decides, and the inner one is an outcome to the outer', () => {
    expect(told('[{ name: outer, timeout: 50ms }, { name: inner, timeout: 30ms }]', SLOW, SENT)).toEqual([
      '0 - sent',
      '30 inner decides timeout',
      '30 outer hears timeout',
      '30 - ends timeout',
    ]);
    expect(told('[{ name: outer, timeout: 30ms }, { name: inner, timeout: 50ms }]', SLOW, SENT)).toEqual([
      '0 - sent',
      '30 outer decides timeout',
      '30 - ends timeout',
      '50 inner decides timeout',
    ]);
  });

  it('a timeout inside a hedge bounds each one sent, from when it was sent; outside it, all of them, and no other is sent', () => {
    expect(told('[{ name: outer, hedge: { after: 20ms } }, { name: inner, timeout: 50ms }]', SLOW, SENT)).toEqual([
      '0 - sent',
      '20 - sent',
      '50 inner decides timeout',
      '50 outer hears timeout',
      '70 inner decides timeout',
      '70 outer hears timeout',
      '70 - ends timeout',
    ]);
    expect(told(`[{ name: outer, timeout: 10ms }, ${HEDGED}]`, SLOW, SENT)).toEqual([
      '0 - sent',
      '10 outer decides timeout',
      '10 - ends timeout',
      '100 inner hears ok late',
    ]);
  });

  it('two retries multiply, and two hedges too', () => {
    const retry = (name: string, attempts: number): string =>
      `{ name: ${name}, retry: { attempts: ${attempts}, backoff: none } }`;
    const tries = told(`[${retry('outer', 2)}, ${retry('inner', 3)}]`, FAILS, ['sent']);
    expect(tries).toEqual(['0', '10', '20', '30', '40', '50'].map((ms) => `${ms} - sent`));
    expect(told('[{ hedge: { after: 20ms } }, { hedge: { after: 30ms } }]', SLOW, ['sent'])).toEqual(
      ['0', '20', '30', '50'].map((ms) => `${ms} - sent`),
    );
  });

  it('a fallback outside a hedge answers when all that was sent has failed; inside, its answer is the winner', () => {
    const fallback = (name: string): string => `{ name: ${name}, fallback: { use: default } }`;
    expect(told(`[${fallback('outer')}, ${HEDGED}]`, FAILS, SENT)).toEqual([
      '0 - sent',
      '10 inner hears error',
      '10 - sent',
      '20 inner hears error',
      '20 outer hears error',
      '20 outer decides degraded',
      '20 - ends degraded',
    ]);
    expect(told(`[{ name: outer, hedge: { after: 20ms } }, ${fallback('inner')}]`, FAILS, SENT)).toEqual([
      '0 - sent',
      '10 inner hears error',
      '10 inner decides degraded',
      '10 outer hears degraded',
      '10 - ends degraded',
    ]);
  });

  it('a fallback outside a timeout answers it; inside one, what it would answer too late reaches nobody', () => {
    const fallback = (name: string): string => `{ name: ${name}, fallback: { use: default } }`;
    expect(told(`[${fallback('outer')}, { name: inner, timeout: 20ms }]`, SLOW, SENT)).toEqual([
      '0 - sent',
      '20 inner decides timeout',
      '20 outer hears timeout',
      '20 outer decides degraded',
      '20 - ends degraded',
    ]);
    expect(told(`[{ name: outer, timeout: 5ms }, ${fallback('inner')}]`, FAILS, SENT)).toEqual([
      '0 - sent',
      '5 outer decides timeout',
      '5 - ends timeout',
      '10 inner hears error late',
    ]);
  });

  it('two fallbacks: the inner one answers, and the outer has nothing to do', () => {
    const layers = '[{ name: outer, fallback: { use: default } }, { name: inner, fallback: { use: default } }]';
    expect(told(layers, FAILS, SENT)).toEqual([
      '0 - sent',
      '10 inner hears error',
      '10 inner decides degraded',
      '10 outer hears degraded',
      '10 - ends degraded',
    ]);
  });
});

describe('a refusal inside', () => {
  it('is a failure to a breaker outside, and gives a permit outside back at once', () => {
    const two = '[{ at: 0ms, takes: 50ms }, { at: 1ms, takes: 1ms }]';
    expect(told(`[${BREAKER}, ${ONE}]`, two, ['breaker'])).toEqual([
      '0 breaker admitted',
      '1 breaker admitted',
      '1 breaker hears bulkhead full',
      '50 breaker hears ok',
      '50 breaker state open',
    ]);
    const three = '[{ at: 0ms, takes: 5ms, ends: failure }, { at: 10ms, takes: 1ms }, { at: 10ms, takes: 1ms }]';
    const open = '{ breaker: { window: 1 calls, minimum calls: 1 } }';
    expect(told(`[${ONE}, ${open}]`, three, ['bulkhead', 'refused'])).toEqual([
      '0 bulkhead admitted',
      '5 bulkhead hears error',
      '10 bulkhead admitted',
      '10 breaker refused breaker open',
      '10 bulkhead hears breaker open',
      '10 bulkhead admitted',
      '10 breaker refused breaker open',
      '10 bulkhead hears breaker open',
    ]);
  });

  it('is tried again by a retry outside', () => {
    const two = '[{ at: 0ms, takes: 50ms }, { at: 1ms, takes: 1ms }]';
    expect(told(`[${RETRY}, ${ONE}]`, two, ['bulkhead', 'ends'])).toEqual([
      '0 bulkhead admitted',
      '1 bulkhead refused bulkhead full',
      '50 bulkhead hears ok',
      '50 - ends ok',
      '101 bulkhead admitted',
      '102 bulkhead hears ok',
      '102 - ends ok',
    ]);
  });
});

describe('an attempt that is called off', () => {
  const CANCEL = '{ timeout: { after: 50ms, cancel: true } }';

  it('is told to a breaker inside the timeout, and gives the permit of a bulkhead back at once', () => {
    expect(told(`[${CANCEL}, ${BREAKER}]`, SLOW, ['breaker', 'ends'])).toEqual([
      '0 breaker admitted',
      '50 - ends timeout',
      '50 breaker hears cancelled late',
    ]);
    expect(told(`[${CANCEL}, ${ONE}]`, SLOW, ['bulkhead'])).toEqual([
      '0 bulkhead admitted',
      '50 bulkhead hears cancelled late',
    ]);
  });

  it.each([
    ['resilience4j', 'window: 1 calls, minimum calls: 1', []],
    ['Polly', 'like: polly, MinimumThroughput: 2', []],
    ['Hystrix', 'like: hystrix, requestVolumeThreshold: 1', []],
    ['pybreaker', 'like: pybreaker, fail_max: 1', ['50 breaker state open']],
    ['opossum', 'like: opossum, timeout: false', ['50 breaker state open']],
    ['cockatiel', 'like: cockatiel, ConsecutiveBreaker: 1, halfOpenAfter: 9s', ['50 breaker state open']],
    ['gobreaker', 'like: gobreaker, ReadyToTrip: { ConsecutiveFailures: 0 }', ['50 breaker state open']],
    [
      'Sentinel',
      'like: sentinel, grade: error count, count: 0, minRequestAmount: 1, timeWindow: 9s',
      ['50 breaker state open'],
    ],
  ])('is to a closed breaker inside what its library makes of it: %s', (_, breaker, states) => {
    expect(told(`[${CANCEL}, { breaker: { ${breaker} } }]`, SLOW, ['state'])).toEqual(states);
  });

  it('is a timeout to a breaker outside it', () => {
    expect(told(`[${BREAKER}, ${CANCEL}]`, SLOW, ['breaker'])).toEqual([
      '0 breaker admitted',
      '50 breaker hears timeout',
    ]);
  });

  it('may be one of several that a hedge sent: all are called off', () => {
    expect(told(`[${CANCEL}, ${HEDGE}, ${BREAKER}]`, SLOW, ['breaker', 'answered'])).toEqual([
      '0 breaker admitted',
      '20 breaker admitted',
      '50 - answered cancelled',
      '50 - answered cancelled',
      '50 breaker hears cancelled late',
      '50 breaker hears cancelled late',
    ]);
  });
});

describe('the loser of a hedge', () => {
  it('goes on, and is counted late by a breaker inside; one outside counts the call once', () => {
    expect(told(`[${HEDGE}, ${BREAKER}]`, SLOW_THEN_QUICK, ['breaker', 'ends'])).toEqual([
      '0 breaker admitted',
      '20 breaker admitted',
      '30 breaker hears ok',
      '30 - ends ok',
      '100 breaker hears ok late',
    ]);
    expect(told(`[${BREAKER}, ${HEDGE}]`, SLOW_THEN_QUICK, ['breaker', 'ends'])).toEqual([
      '0 breaker admitted',
      '30 breaker hears ok',
      '30 - ends ok',
    ]);
  });

  it('keeps a permit of a bulkhead inside until its work ends; one outside has its permit back with the winner', () => {
    expect(told(`[${HEDGE}, { bulkhead: 2 }]`, SLOW_THEN_QUICK, ['bulkhead'])).toEqual([
      '0 bulkhead admitted',
      '20 bulkhead admitted',
      '30 bulkhead hears ok',
      '100 bulkhead hears ok late',
    ]);
    expect(told(`[${ONE}, ${HEDGE}]`, SLOW_THEN_QUICK, ['bulkhead'])).toEqual([
      '0 bulkhead admitted',
      '30 bulkhead hears ok',
    ]);
  });

  it('is tried again by a retry inside only while the hedge waits; a retry outside repeats the whole hedge', () => {
    const failing =
      '[{ at: 0ms, takes: 50ms, ends: failure, then: [{ takes: 50ms, ends: failure }, { takes: 10ms }] }]';
    expect(told(`[${HEDGE}, ${RETRY}]`, failing, ['sent', 'ends'])).toEqual([
      '0 - sent',
      '20 - sent',
      '150 - sent',
      '160 - ends ok',
    ]);
    expect(told(`[${RETRY}, ${HEDGE}]`, failing, ['sent', 'ends'])).toEqual([
      '0 - sent',
      '20 - sent',
      '170 - sent',
      '180 - ends ok',
    ]);
  });
});

describe('a parallel group of which one call fails', () => {
  const group = (call: string) => `
scenario: A group
workloads:
  caller: { script: [{ at: 0ms }], journeys: { call: { share: 100%, start: web.go } } }
services:
  web: { workers: 9, queue: 0, endpoints: { go: { work: 0ms, calls: [${call}] } } }
  a: { workers: 9, queue: 0, endpoints: { get: { work: 10ms } } }
  b: { workers: 9, queue: 0, endpoints: { get: { work: 50ms } } }
links: { default: { latency: 0ms } }
policies: { web -> a: [{ timeout: 5ms }] }`;
  const ends = (yaml: string) => {
    const engine = engineOf(yaml);
    const lines: string[] = [];
    engine.watchCalls((entry) => {
      if (entry.what === 'ends' && 'route' in entry) lines.push(`${entry.atMs} ${entry.route} ${entry.outcome}`);
    });
    engine.advance(1000);
    return lines;
  };

  it('waits for the others, and fails with the last of them', () => {
    expect(ends(group('{ parallel: [a.get, b.get] }'))).toEqual([
      '5 web -> a.get timeout',
      '50 web -> b.get ok',
      '50 caller -> web.go dependency',
    ]);
  });

  it('fails at once where so many were needed that the rest cannot do; the others go on for nobody', () => {
    expect(ends(group('{ parallel: [a.get, b.get], need: 2 }'))).toEqual([
      '5 web -> a.get timeout',
      '5 caller -> web.go dependency',
      '50 web -> b.get ok',
    ]);
  });
});
