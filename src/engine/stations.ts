import type { Model } from '../scenario/model';
import type { Layout } from './observation/layout';
import { NONE } from './tables';

/**
 * Where requests are: every replica of every service, then every workload. One column each, indexed by station.
 * A replica's queue is a chain of visits in order of arrival; those being served are a chain too.
 */
export class Stations {
  readonly count: number;
  /** below it replicas, from it on workloads */
  readonly firstWorkload: number;
  readonly service: Int32Array;
  readonly replica: Int32Array;
  readonly workers: Float64Array;
  readonly threaded: Int32Array;
  readonly queueCapacity: Float64Array;

  /** state of replica.machine.ts */
  readonly state: Int32Array;
  readonly working: Int32Array;
  readonly waiting: Int32Array;
  readonly queued: Int32Array;
  readonly queueHead: Int32Array;
  readonly queueTail: Int32Array;
  readonly servedHead: Int32Array;
  readonly servedTail: Int32Array;
  /** of faults in force */
  readonly slowdown: Float64Array;
  readonly errorsAtOnce: Float64Array;
  readonly errorsAfterWork: Float64Array;
  /** what the log said last: 1 workers exhausted, 2 queue full */
  readonly told: Int32Array;
  /** when the replica last had a queue, and when that was last full */
  readonly crowdedAt: Float64Array;
  readonly fullAt: Float64Array;

  constructor(model: Model, layout: Layout) {
    this.firstWorkload = layout.replicaCount;
    const count = layout.replicaCount + model.workloads.length;
    this.count = count;
    this.service = new Int32Array(count).fill(NONE);
    this.replica = new Int32Array(count);
    this.workers = new Float64Array(count).fill(Infinity);
    this.threaded = new Int32Array(count);
    this.queueCapacity = new Float64Array(count);
    this.state = new Int32Array(count);
    this.working = new Int32Array(count);
    this.waiting = new Int32Array(count);
    this.queued = new Int32Array(count);
    this.queueHead = new Int32Array(count).fill(NONE);
    this.queueTail = new Int32Array(count).fill(NONE);
    this.servedHead = new Int32Array(count).fill(NONE);
    this.servedTail = new Int32Array(count).fill(NONE);
    this.slowdown = new Float64Array(count).fill(1);
    this.errorsAtOnce = new Float64Array(count);
    this.errorsAfterWork = new Float64Array(count);
    this.told = new Int32Array(count);
    this.crowdedAt = new Float64Array(count);
    this.fullAt = new Float64Array(count);
    model.services.forEach((service, s) => {
      for (let replica = 0; replica < service.replicas; replica++) {
        const station = layout.replicaBase[s]! + replica;
        this.service[station] = s;
        this.replica[station] = replica;
        this.workers[station] = service.workers;
        this.threaded[station] = service.mode === 'threaded' ? 1 : 0;
        this.queueCapacity[station] = service.queue;
      }
    });
  }

  /** The columns that change during a run, for snapshots. */
  columns(): (Int32Array | Float64Array)[] {
    const { state, working, waiting, queued, queueHead, queueTail, servedHead, servedTail } = this;
    const { slowdown, errorsAtOnce, errorsAfterWork, told, crowdedAt, fullAt } = this;
    return [
      state,
      working,
      waiting,
      queued,
      queueHead,
      queueTail,
      servedHead,
      servedTail,
      slowdown,
      errorsAtOnce,
      errorsAfterWork,
      told,
      crowdedAt,
      fullAt,
    ];
  }
}
