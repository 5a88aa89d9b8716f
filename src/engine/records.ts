import { Row, type Rows, type Tape } from '../kernel/rows';
import { DistributionKind, type Distribution } from '../kernel/distribution';
import type { Connections } from './connection-pools';
import type { Outcome } from '../policies/outcome';
import type { Gate, PlacedLayer } from './placed-layer';
import type { ListVersion } from './list-version';
import type { ReplicaState } from './replica.machine';
import { balancingBlockSize, learns, type BalancingParams } from '../policies/balancing';
import type { Scripted } from './scripted';
import { mean } from '../kernel/moments';
import type { Intake } from './intake';
import type { Sharing } from './sharing';
import type { Vicinity, ZoneCrossing } from './zones';

/*
 * What a run is made of: first what the model names, then what comes and goes. Handlers find everything by following
 * references. Fields that hold fractions begin as NaN: a field that has once held a whole number only would be turned
 * into one for fractions in the middle of a run.
 *
 * No field begins as undefined. Parameter properties, and fields declared without a value, are defined as undefined
 * before the constructor assigns them, and V8 then no longer knows that such a field only ever holds a number, or a
 * record of one shape. So what the constructor is given is declared with `declare`, which defines nothing, and assigned.
 */

/** No words, and no span: where there might be the number of some. */
export const NONE = -1;

/** Requests one behind another. */
class Chain {
  first: Request | null = null;
  last: Request | null = null;

  append(request: Request): void {
    const { last } = this;
    request.previous = last;
    request.next = null;
    if (last === null) this.first = request;
    else last.next = request;
    this.last = request;
  }

  /** Behind one of its own; null: before all. */
  insertAfter(request: Request, before: Request | null): void {
    if (before === this.last) return this.append(request);
    const next = before === null ? this.first! : before.next!;
    request.previous = before;
    request.next = next;
    next.previous = request;
    if (before === null) this.first = request;
    else before.next = request;
  }

  remove(request: Request): void {
    const { next, previous } = request;
    if (previous === null) this.first = next;
    else previous.next = next;
    if (next === null) this.last = previous;
    else next.previous = previous;
  }

  clear(): void {
    this.first = null;
    this.last = null;
  }

  /** Puts those of another chain before its own; the other is empty then. */
  takeBefore(other: Chain): void {
    if (other.last === null) return;
    other.last.next = this.first;
    if (this.first === null) this.last = other.last;
    else this.first.previous = other.last;
    this.first = other.first;
    other.clear();
  }

  carry(tape: Tape, requests: Rows<Request>): void {
    this.first = tape.row(requests, this.first);
    this.last = tape.row(requests, this.last);
  }
}

/** Where requests are: a replica of a service, or a workload. */
export class Station {
  state: ReplicaState = 0;
  working = 0;
  waiting = 0;
  queued = 0;
  /** in order of arrival */
  readonly queue = new Chain();
  readonly served = new Chain();
  /** at a queue: messages that wait for another delivery, as many as said here, and publishers that wait for a hang to end */
  readonly aside = new Chain();
  delayed = 0;
  /** what the log said last: 1 workers exhausted, 2 queue full */
  told = 0;
  /** of faults in force */
  slowdown = NaN;
  errorsAtOnce = NaN;
  errorsAfterWork = NaN;
  /** when the replica last had a queue, and when that was last full */
  crowdedAt = NaN;
  fullAt = NaN;
  /** until then work takes longer, since the replica was started anew */
  warmAt = NaN;

  /** among all stations */
  declare readonly index: number;
  declare readonly isWorkload: boolean;
  /** in the model; NONE for a workload */
  declare readonly service: number;
  /** 0-based within its service */
  declare readonly replica: number;
  declare readonly workers: number;
  declare readonly isThreaded: boolean;
  declare queueCapacity: number;
  /** null: requests at work do not get in each other's way */
  declare readonly sharing: Sharing<Request> | null;
  declare readonly warmUpMs: number;
  /** how many times as long work takes at the start of its warm-up */
  declare readonly warmUpFactor: number;
  /** a queue: its requests are messages, whose senders are answered already */
  declare readonly keepsMessages: boolean;
  /** null: all come in for whom there is room, first come first served */
  declare intake: Intake | null;

