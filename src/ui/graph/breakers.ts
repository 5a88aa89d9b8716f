import type { BreakerReading } from '../../engine/observation/reading';
import type { Model } from '../../scenario/model';

/** The link whose calls a policy list covers; `key` as written: `web -> catalog` or `web -> catalog.price`. -1: none. */
export function linkOfList(model: Model, key: string): number {
  const ofModel = linksOfLists.get(model) ?? new Map<string, number>();
  linksOfLists.set(model, ofModel);
  const link = ofModel.get(key) ?? findLink(model, key);
  ofModel.set(key, link);
  return link;
}

/** Asked of every breaker with every frame. */
const linksOfLists = new WeakMap<Model, Map<string, number>>();

function findLink(model: Model, key: string): number {
  const [caller = '', callee = ''] = key.split('->').map((side) => side.trim());
  const service = callee.split('.')[0];
  return model.links.findIndex(
    ({ from, to }) =>
      model.services[to]!.name === service &&
      (from.kind === 'workload' ? model.workloads : model.services)[from.index]!.name === caller,
  );
}

/** What breakers tell, by the link that they stand on. */
export function breakersByLink(model: Model, readings: readonly BreakerReading[]): Map<number, BreakerReading[]> {
  const byLink = new Map<number, BreakerReading[]>();
  for (const reading of readings) {
    const link = linkOfList(model, reading.list);
    const others = byLink.get(link);
    if (others) others.push(reading);
    else byLink.set(link, [reading]);
  }
  return byLink;
}

/** All breakers of one link seen as one switch: it is drawn as the worst of them, and the counts say how many agree. */
export interface SwitchReading {
  readonly state: BreakerReading['state'];
  readonly inState: number;
  readonly instances: number;
  readonly counts: BreakerReading['counts'];
  /** Calls seen and needed to fill the window, of the breaker that has seen most; `windowSize` 0: a window of time. */
  readonly seen: number;
  /** Whether each of those that agree has seen as many. */
  readonly seenByEach: boolean;
  readonly windowSize: number;
  /** Until the first of the open ones may let a call through; 0: at once; NaN unless open. */
  readonly opensInMs: number;
}

/** What lets the fewest calls out is worst; of equals, what an operator did. */
const SEVERITY: Readonly<Record<BreakerReading['state'], number>> = {
  closed: 0,
  'metrics only': 1,
  'forced closed': 2,
  disabled: 3,
  'half-open': 4,
  open: 5,
  'forced open': 6,
  isolated: 7,
};

export function switchOf(readings: readonly BreakerReading[], nowMs: number): SwitchReading | null {
  const [first, ...rest] = readings;
  if (first === undefined) return null;
  const worst = rest.reduce((a, b) => (SEVERITY[b.state] > SEVERITY[a.state] ? b : a), first);
  const agreeing = readings.filter(({ state }) => state === worst.state);
  const fullest = agreeing.reduce((a, b) => (b.seen > a.seen ? b : a));
  return {
    state: worst.state,
    inState: agreeing.length,
    instances: readings.length,
    counts: fullest.counts,
    seen: fullest.seen,
    seenByEach: agreeing.every(({ seen }) => seen === fullest.seen),
    windowSize: fullest.windowSize,
    opensInMs:
      worst.state === 'open' ? Math.max(0, Math.min(...agreeing.map(({ openUntilMs }) => openUntilMs)) - nowMs) : NaN,
  };
}
