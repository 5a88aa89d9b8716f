import { Digest } from '../kernel/digest';
import { Draws } from '../kernel/draws';
import { EventQueue, kindOf, rowOf } from '../kernel/event-queue';
import { seedKey, type Key } from '../kernel/keys';
import { Rows, Tape } from '../kernel/rows';
import { Sketches } from '../kernel/sketch';
import type { Model } from '../scenario/model';
import { EventLog } from './event-log';
import { Consequences, EventKind } from './events';
import type { Fault } from './fault';
import { stoppedByRows, type Limits, type Stopped } from './limits';
import { Layout } from './observation/layout';
import { NO_LAYER } from './placed-layer';
import { PolicyStore } from './policy-store';
import { Call, Frame, NONE, Request, type WaitingLine, type Program } from './records';
import type { Scripted } from './scripted';
import { scriptsOf } from './scripts';
import { ShownMessages } from './shown-messages';
import { Tracer } from './tracer';
import type { Watch } from './watch';
import { Workload } from './workloads';
import { World } from './world';

/** The whole state of a run. The handlers beside this file turn it; only the engine is seen from outside. */
export class Sim {
  now = 0.5;
  eventCount = 0;
  /** Not null: the run has reached a limit, and goes no further. */
  stopped: Stopped | null = null;
  declare readonly layout: Layout;
  declare readonly queue: EventQueue;
  readonly consequences = new Consequences();
  readonly draws = new Draws();
  readonly digest = new Digest();
  /** where a derived key is put: read it at once */
  readonly key: Key = { hi: 0, lo: 0 };
  /** of the run */
  declare readonly seedHi: number;
  declare readonly seedLo: number;

  declare readonly world: World;
  declare readonly workloads: readonly Workload[];
  /** The arrivals of all scripts, by number. */
  declare readonly scripted: readonly Scripted<Program>[];
  declare readonly requests: Rows<Request>;
  declare readonly calls: Rows<Call>;
  declare readonly frames: Rows<Frame>;
  declare readonly policies: PolicyStore;
  /** Where calls wait, by the number of the gate. */
  readonly lines: WaitingLine[] = [];
  /** What degraded answers say, by number. */
  messages: string[] = [];
  /** How many shoppers saw them. */
  declare readonly shown: ShownMessages;
  /** The scenario's, then those begun by hand. */
  faults: Fault[] = [];

  declare readonly counts: Float64Array;
  declare readonly sketches: Sketches;
  readonly tracer = new Tracer();
  readonly log = new EventLog();
  /** Not null: somebody listens to what happens to every call. */
  watch: Watch | null = null;
  /** For the records in snapshots. */
  readonly tape = Tape.blank();

  declare readonly model: Model;

  declare private readonly limits: Limits;

  constructor(model: Model, seed: number, limits: Limits) {
    this.model = model;
    this.limits = limits;
    this.now = 0;
    this.layout = new Layout(model);
    const world = new World(model, this.layout);
    // Until they are taken, rows stand for the first thing there is.
    const station = world.stations[0]!;
    const program = world.programs[0]!;
    const route = world.routes[0]!;
    this.requests = new Rows((number) => this.counted(new Request(number, station, program, route)));
    this.calls = new Rows((number) => this.counted(new Call(number, route)));
    this.frames = new Rows((number) => this.counted(new Frame(number, new Call(NONE, route), NO_LAYER)));
    this.world = world;
    this.queue = new EventQueue((code, stamp) => this.isAlive(code, stamp));
    seedKey(seed, this.key);
    this.seedHi = this.key.hi;
    this.seedLo = this.key.lo;
    const scripts = scriptsOf(model, world);
    this.scripted = scripts.flat();
    this.workloads = scripts.map((script, index) => new Workload(index, model, world, this.key, script));
    this.policies = new PolicyStore(model.policies, 0);
    this.counts = new Float64Array(this.layout.countLength);
    this.shown = new ShownMessages(model.journeys.length);
    this.sketches = new Sketches(this.layout.sketchCount);
  }

  /** A row more than there ever were. One that is beyond the limit still takes what it was made for; then the run stops. */
  private counted<T>(row: T): T {
    const rows = this.requests.all.length + this.calls.all.length + this.frames.all.length + 1;
    if (rows >= this.limits.rows) this.stopped ??= stoppedByRows(rows, this.now);
    return row;
  }

  /** The number of a message, the same for the same words; NONE for no words. */
  messageNumber(message: string): number {
    if (message === '') return NONE;
    const known = this.messages.indexOf(message);
    return known >= 0 ? known : this.messages.push(message) - 1;
  }

  /** Of the timers that all have one length: whether there is somebody left to whom it would happen. */
  private isAlive(code: number, stamp: number): boolean {
    const rows = kindOf(code) === EventKind.timer ? this.frames : this.requests;
    return rows.all[rowOf(code)]!.generation === stamp;
  }
}
