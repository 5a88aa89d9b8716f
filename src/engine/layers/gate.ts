import { Row, type Rows, type Tape } from '../../kernel/rows';
import { NO_LAYER, type PlacedLayer } from '../placed-layer';
import type { Frame } from '../records';

/**
 * Where one caller replica's calls are let through, held back or made to wait by a policy: its state in the arena, the
 * calls that wait, and its alarm. The generation counts the alarms, so that only the newest one goes off.
 */
export class Gate extends Row {
  /** the layer as the newest version of its list has it */
  placed: PlacedLayer = NO_LAYER;
  /** the caller's replica */
  instance = 0;
  /** of its block in the arena */
  at = 0;
  /** names its list, whatever rows happen to be free */
  listKey = 0;
  /** the key of its list, as written */
  list = '';
  /** NaN: none */
  alarmAtMs = NaN;
  /** calls that wait, the longest waiting first */
  first: Frame | null = null;
  last: Frame | null = null;
  waiting = 0;

  join(frame: Frame): void {
    frame.gate = this;
    frame.nextWaiting = null;
    if (this.last === null) this.first = frame;
    else this.last.nextWaiting = frame;
    this.last = frame;
    this.waiting++;
  }

  leave(frame: Frame): void {
    let before: Frame | null = null;
    for (let other = this.first!; other !== frame; other = other.nextWaiting!) before = other;
    if (before === null) this.first = frame.nextWaiting;
    else before.nextWaiting = frame.nextWaiting;
    if (this.last === frame) this.last = before;
    frame.gate = null;
    frame.nextWaiting = null;
    this.waiting--;
  }

  /** Onto a tape or from it; the layer is known to whoever keeps the gates. */
  carry(tape: Tape, frames: Rows<Frame>): void {
    this.alarmAtMs = tape.number(this.alarmAtMs);
    this.first = tape.row(frames, this.first);
    this.last = tape.row(frames, this.last);
    this.waiting = tape.number(this.waiting);
  }
}