  constructor(
    index: number,
    isWorkload: boolean,
    service: number,
    replica: number,
    workers: number,
    isThreaded: boolean,
    queueCapacity: number,
    sharing: Sharing<Request> | null,
    warmUpMs: number,
    warmUpFactor: number,
    keepsMessages: boolean,
    intake: Intake | null,
  ) {
    this.index = index;
    this.isWorkload = isWorkload;
    this.service = service;
    this.replica = replica;
    this.workers = workers;
    this.isThreaded = isThreaded;
    this.queueCapacity = queueCapacity;
    this.sharing = sharing;
    this.warmUpMs = warmUpMs;
    this.warmUpFactor = warmUpFactor;
    this.keepsMessages = keepsMessages;
    this.intake = intake;
    this.slowdown = 1;
    this.errorsAtOnce = 0;
    this.errorsAfterWork = 0;
    this.crowdedAt = 0;
    this.fullAt = 0;
    this.warmAt = 0;
  }

  carry(tape: Tape, requests: Rows<Request>): void {
    this.state = tape.number(this.state) as ReplicaState;
    this.working = tape.number(this.working);
    this.waiting = tape.number(this.waiting);
    this.queued = tape.number(this.queued);
    this.queue.carry(tape, requests);
    this.served.carry(tape, requests);
    this.aside.carry(tape, requests);
    this.delayed = tape.number(this.delayed);
    this.told = tape.number(this.told);
    this.slowdown = tape.number(this.slowdown);
    this.errorsAtOnce = tape.number(this.errorsAtOnce);
    this.errorsAfterWork = tape.number(this.errorsAfterWork);
    this.crowdedAt = tape.number(this.crowdedAt);
    this.fullAt = tape.number(this.fullAt);
    this.warmAt = tape.number(this.warmAt);
    if (this.sharing !== null) this.sharing.carry(tape, requests);
    if (this.intake !== null) this.intake.carry(tape);
  }
}

export class Link {
  /** what its own way of balancing goes by: one memory for all callers on the link */
  declare readonly memory: Float64Array;
  /** that is told of every attempt */
  declare readonly learns: boolean;
  /** 0 no, 1 requests, 2 replies, 3 both */
  cut = 0;
  /** attempts whose message was lost, oldest first */
  readonly silent = new Chain();
  /** of faults in force; loss 1 is a cut */
  addedMs = NaN;
  requestLoss = NaN;
  replyLoss = NaN;
  /** every message arrives, and at once: no latency, and no fault in force */
  isPlain = false;

  declare readonly latency: Distribution;
  /** null: no message goes from one zone to another, or that makes no difference */
  declare readonly crossing: ZoneCrossing | null;
  /** the callee's */
  declare readonly replicas: readonly Station[];
  declare readonly balancing: BalancingParams;
  /** null: no replica is nearer than another */
  declare readonly vicinity: Vicinity | null;
  /** null: connections take no time */
  declare readonly connections: Connections | null;
  /** in the model */
  declare readonly index: number;

  constructor(
    index: number,
    latency: Distribution,
    crossing: ZoneCrossing | null,
    replicas: readonly Station[],
    balancing: BalancingParams,
    vicinity: Vicinity | null,
    connections: Connections | null,
  ) {
    this.index = index;
    this.latency = latency;
    this.crossing = crossing;
    this.replicas = replicas;
    this.balancing = balancing;
    this.vicinity = vicinity;
    this.connections = connections;
    this.learns = learns(balancing.by);
    this.memory = new Float64Array(balancingBlockSize(replicas.length));
    this.addedMs = 0;
    this.requestLoss = 0;
    this.replyLoss = 0;
    this.noteFaults();
  }

  carry(tape: Tape, requests: Rows<Request>): void {
    this.cut = tape.number(this.cut);
    this.silent.carry(tape, requests);
    this.addedMs = tape.number(this.addedMs);
    this.requestLoss = tape.number(this.requestLoss);
    this.replyLoss = tape.number(this.replyLoss);
    if (this.connections !== null) this.connections.carry(tape);
    this.memory.forEach((number, place) => (this.memory[place] = tape.number(number)));
    this.noteFaults();
  }

  /** After any change of the faults in force. */
  noteFaults(): void {
    const { latency, addedMs, requestLoss, replyLoss } = this;
    const isImmediate = latency.kind === DistributionKind.constant && latency.a + addedMs === 0;
    this.isPlain = isImmediate && this.crossing === null && requestLoss === 0 && replyLoss === 0;
  }
}

