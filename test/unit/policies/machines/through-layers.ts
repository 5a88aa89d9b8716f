import type { CallEntry } from '../../../../src/engine/observation/call-log';
import { Sample, sampleOf } from '../../../../src/policies/concurrency-limit';
import { routeAsked } from '../../../../src/policies/fallback';
import { isSpread, LayerKind, waitMsOf, type Layer } from '../../../../src/policies/layer';
import { isGood, OUTCOME_NAMES, type Outcome } from '../../../../src/policies/outcome';
import { isAccepted } from '../../../../src/policies/throttle';
import type { Model } from '../../../../src/scenario/model';
import { routeName } from '../../../../src/scenario/naming';
import { Paths, type Kind } from './paths';

type OfCall = Extract<CallEntry, { readonly call: number }>;
type OfLayer = Extract<OfCall, { readonly layer: string }>;

export const KINDS = [
  'timeout',
  'retry',
  'bulkhead',
  'rate limit',
  'concurrency limit',
  'throttle',
  'hedge',
  'fallback',
  'outliers',
  'caps',
  'balance',
] as const satisfies readonly Kind[];
type LayeredKind = (typeof KINDS)[number];

const outcomeOf = (name: string): Outcome => OUTCOME_NAMES.indexOf(name as (typeof OUTCOME_NAMES)[number]) as Outcome;
const SAMPLES: Readonly<Record<Sample, string>> = {
  [Sample.answered]: 'success',
  [Sample.dropped]: 'dropped',
  [Sample.ignored]: 'ignored',
};

/** The events of gates by what the log says: when a call comes, when it has waited, and when what is inside has ended. */
const GATES = {
  bulkhead: {
    admitted: ['permit free', 'permit comes back'],
    waits: 'has to wait',
    refused: ['full', 'wait over'],
    hears: () => 'call ends',
  },
  rateLimit: {
    admitted: ['permit left', 'its turn'],
    waits: 'has to wait',
    refused: ['none in time', 'wait over'],
    hears: () => null,
  },
  concurrencyLimit: {
    admitted: ['below the limit'],
    waits: '',
    refused: ['at the limit'],
    hears: (outcome: Outcome) => SAMPLES[sampleOf(outcome)],
  },
  throttle: {
    admitted: ['drawn to go'],
    waits: '',
    refused: ['drawn to stay'],
    hears: (outcome: Outcome) => (isAccepted(outcome) ? 'accepted' : 'rejected'),
  },
  caps: {
    admitted: ['within the caps', 'connection free'],
    waits: 'no connection',
    refused: ['overflow', 'pending overflow'],
    hears: () => 'attempt ends',
  },
} as const;

const KIND_OF = {
  timeout: 'timeout',
  retry: 'retry',
  bulkhead: 'bulkhead',
  rateLimit: 'rate limit',
  concurrencyLimit: 'concurrency limit',
  throttle: 'throttle',
  hedge: 'hedge',
  fallback: 'fallback',
  outliers: 'outliers',
  caps: 'caps',
  balance: 'balance',
} as const;

/** Takes every call of a finished run through the machine of every layer that it met, by the log of the run. */
export class ThroughLayers {
  readonly paths = Object.fromEntries(KINDS.map((kind) => [kind, new Paths(kind)])) as Readonly<
    Record<LayeredKind, Paths>
  >;
  private readonly lists: ReadonlyMap<string, readonly Layer[]>;
  private readonly listOfRoute: ReadonlyMap<string, readonly Layer[]>;
  /** What went through any layer, with the newest that the log says of it. */
  private readonly met = new Map<string, OfLayer>();
  /** How many tries each retry has begun, of each call. */
  private readonly tries = new Map<string, number>();
  /** At hedges: how many are out. */
  private readonly out = new Map<string, number>();
  /** At fallbacks: those that ask another endpoint and have not begun to, and who asked by a call. */
  private readonly asking: { thing: string; begins: string }[] = [];
  private readonly askedBy = new Map<number, string>();
  /** Calls of which the log does not tell enough, at caps inside a hedge. */
  private readonly lost = new Set<string>();
  /** At gates: until when a call may wait. */
  private readonly waitsUntil = new Set<string>();

