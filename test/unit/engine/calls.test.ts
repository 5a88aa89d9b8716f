import { describe, expect, it } from 'vitest';
import { OneShopper, rarely } from '../support/one-shopper';
import { engineOf, Reader, seen } from '../support/run';

/* Plans worked out by hand. Nothing is random in them, and no message takes any time. */

const FAILS = (node: string) => `faults: { bad: { node: ${node}, does: errors, share: 100%, at: 0s } }`;

const group = (need: number, mode = 'threaded'): string => `
  web: { mode: ${mode}, workers: 1, queue: 0, endpoints: { go: { work: 0ms, calls: [{ parallel: [a.x, b.x, c.x], need: ${need} }, d.x] } } }
  a: { workers: 1, queue: 0, endpoints: { x: { work: 10ms } } }
  b: { workers: 1, queue: 0, endpoints: { x: { work: 20ms } } }
  c: { workers: 1, queue: 0, endpoints: { x: { work: 40ms } } }
  d: { workers: 1, queue: 0, endpoints: { x: { work: 1ms } } }`;

describe('calls made at once of which some are enough', () => {
  it('go on with the first answer where one is needed; the others end for nobody, and hold their workers until then', () => {
    const shopper = new OneShopper(rarely(group(1)));
    expect(shopper.answer).toBe('0 to 11: ok');
    expect(shopper.calls('a.x')).toEqual(['0 to 10: ok']);
    expect(shopper.calls('d.x')).toEqual(['10 to 11: ok']);
    expect(shopper.calls('b.x')).toEqual(['0 to 20: abandoned']);
    expect(shopper.visits('c.x')).toEqual(['0 to 40: abandoned']);
  });

  it('go on with the second of a quorum of two', () => {
    const shopper = new OneShopper(rarely(group(2)));
    expect(shopper.answer).toBe('0 to 21: ok');
    expect(shopper.calls('c.x')).toEqual(['0 to 40: abandoned']);
  });

  it('bear as many failures as there are calls to spare', () => {
    const shopper = new OneShopper(rarely(group(2, 'async'), FAILS('a')));
    expect(shopper.answer).toBe('0 to 41: ok');
    expect(shopper.calls('a.x')).toEqual(['0 to 10: error']);
  });

  it('fail as soon as too few can still succeed', () => {
    const shopper = new OneShopper(rarely(group(3), FAILS('b')));
    expect(shopper.answer).toBe('0 to 20: dependency');
    expect(shopper.calls('a.x')).toEqual(['0 to 10: ok']);
    expect(shopper.calls('c.x')).toEqual(['0 to 40: abandoned']);
    expect(shopper.calls('d.x')).toEqual([]);
  });

  it('are not retried once nobody waits for them', () => {
    const policies = 'policies: { web -> b: [{ retry: { attempts: 3, backoff: none } }] }';
    const shopper = new OneShopper(rarely(group(1), `${FAILS('b')}\n${policies}`));
    expect(shopper.answer).toBe('0 to 11: ok');
    expect(shopper.reader.attempts('web -> b.x').arrived).toBe(1);
  });

  it('make a degraded answer where one of those needed is degraded, and no other does', () => {
    const fallback = (to: string) => `policies: { web -> ${to}: [{ fallback: { use: default } }] }`;
    expect(new OneShopper(rarely(group(1), `${FAILS('a')}\n${fallback('a')}`)).answer).toBe('0 to 11: degraded');
    expect(new OneShopper(rarely(group(1), `${FAILS('b')}\n${fallback('b')}`)).answer).toBe('0 to 11: ok');
  });
});

