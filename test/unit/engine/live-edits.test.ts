import { describe, expect, it } from 'vitest';
import { calls, told, toldFrom } from '../support/story';

/* Policies edited while calls are under way: what those keep, and what changes at once. */

const ends = ['ends'];

describe('a call under way keeps', () => {
  it('its timeout', () => {
    expect(told('[{ timeout: 50ms }]', calls([0, 100], [10, 100]), ends, { 5: '[{ timeout: 20ms }]' })).toEqual([
      '30 - ends timeout',
      '50 - ends timeout',
    ]);
  });

  it('its tries and its backoff', () => {
    const to = '[{ retry: { attempts: 2, backoff: { constant: 10ms } } }]';
    const failing = calls([0, 1, 'failure'], [10, 1, 'failure']);
    expect(
      told('[{ retry: { attempts: 3, backoff: { constant: 50ms } } }]', failing, ['sent', 'ends'], { 5: to }),
    ).toEqual(['0 - sent', '10 - sent', '21 - sent', '22 - ends error', '51 - sent', '102 - sent', '103 - ends error']);
  });

  it('when its hedge goes', () => {
    const slow = calls([0, 100], [10, 100]);
    expect(told('[{ hedge: { after: 50ms } }]', slow, ['sent'], { 5: '[{ hedge: { after: 20ms } }]' })).toEqual([
      '0 - sent',
      '10 - sent',
      '30 - sent',
      '50 - sent',
    ]);
  });

  it('its fallback', () => {
    const failing = calls([0, 10, 'failure'], [6, 10, 'failure']);
    expect(told('[{ fallback: { use: default } }]', failing, ends, { 5: '[]' })).toEqual([
      '10 - ends degraded',
      '16 - ends error',
    ]);
  });
});

describe('at once, for whoever comes and whoever waits,', () => {
  it('a larger bulkhead has room, and a smaller one takes nobody before enough have left', () => {
    const from = '[{ bulkhead: { calls: 1, wait: 1s } }]';
    const to = '[{ bulkhead: { calls: 2, wait: 1s } }]';
    expect(told(from, calls([0, 100], [1, 100]), ['bulkhead'], { 20: to }).slice(0, 3)).toEqual([
      '0 bulkhead admitted',
      '1 bulkhead waits',
      '20 bulkhead admitted',
    ]);
    expect(
      told('[{ bulkhead: 2 }]', calls([0, 50], [0, 60], [55, 1], [61, 1]), ['bulkhead'], { 20: '[{ bulkhead: 1 }]' }),
    ).toEqual([
      '0 bulkhead admitted',
      '0 bulkhead admitted',
      '50 bulkhead hears ok',
      '55 bulkhead refused bulkhead full',
      '60 bulkhead hears ok',
      '61 bulkhead admitted',
      '62 bulkhead hears ok',
    ]);
  });

  it('a larger bulkhead has room for the next try of a call that began before', () => {
    const of = (size: number): string =>
      `[{ retry: { attempts: 2, backoff: { constant: 10ms } } }, { bulkhead: ${size} }]`;
    const script = calls([0, 1, 'failure'], [5, 100]);
    expect(told(of(1), script, ['refused'])).toEqual(['11 bulkhead refused bulkhead full']);
    expect(told(of(1), script, ['refused'], { 6: of(2) })).toEqual([]);
  });

  it('a breaker judges by its new rate what its window holds, at the next result', () => {
    const window = 'window: 4 calls, minimum calls: 4';
    const results = calls([0, 1, 'failure'], [2, 1], [4, 1], [6, 1], [20, 1, 'failure'], [30, 1]);
    const strict = `[{ breaker: { ${window}, failure rate: 25% } }]`;
    expect(
      told(`[{ breaker: { ${window}, failure rate: 50% } }]`, results, ['state', 'refused'], { 10: strict }),
    ).toEqual(['21 breaker state open', '30 breaker refused breaker open']);
  });

  it('an open breaker stays open for as long as it was to when it opened', () => {
    const from = '[{ breaker: { window: 1 calls, minimum calls: 1, open for: 50ms } }]';
    const to = '[{ breaker: { window: 1 calls, minimum calls: 1, open for: 1s } }]';
    expect(told(from, calls([0, 1, 'failure'], [40, 1], [52, 1]), ['refused', 'state'], { 10: to })).toEqual([
      '1 breaker state open',
      '40 breaker refused breaker open',
      '52 breaker state half-open',
      '53 breaker state closed',
    ]);
  });

  it('a breaker of another library starts afresh', () => {
    const from = '[{ breaker: { window: 1 calls, minimum calls: 1, open for: 1s } }]';
    expect(
      told(from, calls([0, 1, 'failure'], [20, 1]), ['breaker'], { 10: '[{ breaker: { like: pybreaker } }]' }),
    ).toEqual([
      '0 breaker admitted',
      '1 breaker hears error',
      '1 breaker state open',
      '20 breaker admitted',
      '21 breaker hears ok',
    ]);
  });

  it('a policy that was put around calls knows nothing of those that passed before it', () => {
    expect(told('[]', calls([0, 100], [20, 1], [25, 1]), ['bulkhead', 'ends'], { 10: '[{ bulkhead: 1 }]' })).toEqual([
      '20 bulkhead admitted',
      '21 bulkhead hears ok',
      '21 - ends ok',
      '25 bulkhead admitted',
      '26 bulkhead hears ok',
      '26 - ends ok',
      '100 - ends ok',
    ]);
  });

  it('a list in another order, or with a policy between, hands each policy’s state on', () => {
    const to = '[{ retry: { attempts: 1 } }, { bulkhead: 1 }, { timeout: 1s }]';
    expect(told('[{ timeout: 1s }, { bulkhead: 1 }]', calls([0, 100], [20, 1]), ['bulkhead'], { 10: to })).toEqual([
      '0 bulkhead admitted',
      '20 bulkhead refused bulkhead full',
      '100 bulkhead hears ok',
    ]);
  });
});