  constructor(
    private readonly model: Model,
    private readonly log: readonly CallEntry[],
    /** What can have ejected a replica; one, if the run leaves no doubt. */
    private readonly causes: readonly string[] = ['failures in a row', 'success rate', 'failure percentage'],
  ) {
    this.lists = new Map(model.policies.lists.map(({ key, layers }) => [key, layers]));
    this.listOfRoute = new Map(
      model.routes.map((_, route) => [
        routeName(model, route),
        model.policies.lists[model.policies.listOfRoute[route]!]?.layers ?? [],
      ]),
    );
    log.forEach((entry, index) => {
      if (!('call' in entry)) this.ofHost(entry);
      else if ('layer' in entry) this.ofLayer(entry, index);
      else this.ofCall(entry, index);
    });
    this.nobodyWaits();
  }

  /** What went through a layer more often than the retries around it sent it down; inside a hedge that is not known. */
  tooOften(): readonly string[] {
    const more: string[] = [];
    for (const [thing, entry] of this.met) {
      const { outside } = this.around(entry);
      if (entry.policy === 'breaker' || outside.some(({ kind }) => kind === LayerKind.hedge)) continue;
      const sent = outside.reduce(
        (sum, { name }) => sum + (this.tries.get(thingOf({ ...entry, layer: name })) ?? 0),
        1,
      );
      if (this.paths[KIND_OF[entry.policy]].timesOf(thing) > sent) more.push(thing);
    }
    return more;
  }

  private ofHost(entry: Exclude<CallEntry, OfCall>): void {
    if (entry.policy !== 'outliers') return;
    const host = `${entry.list} ${entry.layer} ${entry.replica} ${entry.host}`;
    const { outliers } = this.paths;
    if (entry.to !== 'ejected') outliers.step(host, 'ejection time over');
    else if (this.causes.length > 1) outliers.stepOneOf(host, ...this.causes);
    else outliers.step(host, ...this.causes);
  }

  private ofCall(entry: Exclude<OfCall, OfLayer>, index: number): void {
    const { balance, fallback } = this.paths;
    if (entry.what === 'begins') {
      const at = this.asking.findIndex(({ begins }) => begins === `${entry.route} ${entry.replica} ${entry.atMs}`);
      if (at >= 0) this.askedBy.set(entry.call, this.asking.splice(at, 1)[0]!.thing);
    } else if (entry.what === 'sent') {
      balance.step(attemptOf(entry), 'replica chosen');
      this.sentByHedge(entry);
    } else if (entry.what === 'answered') {
      balance.step(attemptOf(entry), entry.outcome === 'cancelled' ? 'called off' : 'answered');
    } else {
      const asker = this.askedBy.get(entry.call);
      if (asker !== undefined && !isGood(outcomeOf(entry.outcome))) fallback.step(asker, 'it fails too');
      const innermost = layersOf(this.listOfRoute.get(entry.route)!).at(-1);
      if (innermost === undefined) this.mayHaveNoReplica(entry, index);
    }
  }

  private ofLayer(entry: OfLayer, index: number): void {
    const { policy } = entry;
    const thing = thingOf(entry);
    this.met.set(thing, entry);
    if (entry.what === 'hears' && layersOf(this.lists.get(entry.list)!).at(-1)!.name === entry.layer) {
      this.mayHaveNoReplica(entry, index);
    }
    if (policy === 'timeout') this.atTimeout(entry, thing);
    else if (policy === 'retry') this.atRetry(entry, thing, index);
    else if (policy === 'hedge') this.atHedge(entry, thing, index);
    else if (policy === 'fallback') this.atFallback(entry, thing, index);
    else if (policy in GATES) this.atGate(entry, policy as keyof typeof GATES, thing);
  }

  private atTimeout(entry: OfLayer, thing: string): void {
    const { timeout } = this.paths;
    if (entry.what === 'decides') return timeout.step(thing, 'time over');
    if (entry.what !== 'hears') throw new Error(`${thing}: a timeout ${entry.what}.`);
    const { layer } = this.around(entry);
    const connects = layer.kind === LayerKind.timeout && layer.params.connectMs < Infinity;
    if (isGood(outcomeOf(entry.outcome))) timeout.step(thing, 'response');
    else timeout.step(thing, connects && entry.outcome === 'connect timeout' ? 'no connection in time' : 'failure');
  }