describe('calls made several times', () => {
  const loop = (options: string): string => `
  web: { workers: 1, queue: 0, endpoints: { go: { work: 0ms, calls: [{ a.x: { ${options} } }, b.x] } } }
  a: { workers: 9, queue: 0, endpoints: { x: { work: 10ms } } }
  b: { workers: 1, queue: 0, endpoints: { x: { work: 1ms } } }`;

  it('follow one another', () => {
    const shopper = new OneShopper(rarely(loop('times: 3')));
    expect(shopper.calls('a.x')).toEqual(['0 to 10: ok', '10 to 20: ok', '20 to 30: ok']);
    expect(shopper.answer).toBe('0 to 31: ok');
  });

  it('end with the first that fails if they are required, and not if they are optional', () => {
    const required = new OneShopper(rarely(loop('times: 3'), FAILS('a')));
    expect(required.calls('a.x')).toEqual(['0 to 10: error']);
    expect(required.answer).toBe('0 to 10: dependency');
    expect(new OneShopper(rarely(loop('times: 3, optional: true'), FAILS('a'))).answer).toBe('0 to 31: degraded');
  });

  it('may be several calls at once each time', () => {
    const stage = '{ parallel: [a.x, b.x], times: 2 }';
    const shopper = new OneShopper(rarely(loop('times: 1').replace('{ a.x: { times: 1 } }', stage)));
    expect(shopper.calls('b.x')).toEqual(['0 to 1: ok', '10 to 11: ok', '20 to 21: ok']);
  });

  it('are as many as chance wants, every number as often, each with draws of its own', () => {
    const text = rarely(loop('times: { from: 0, to: 2 }'))
      .replace('rate: 0.05/s', 'rate: 20/s')
      .replace('work: 10ms', 'work: { uniform: { from: 5ms, to: 15ms } }');
    const engine = engineOf(text);
    engine.advance(300_000);
    const reader = new Reader(engine);
    const requests = reader.visits('web.go').arrived;
    const { arrived, serviceMs } = reader.visits('a.x');
    // 6,000 requests: the mean of a number from 0 to 2 is 1, its deviation 0.816, so 99.9 % of samples lie within 0.035.
    expect(Math.abs(arrived / requests - 1)).toBeLessThan(0.035);
    expect(Math.abs(serviceMs / arrived - 10)).toBeLessThan(0.13);
    const times = engine.tracesSince(0).traces.map(({ spans }) => spans.filter(({ kind }) => kind === 1).length - 2);
    expect(new Set(times)).toEqual(new Set([0, 1, 2]));
  });
});

describe('a call that nobody waits for', () => {
  const forget = (options = 'wait: no'): string => `
  web: { workers: 1, queue: 0, endpoints: { go: { work: 1ms, calls: [{ audit.log: { ${options} } }, a.x] } } }
  audit: { workers: 1, queue: 0, endpoints: { log: { work: 100ms } } }
  a: { workers: 1, queue: 0, endpoints: { x: { work: 10ms } } }`;

  it('holds nobody up, and is counted as it truly ends', () => {
    const shopper = new OneShopper(rarely(forget()));
    expect(shopper.answer).toBe('0 to 11: ok');
    expect(shopper.calls('audit.log')).toEqual(['1 to 101: ok']);
    expect(seen(shopper.reader.calls('web -> audit.log'))).toEqual({ arrived: 1, ok: 1 });
    expect(seen(shopper.reader.visits('audit.log'))).toMatchObject({ arrived: 1, ok: 1 });
  });

  it('may fail and leave the answer whole; its retries and timeouts serve it to the end', () => {
    const policies = 'policies: { web -> audit: [{ retry: { attempts: 3, backoff: none } }, { timeout: 50ms }] }';
    const shopper = new OneShopper(rarely(forget(), policies));
    expect(shopper.answer).toBe('0 to 11: ok');
    expect(shopper.calls('audit.log')).toEqual(['1 to 51: queue full']);
    expect(shopper.reader.attempts('web -> audit.log').arrived).toBe(3);
  });

  it('may be made by chance, and alone', () => {
    const shopper = new OneShopper(rarely(forget('wait: no, probability: 0%')));
    expect(shopper.calls('audit.log')).toEqual([]);
    const alone = new OneShopper(rarely(forget().replace(', a.x]', ']')));
    expect(alone.answer).toBe('0 to 1: ok');
  });
});
