import { DistributionKind } from '../kernel/distribution';
import type { Model } from '../scenario/model';
import type { Layout } from './observation/layout';
import { NONE } from './tables';

/** Every link, one column each, indexed by link. */
export class Links {
  /** the callee's replicas: the first in the layout's numbering, and how many */
  readonly firstStation: Int32Array;
  readonly replicas: Int32Array;
  /** its latency where that is constant; NaN where it is drawn */
  readonly constantMs: Float64Array;

  /** round robin over the callee's replicas: one turn for all callers on the link */
  readonly turn: Int32Array;
  /** of faults in force; loss 1 is a cut */
  readonly addedMs: Float64Array;
  readonly requestLoss: Float64Array;
  readonly replyLoss: Float64Array;
  /** 0 no, 1 requests, 2 replies, 3 both */
  readonly cut: Int32Array;
  /** attempts whose message was lost, oldest first */
  readonly silentHead: Int32Array;
  readonly silentTail: Int32Array;

  constructor({ links, services }: Model, layout: Layout) {
    const count = links.length;
    this.firstStation = Int32Array.from(links, ({ to }) => layout.replicaBase[to]!);
    this.replicas = Int32Array.from(links, ({ to }) => services[to]!.replicas);
    this.constantMs = Float64Array.from(links, ({ latency }) =>
      latency.kind === DistributionKind.constant ? latency.a : NaN,
    );
    this.turn = new Int32Array(count);
    this.addedMs = new Float64Array(count);
    this.requestLoss = new Float64Array(count);
    this.replyLoss = new Float64Array(count);
    this.cut = new Int32Array(count);
    this.silentHead = new Int32Array(count).fill(NONE);
    this.silentTail = new Int32Array(count).fill(NONE);
  }

  /** The columns that change during a run, for snapshots. */
  columns(): (Int32Array | Float64Array)[] {
    const { turn, addedMs, requestLoss, replyLoss, cut, silentHead, silentTail } = this;
    return [turn, addedMs, requestLoss, replyLoss, cut, silentHead, silentTail];
  }
}