  private atRetry(entry: OfLayer, thing: string, index: number): void {
    const { retry } = this.paths;
    if (entry.what === 'tries') {
      this.tries.set(thing, (this.tries.get(thing) ?? 0) + 1);
      retry.step(thing, 'backoff over');
    } else if (entry.what === 'hears') {
      const waits = this.isNext(thing, index, 'waits');
      if (isGood(outcomeOf(entry.outcome))) retry.step(thing, 'success');
      else retry.step(thing, waits ? 'retryable failure' : 'final failure');
    }
  }

  private atHedge(entry: OfLayer, thing: string, index: number): void {
    if (entry.what !== 'hears' || !this.tellsOfSends(entry)) return;
    // What is heard of when nothing is out has found no replica, and was never sent.
    if (this.out.get(thing) === 0) this.hedgeSends(thing);
    const left = Math.max(0, (this.out.get(thing) ?? 0) - 1);
    this.out.set(thing, left);
    if (isGood(outcomeOf(entry.outcome))) this.paths.hedge.step(thing, 'answer');
    else if (left === 0 && !this.hedgeFollows(entry, index)) this.paths.hedge.step(thing, 'last failure');
  }

  /** Whether the next thing that happens to the call happens at the hedge or inside it. */
  private hedgeFollows(entry: OfLayer, index: number): boolean {
    const next = this.nextOfCall(entry, index);
    if (next === undefined || next.what === 'sent') return next !== undefined;
    const { layer, inside } = this.around(entry);
    return 'layer' in next && [layer, ...inside].some(({ name }) => name === next.layer);
  }

  /** Another one goes: in place of one that has failed if none is out. */
  private hedgeSends(thing: string): void {
    const out = this.out.get(thing)!;
    this.out.set(thing, out + 1);
    this.paths.hedge.step(thing, out === 0 ? 'failure, hedge left' : 'delay over', 'another hedge');
  }

  private sentByHedge(entry: OfCall): void {
    const layers = this.listOfRoute.get(entry.route)!;
    const hedge = layers.find(({ kind }) => kind === LayerKind.hedge);
    const list = this.model.policies.lists.find((each) => each.layers === layers);
    if (hedge === undefined || list === undefined) return;
    const asked = { call: entry.call, list: list.key, layer: hedge.name };
    if (!this.tellsOfSends(asked)) return;
    const thing = thingOf(asked);
    if (this.out.has(thing)) this.hedgeSends(thing);
    else this.out.set(thing, 1);
  }

  /** Whether each one that a hedge sends, and nothing else, makes an attempt: at most timeouts are inside, nothing outside repeats. */
  private tellsOfSends(entry: Pick<OfLayer, 'list' | 'layer'>): boolean {
    const { inside, outside } = this.around(entry);
    return (
      layersOf(inside).every(({ kind }) => kind === LayerKind.timeout) &&
      outside.every(({ kind }) => kind !== LayerKind.retry && kind !== LayerKind.hedge)
    );
  }

  private atFallback(entry: OfLayer, thing: string, index: number): void {
    const { fallback } = this.paths;
    const before = this.log[index - 1];
    const hasHeard = before?.what === 'hears' && thingOf(before) === thing;
    if (entry.what === 'hears') {
      if (isGood(outcomeOf(entry.outcome))) fallback.step(thing, 'success');
      else if (this.isNext(thing, index, 'decides')) fallback.step(thing, 'failure, stand-in');
      else if (this.isNext(thing, index, 'asks')) fallback.step(thing, 'failure, asks another');
      else fallback.step(thing, 'failure, no stand-in');
    } else if (entry.what === 'asks') {
      const { layer } = this.around(entry);
      const asked = layer.kind === LayerKind.fallback ? routeAsked(layer.params) : -1;
      if (asked < 0) throw new Error(`${thing}: asks nobody.`);
      const route = routeName(this.model, asked);
      this.asking.push({ thing, begins: `${route} ${entry.replica} ${entry.atMs}` });
    } else if (entry.what === 'decides' && !hasHeard) {
      fallback.step(thing, 'it answers', entry.outcome === 'ok' ? 'fresh answer kept' : 'no call needed');
    }
  }