describe('a limit that is edited', () => {
  const gate = (of: string): string => `[{ name: gate, ${of} }]`;
  const passes = (from: string, to: string, script: string): string[] =>
    told(gate(from), script, ['admitted', 'refused'], { 100: gate(to) }).map((line) =>
      line.split(' ').slice(0, 3).join(' '),
    );

  it('ends a fixed window when it would have ended, with the permits of the new one', () => {
    const from = 'rate limit: { fixed window: 1, per: 1s, wait: 0s }';
    const script = calls([0, 1], [150, 1], [350, 1], [999, 1], [1000, 1]);
    expect(passes(from, 'rate limit: { fixed window: 2, per: 300ms, wait: 0s }', script)).toEqual([
      '0 gate admitted',
      '150 gate admitted',
      '350 gate refused',
      '999 gate refused',
      '1000 gate admitted',
    ]);
  });

  it('keeps when calls went in a sliding window of another length, and begins one of other permits afresh', () => {
    const from = 'rate limit: { sliding window: 1, per: 1s, wait: 0s }';
    const script = calls([0, 1], [150, 1], [350, 1]);
    expect(passes(from, 'rate limit: { sliding window: 1, per: 300ms, wait: 0s }', script)).toEqual([
      '0 gate admitted',
      '150 gate refused',
      '350 gate admitted',
    ]);
    expect(passes(from, 'rate limit: { sliding window: 2, per: 1s, wait: 0s }', script)).toEqual([
      '0 gate admitted',
      '150 gate admitted',
      '350 gate admitted',
    ]);
  });

  it('keeps the concurrency that it found, within its new bounds from the next sample that moves it, and finds it anew by another algorithm', () => {
    const from = 'concurrency limit: { algorithm: aimd, initial: 1, minimum: 1, maximum: 1 }';
    const script = calls([0, 200], [150, 100], [300, 100], [301, 100], [302, 100], [303, 100]);
    expect(passes(from, 'concurrency limit: { algorithm: aimd, initial: 3, minimum: 3, maximum: 9 }', script)).toEqual([
      '0 gate admitted',
      '150 gate refused',
      '300 gate admitted',
      '301 gate admitted',
      '302 gate admitted',
      '303 gate refused',
    ]);
    expect(passes(from, 'concurrency limit: { algorithm: vegas, initial: 2, maximum: 9 }', script).slice(0, 2)).toEqual(
      ['0 gate admitted', '150 gate admitted'],
    );
  });

  it('begins a throttle of another window afresh, and keeps what one of another multiple has seen', () => {
    const shut = '}, { breaker: { state: forced open } ';
    const script = calls(...Array.from({ length: 90 }, (_, at) => [at, 1] as const), [150, 1]);
    const last = (to: string): string =>
      passes(`throttle: { multiple: 1x, window: 10s } ${shut}`, `throttle: ${to} ${shut}`, script)
        .filter((line) => line.includes('gate'))
        .at(-1)!;
    expect(last('{ multiple: 1.1x, window: 10s }')).toBe('150 gate refused');
    expect(last('{ multiple: 1x, window: 20s }')).toBe('150 gate admitted');
  });
});

describe('a breaker that only calls under way still report to', () => {
  const window = 'window: 2 calls, minimum calls: 2';
  const from = `[{ breaker: { ${window}, failure rate: 50% } }]`;
  const edits = { 5: `[{ breaker: { ${window}, failure rate: 100% } }]`, 6: '[]' };
  const script = calls([0, 10, 'failure'], [1, 19], [2, 28, 'failure'], [3, 37, 'failure']);
  const judged = ['40 breaker state open'];

  it('goes by what was last said of it', () => {
    expect(told(from, script, ['state'], edits)).toEqual(judged);
  });

  it('does so after a snapshot too', () => {
    expect(toldFrom(8, from, script, ['state'], edits)).toEqual(judged);
  });
});
