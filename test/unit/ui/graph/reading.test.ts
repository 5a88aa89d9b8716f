import { describe, expect, it } from 'vitest';
import { readLinks, readService } from '../../../../src/ui/graph/reading';
import { breakCatalog, BREAKER, runShop } from '../run';

const WEB = 0;
const CATALOG = 1;

describe('a service as it is drawn', () => {
  it('is answered for in full while nothing is broken', () => {
    const { layout, frame } = runShop(4000);
    const web = readService(layout, frame, WEB);
    expect(web.okShare).toBe(1);
    expect(web.p95Ms).toBeGreaterThan(10);
    expect(web.workers.total).toBe(16);
    expect(web.workers.stuck).toBe(0);
    expect(web.replicasUp).toBe(2);
  });

  it('shows the callers waiting, the queue at their door, and the hanging workers stuck', () => {
    const { layout, frame } = runShop(8000, [breakCatalog]);
    const web = readService(layout, frame, WEB);
    const catalog = readService(layout, frame, CATALOG);
    expect(web.workers.waiting).toBe(16);
    expect(web.queued).toBe(web.queueCapacity);
    expect(catalog.workers.stuck).toBe(16);
    expect(catalog.workers.working).toBe(0);
    expect(catalog.okShare).toBeNaN();
  });
});

describe('a link as it is drawn', () => {
  it('counts for a workload its shoppers, for a service the attempts it sends', () => {
    const { layout, frame } = runShop(4000);
    const [entrance, toCatalog] = readLinks(layout, frame);
    expect(entrance!.perSecond).toBeGreaterThan(25);
    expect(entrance!.perSecond).toBeLessThan(55);
    expect(toCatalog!.perSecond).toBeCloseTo(entrance!.perSecond, -1);
    expect(toCatalog!.breaker).toBeNull();
  });

  it('names what most of its failures are, and how its breakers stand', () => {
    const { layout, frame, model } = runShop(7000, [{ atMs: 0, do: 'policies', yaml: BREAKER }, breakCatalog]);
    const link = model.links.findIndex(({ from, to }) => from.kind === 'service' && to === CATALOG);
    const reading = readLinks(layout, frame)[link]!;
    expect(reading.breaker).toMatchObject({ state: 'open', instances: 2, inState: 2 });
    expect(reading.breaker!.opensInMs).toBeGreaterThan(0);
    expect(reading.breaker!.opensInMs).toBeLessThanOrEqual(5000);
  });

  it('has nobody waiting for calls that a timeout ended, though the callee still has them', () => {
    const broken = [{ atMs: 0, do: 'policies', yaml: BREAKER } as const, breakCatalog];
    const { layout, frame, model } = runShop(7000, broken);
    const link = model.links.findIndex(({ from, to }) => from.kind === 'service' && to === CATALOG);
    expect(readService(layout, frame, CATALOG).workers.stuck).toBeGreaterThan(10);
    expect(readLinks(layout, frame)[link]!.inFlight).toBe(0);
    const untimed = runShop(8000, [breakCatalog]);
    expect(readLinks(untimed.layout, untimed.frame)[link]!.inFlight).toBe(16);
  });
});