/** One caller's calls to one endpoint. */
export class Route {
  declare readonly index: number;
  declare readonly link: Link;
  declare readonly program: Program;
  /** where its counts and its sketches stand */
  declare readonly callsAt: number;
  declare readonly attemptsAt: number;
  declare readonly sketch: number;

  constructor(index: number, link: Link, program: Program, callsAt: number, attemptsAt: number, sketch: number) {
    this.index = index;
    this.link = link;
    this.program = program;
    this.callsAt = callsAt;
    this.attemptsAt = attemptsAt;
    this.sketch = sketch;
  }
}

/** What an endpoint or a journey does: its own work (a journey has none), then its stages one after another. */
export class Program {
  /** the row that it reads or writes by version */
  row: VersionedRow | null = null;
  writesRow = false;
  /** of a journey */
  priority = 0;
  /** expected of its work; 0 where there is no such number */
  meanWorkMs = NaN;
  /** whether doing it twice is as good as doing it once */
  isIdempotent = true;
  /** how long its service tells those it refuses to wait; 0: it tells nothing */
  retryAfterMs = NaN;
  stages: readonly Stage[] = [];
  stageCount = 0;
  /** a journey of several steps: how long its shopper thinks before each; otherwise empty */
  thoughts: readonly Distribution[] = [];

  /** among all programs */
  declare readonly place: number;
  /** in the model, among its endpoints or its journeys */
  declare readonly index: number;
  declare readonly work: Distribution;
  /** at a queue: how often a message is delivered at most, and the wait after a failed delivery */
  declare readonly mostDeliveries: number;
  declare readonly againAfterMs: number;
  /** where its counts (an endpoint's: those at its first replica) and its sketches stand */
  declare readonly countsAt: number;
  declare readonly sketch: number;

  constructor(
    place: number,
    index: number,
    work: Distribution,
    mostDeliveries: number,
    againAfterMs: number,
    countsAt: number,
    sketch: number,
  ) {
    this.place = place;
    this.index = index;
    this.work = work;
    const meanMs = mean(work);
    this.meanWorkMs = meanMs < Infinity ? meanMs : 0;
    this.mostDeliveries = mostDeliveries;
    this.againAfterMs = againAfterMs;
    this.countsAt = countsAt;
    this.sketch = sketch;
  }

  plan(stages: readonly Stage[]): void {
    this.stages = stages;
    this.stageCount = stages.length;
  }
}

/** What optimistic writes compete for: each that succeeds moves its version on. */
export class VersionedRow {
  version = 0;

  carry(tape: Tape): void {
    this.version = tape.number(this.version);
  }
}

/** Calls made at once, as often in a row as is drawn. */
export class Stage {
  declare readonly isRepeated: boolean;

  declare readonly calls: readonly PlannedCall[];
  /** this many of them are enough; 0: all are waited for */
  declare readonly need: number;
  declare readonly leastTimes: number;
  declare readonly mostTimes: number;

  constructor(calls: readonly PlannedCall[], need: number, leastTimes: number, mostTimes: number) {
    this.calls = calls;
    this.need = need;
    this.leastTimes = leastTimes;
    this.mostTimes = mostTimes;
    this.isRepeated = leastTimes !== 1 || mostTimes !== 1;
  }
}

export class PlannedCall {
  /** made whatever chance says, and waited for */
  declare readonly isPlain: boolean;

  declare readonly route: Route;
  /** its place within its program, part of its key; made several times in a row it has the places that follow too */
  declare readonly place: number;
  declare readonly optional: boolean;
  declare readonly probability: number;
  declare readonly isAwaited: boolean;

  constructor(route: Route, place: number, optional: boolean, probability: number, isAwaited: boolean) {
    this.route = route;
    this.place = place;
    this.optional = optional;
    this.probability = probability;
    this.isAwaited = isAwaited;
    this.isPlain = probability === 1 && isAwaited;
  }
}

export const RequestState = {
  free: 0,
  /** the attempt's message is on its way, there or back */
  travelling: 1,
  queued: 2,
  working: 3,
  /** for its calls, or (at a workload) for its answer */
  waiting: 4,
  /** could go on, but its replica hangs */
  parked: 5,
  /** the attempt's message is lost */
  silent: 6,
  /** at a workload: between two steps of a journey */
  thinking: 7,
} as const;
export type RequestState = (typeof RequestState)[keyof typeof RequestState];

