import { Digest } from '../kernel/digest';
import { Draws } from '../kernel/draws';
import { EventQueue, kindOf, rowOf } from '../kernel/event-queue';
import { seedKey, type Key } from '../kernel/keys';
import { Memory } from '../kernel/memory';
import { Rows } from '../kernel/rows';
import { Sketches } from '../kernel/sketch';
import type { Model } from '../scenario/model';
import { Addresses } from './addresses';
import { EventLog } from './event-log';
import { Consequences, EventKind } from './events';
import type { Fault } from './fault';
import { furnish } from './furnish';
import { Layout } from './observation/layout';
import { PolicyStore } from './policy-store';
import { Call, Frame, Request } from './records';
import { NONE } from './tables';
import { Tracer } from './tracer';
import { Workloads } from './workloads';

/** The whole state of a run. The handlers beside this file turn it; only the engine is seen from outside. */
export class Sim {
  now = 0.5;
  eventCount = 0;
  readonly layout: Layout;
  readonly queue: EventQueue;
  readonly consequences = new Consequences();
  readonly draws = new Draws();
  readonly digest = new Digest();
  /** where a derived key is put: read it at once */
  readonly key: Key = { hi: 0, lo: 0 };

  /** All that the handlers touch, in records (see records/). */
  readonly memory = new Memory();
  readonly addresses: Addresses;
  readonly calls = new Rows(this.memory, Call.WORDS);
  readonly frames = new Rows(this.memory, Frame.WORDS);
  readonly requests = new Rows(this.memory, Request.WORDS);
  readonly workloads: Workloads;
  readonly policies: PolicyStore;
  /** What degraded answers say, by number. */
  messages: string[] = [];
  /** The scenario's, then those begun by hand. */
  faults: Fault[] = [];

  readonly counts: Float64Array;
  readonly sketches: Sketches;
  readonly tracer = new Tracer();
  readonly log = new EventLog();

  constructor(
    readonly model: Model,
    seed: number,
  ) {
    this.now = 0;
    this.layout = new Layout(model);
    this.addresses = new Addresses(this.memory, model, this.layout);
    furnish(this.memory, model, this.layout, this.addresses);
    this.queue = new EventQueue((code, stamp) => this.isAlive(code, stamp));
    seedKey(seed, this.key);
    this.workloads = new Workloads(model, this.key);
    this.policies = new PolicyStore(model.policies, 0);
    this.counts = new Float64Array(this.layout.countLength);
    this.sketches = new Sketches(this.layout.sketchCount);
  }

  /** The number of a message, the same for the same words; NONE for no words. */
  messageNumber(message: string): number {
    if (message === '') return NONE;
    const known = this.messages.indexOf(message);
    return known >= 0 ? known : this.messages.push(message) - 1;
  }

  private isAlive(code: number, stamp: number): boolean {
    const row = rowOf(code);
    const { words } = this.memory;
    switch (kindOf(code)) {
      case EventKind.workEnd:
        return words[row + Request.timer] === stamp;
      case EventKind.request:
      case EventKind.reply:
      case EventKind.patience:
        return words[row + Request.generation] === stamp;
      case EventKind.timer:
        return words[row + Frame.generation] === stamp;
      case EventKind.arrival:
      case EventKind.faultStart:
        return true;
      default:
        return this.faults[row]!.generation === stamp;
    }
  }
}
