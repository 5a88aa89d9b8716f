import { expect, it, describe } from 'vitest';
import { OneShopper, rarely } from '../support/one-shopper';
import { seen } from '../support/run';

/* Optimistic writes worked out by hand. Nothing is random, and no message takes any time. */

const shop = (update: string, second = 'update'): string => `
  web: { workers: 1, queue: 0, endpoints: { go: { work: 0ms, calls: [{ parallel: [app.update, { app.${second}: optional }] }] } } }
  app: { workers: 9, queue: 0, endpoints: { update: { work: 0ms, calls: [${update}] }, later: { work: 3ms, calls: [${update}] } } }
  db:
    kind: database
    replicas: 2
    workers: 9
    queue: 0
    endpoints: { read: { work: 1ms }, write: { work: 2ms, optimistic: { read: read } }, drop: { work: 0ms, optimistic: { read: read } } }`;

describe('an optimistic write', () => {
  it('succeeds for the first of two who read the same version, whichever replica they reach, and conflicts for the other', () => {
    const shopper = new OneShopper(rarely(shop('db.read, db.write')));
    expect(shopper.calls('db.write').sort()).toEqual(['1 to 3: conflict', '1 to 3: ok']);
    expect(shopper.calls('app.update').sort()).toEqual(['0 to 3: dependency', '0 to 3: ok']);
    expect(seen(shopper.reader.visits('db.write'))).toMatchObject({ arrived: 2, ok: 1, conflict: 1 });
  });

  it('succeeds for whoever reads after the other has written', () => {
    const shopper = new OneShopper(rarely(shop('db.read, db.write', 'later')));
    expect(shopper.calls('db.write')).toEqual(['1 to 3: ok', '4 to 6: ok']);
  });

  it('may be tried again with what is read anew', () => {
    const retry = 'policies: { web -> app: [{ retry: { attempts: 3, backoff: none } }] }';
    const shopper = new OneShopper(rarely(shop('db.read, db.write'), retry));
    expect(shopper.answer).toBe('0 to 6: ok');
    expect(shopper.calls('db.write').sort()).toEqual(['1 to 3: conflict', '1 to 3: ok', '4 to 6: ok']);
  });

  it('is tried again in vain without reading anew', () => {
    const retry = 'policies: { app -> db.write: [{ retry: { attempts: 3, backoff: none } }] }';
    const shopper = new OneShopper(rarely(shop('db.read, db.write'), retry));
    expect(seen(shopper.reader.attempts('app -> db.write'))).toEqual({ arrived: 4, ok: 1, conflict: 3 });
  });

  it('tells its writer the new version, for the next write of the same row', () => {
    const shopper = new OneShopper(
      rarely(shop('db.read, db.write, db.drop', 'later').replace('work: 3ms', 'work: 9ms')),
    );
    expect([...shopper.calls('db.write'), ...shopper.calls('db.drop')]).toEqual([
      '1 to 3: ok',
      '10 to 12: ok',
      '3 to 3: ok',
      '12 to 12: ok',
    ]);
  });

  it('conflicts where what was read is made up', () => {
    const policies = 'policies: { app -> db.read: [{ fallback: { use: default } }, { timeout: 0.5ms }] }';
    const shopper = new OneShopper(rarely(shop('db.read, db.write'), policies));
    expect(shopper.calls('db.write')).toEqual(Array(2).fill('0.5 to 2.5: conflict'));
  });
});