/**
 * A shopper's journey at its workload, a message in a queue, or one attempt of a call: from the message that is sent over
 * its visit to a replica to the reply that arrives. The generation changes when the journey or visit ends, when it stops
 * waiting for calls that go on, and when the row is freed.
 */
export class Request extends Row {
  state: RequestState = RequestState.free;
  /** in the chain of its station or, when its message was lost, of its link */
  next: Request | null = null;
  previous: Request | null = null;
  keyHi = 0;
  keyLo = 0;
  /** of a closed loop's journey: whose, among its workload's */
  user = NONE;
  /** the call whose attempt it is, and the innermost frame above it; null for a journey, a message or a bare call */
  call: Call | null = null;
  parent: Frame | null = null;
  /** of an attempt that is all there is of its call: who waits for it, in what generation and at which replica */
  caller: Request | null = null;
  callerGeneration = 0;
  instance = 0;
  optional = false;
  /** it passed all layers of the policies in force at once (`Passage`); and what the record of its call would begin with */
  isPassed = false;
  place = 0;
  callKeyHi = 0;
  callKeyLo = 0;
  /** where it then may be timed out: the sequence kept in the queue for that, and those before and behind it, by number */
  turn = NaN;
  previousPassed = NONE;
  nextPassed = NONE;
  parentGeneration = 0;
  /** the next stage of its program, and the calls of the present one that are still open */
  stage = 0;
  pending = 0;
  /** of these, how many must yet succeed where some are enough; 0: all are waited for */
  need = 0;
  /** of a stage made several times in a row: how many times were made before, and how many are drawn (NONE: not yet) */
  round = 0;
  rounds = NONE;
  hasFailed = false;
  /** its answer lacks something, and the words for that, or NONE */
  isDegraded = false;
  lack = NONE;
  /** of a row: as the attempt brings it, then as the reply does; and as the visit or journey has read it itself */
  version = NONE;
  readVersion = NONE;
  /** of a message: deliveries that came to nothing */
  deliveries = 0;
  /** the arrival of a script for which it is made; null: nobody's */
  script: Scripted<Program> | null = null;
  /** of the journey for whose sake it is made */
  priority = 0;
  /** of a visit under a limit: how many the replica had let in, this one included; 0: none counts it */
  inFlight = 0;
  /** for whom it is made in the end: a number that all requests of one user share, or of one shopper who comes once */
  session = 0;
  /** counts its work timers: only the newest is alive */
  timer = 0;
  /** of the reply on its way; at work, how scripted work will end */
  outcome: Outcome = 0;
  message = NONE;
  /** NONE: not traced; the spans of the attempt, and of the visit (or journey) */
  trace = NONE;
  span = NONE;
  visitSpan = NONE;
  /** where the counts of its endpoint at its replica stand */
  counts = 0;
  /** the newest of the calls it makes; it may have ended */
  newestCall: Call | null = null;
  /** of an attempt: its end has been counted for or against its replica by those who eject */
  isJudged = false;
  /** when the shopper in the end gives up; Infinity: never */
  patienceAt = NaN;
  /** of an attempt */
  sentAt = NaN;
  /** of an attempt over a link with connections: how many requests its own has carried, this one included */
  carried = 0;
  /** by when its answer is of use; Infinity: whenever it comes */
  deadlineAt = NaN;
  /** the generation in which it waits for its deadline, if it does */
  awaitsDeadline = NONE;
  /** it may be called off, and so may its calls, which are listed */
  isTracked = false;
  firstCall: Call | null = null;
  /** among the attempts of its call */
  nextOfCall: Request | null = null;
  previousOfCall: Request | null = null;
  calledOff: CalledOff = CalledOff.no;
  /** when its callee hears that it is called off */
  cancelDueAt = NaN;
  arrivedAt = NaN;
  startedAt = NaN;
  remainingMs = NaN;
  dueAt = NaN;

  declare station: Station;
  declare program: Program;
  /** of an attempt */
  declare route: Route;

  constructor(number: number, station: Station, program: Program, route: Route) {
    super(number);
    this.station = station;
    this.program = program;
    this.route = route;
  }
}

/** Whether an attempt has been called off, and whether the frames above it have been told. */
export const CalledOff = { no: 0, untold: 1, told: 2 } as const;
export type CalledOff = (typeof CalledOff)[keyof typeof CalledOff];