  private atGate(entry: OfLayer, policy: keyof typeof GATES, thing: string): void {
    const paths = this.paths[KIND_OF[policy]];
    const events = GATES[policy];
    const { layer, outside } = this.around(entry);
    // A hedge may have sent the call here twice, and the log does not say of which this is told.
    const isHedged = outside.some(({ kind }) => kind === LayerKind.hedge);
    const step = (...each: readonly string[]): void =>
      isHedged ? paths.stepOneOf(thing, ...each) : paths.step(thing, ...each);
    // Whether it is the one that waits at the caps, or one that has just come, could not be told from then on.
    if (isHedged && policy === 'caps' && entry.what === 'refused' && paths.isIn(thing, 'pending')) this.lost.add(thing);
    if (this.lost.has(thing)) return paths.forget(thing);
    if (entry.what === 'admitted') step(...events.admitted);
    else if (entry.what === 'waits') {
      step(events.waits);
      this.waitsUntil.add(`${thing} ${entry.atMs + waitMsOf(layer)}`);
    } else if (entry.what === 'refused') {
      const isOver = this.waitsUntil.has(`${thing} ${entry.atMs}`);
      if (entry.outcome === 'abandoned') step('caller gone');
      else step(...events.refused.filter((event) => event !== 'wait over' || isOver));
    } else if (entry.what === 'hears') {
      const event = events.hears(outcomeOf(entry.outcome));
      if (event !== null) step(event);
    }
  }

  /** The innermost layer, or the call that has none, is told of an attempt for which there was no replica. */
  private mayHaveNoReplica(entry: OfCall, index: number): void {
    if (!('outcome' in entry) || entry.outcome !== 'no replica') return;
    const before = this.log[index - 1];
    if (before?.what === 'answered' && before.call === entry.call) return;
    this.paths.balance.step(`${entry.call} without a replica ${index}`, 'none in rotation');
  }

  /** Retries that wait when the run is over do so for nobody, and the log shows who had gone: the call, or a layer outside. */
  private nobodyWaits(): void {
    this.log.forEach((entry, index) => {
      if (entry.what !== 'waits' || entry.policy !== 'retry') return;
      const thing = thingOf(entry);
      if (!this.paths.retry.isIn(thing, 'backing off')) return;
      const outside = this.around(entry).outside.map(({ name }) => name);
      const hasGone = this.log
        .slice(index)
        .some(
          (later) =>
            'call' in later &&
            later.call === entry.call &&
            (later.what === 'ends' || ('layer' in later && outside.includes(later.layer))),
        );
      if (hasGone) this.paths.retry.step(thing, 'caller gone');
    });
  }

  private around({ list, layer }: Pick<OfLayer, 'list' | 'layer'>) {
    const layers = this.lists.get(list)!;
    const place = layers.findIndex(({ name }) => name === layer);
    return { layer: layers[place]!, outside: layers.slice(0, place), inside: layers.slice(place + 1) };
  }

  private isNext(thing: string, index: number, what: string): boolean {
    const next = this.log[index + 1];
    return next !== undefined && next.what === what && thingOf(next) === thing;
  }

  private nextOfCall({ call }: OfCall, index: number): OfCall | undefined {
    for (let at = index + 1; at < this.log.length; at++) {
      const entry = this.log[at]!;
      if ('call' in entry && entry.call === call) return entry;
    }
    return undefined;
  }
}

const layersOf = (layers: readonly Layer[]): readonly Layer[] => layers.filter((layer) => !isSpread(layer));

const thingOf = (entry: object): string => {
  const { call, list, layer } = entry as Pick<OfLayer, 'call' | 'list' | 'layer'>;
  return `${list}, ${layer}, call ${call}`;
};

const attemptOf = ({ call, attempt }: { readonly call: number; readonly attempt: number }): string =>
  `attempt ${attempt} of call ${call}`;
