import type { Model } from '../scenario/model';
import { NONE } from './tables';

/** Every link's state, one column each, indexed by link. */
export class Links {
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

  constructor(model: Model) {
    const count = model.links.length;
    this.turn = new Int32Array(count);
    this.addedMs = new Float64Array(count);
    this.requestLoss = new Float64Array(count);
    this.replyLoss = new Float64Array(count);
    this.cut = new Int32Array(count);
    this.silentHead = new Int32Array(count).fill(NONE);
    this.silentTail = new Int32Array(count).fill(NONE);
  }

  columns(): (Int32Array | Float64Array)[] {
    const { turn, addedMs, requestLoss, replyLoss, cut, silentHead, silentTail } = this;
    return [turn, addedMs, requestLoss, replyLoss, cut, silentHead, silentTail];
  }
}