export const CallState = {
  free: 0,
  open: 1,
  /** has an outcome of which its owner is about to be told */
  settled: 2,
  over: 3,
} as const;
export type CallState = (typeof CallState)[keyof typeof CallState];

/**
 * A call as its caller sees it: one step of a plan, with everything its policies do on its behalf.
 * It lives until its owner has been told how it ended, or is gone, and nothing made for it is left.
 */
export class Call extends Row {
  state: CallState = CallState.free;
  /** null: no policies */
  policies: ListVersion | null = null;
  /** who waits for it: a request, or (for a fallback's call) a frame; nobody for a call that is made and forgotten */
  request: Request | null = null;
  frame: Frame | null = null;
  ownerGeneration = 0;
  place = 0;
  optional = false;
  /** the caller's replica, 0-based within its service */
  instance = 0;
  /** the owner's key, from which the keys of its attempts are derived */
  keyHi = 0;
  keyLo = 0;
  /** attempts sent so far, and other endpoints asked by its fallbacks */
  attempts = 0;
  asked = 0;
  /** the newest of its attempts; it may have ended */
  newestAttempt: Request | null = null;
  /** its retries that wait before another try, chained as those that wait at a gate */
  firstResting: Frame | null = null;
  /** frames and attempts alive */
  held = 0;
  /** it may be called off: its attempts are listed, and it itself is with the request for which it is made */
  isTracked = false;
  firstAttempt: Request | null = null;
  owner: Request | null = null;
  nextOfOwner: Call | null = null;
  previousOfOwner: Call | null = null;
  /** of its attempts, those whose work was done, where that must not be done twice */
  effects = 0;
  outcome: Outcome = 0;
  message = NONE;
  /** of a row: as the caller knows it, then as the answer tells it */
  version = NONE;
  /** the failure that a fallback answered for, or -1 */
  covered = -1;
  /** as its request's */
  script: Scripted<Program> | null = null;
  session = 0;
  priority = 0;
  patienceAt = NaN;
  trace = NONE;
  span = NONE;
  startedAt = NaN;
  /** by when its owner must have answered; Infinity: whenever */
  deadlineAt = NaN;

  declare route: Route;

  constructor(number: number, route: Route) {
    super(number);
    this.route = route;
  }
}

/**
 * One layer of a call on its way down. An outcome walks up from frame to frame; a frame whose parent has gone tells
 * nobody, but still gives back what it holds.
 */
export class Frame extends Row {
  /** null: the call itself */
  parent: Frame | null = null;
  parentGeneration = 0;
  /** the place of the outermost of the gates and retries just above its layer that are content with this frame; its own: none */
  top = 0;
  /** retry: retries made so far */
  retries = 0;
  /** the number of the newest wait in its row, and what the next depends on: the length of this one, mostly */
  waits = 0;
  waitMs = NaN;
  /** a fallback that asks another endpoint: the failure it may cover */
  outcome: Outcome = 0;
  startedAt = NaN;
  /** what a gate was to remember of it, the state or the generation in which it was let through; what its newest retry cost */
  token = 0;
  /** the gate where it waits, if it does; and the next that waits there, or as it does before another try */
  gate: Gate | null = null;
  nextWaiting: Frame | null = null;

  declare call: Call;
  declare layer: PlacedLayer;

  constructor(number: number, call: Call, layer: PlacedLayer) {
    super(number);
    this.call = call;
    this.layer = layer;
  }
}

/** The calls that wait at a gate, in order of coming. */
export class WaitingLine {
  first: Frame | null = null;
  private last: Frame | null = null;

  join(frame: Frame, gate: Gate): void {
    frame.gate = gate;
    frame.nextWaiting = null;
    if (this.last === null) this.first = frame;
    else this.last.nextWaiting = frame;
    this.last = frame;
    gate.waiting++;
  }

  leave(frame: Frame, gate: Gate): void {
    let before: Frame | null = null;
    for (let other = this.first!; other !== frame; other = other.nextWaiting!) before = other;
    if (before === null) this.first = frame.nextWaiting;
    else before.nextWaiting = frame.nextWaiting;
    if (this.last === frame) this.last = before;
    frame.gate = null;
    frame.nextWaiting = null;
    gate.waiting--;
  }

  carry(tape: Tape, frames: Rows<Frame>): void {
    this.first = tape.row(frames, this.first);
    this.last = tape.row(frames, this.last);
  }
}
