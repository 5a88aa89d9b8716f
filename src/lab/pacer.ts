/** Real time beyond which a lag is given up: the run then goes slower instead of racing to catch up. */
const FORGIVEN_LAG_MS = 100;
/** The achieved speed is taken over this much real time, and said once there is at least this much of it. */
const ACHIEVED_OVER_MS = 1000;
const ACHIEVED_FROM_MS = 250;

/**
 * Where real time and simulated time meet: how far a run should have come by now. It never asks for less than
 * everything in between: a machine that cannot keep up gets later targets, never a jump.
 */
export class Pacer {
  private anchorRealMs = 0;
  private anchorSimMs = 0;
  private chosen = 1;
  private reached: { readonly realMs: number; readonly simMs: number }[] = [];

  /** From here on, at this speed. */
  anchor(realMs: number, simMs: number, speed: number): void {
    this.anchorRealMs = realMs;
    this.anchorSimMs = simMs;
    this.chosen = speed;
    this.reached = [{ realMs, simMs }];
  }

  /** The simulated instant that belongs to a real one. */
  targetMs(realMs: number): number {
    return this.anchorSimMs + (realMs - this.anchorRealMs) * this.chosen;
  }

  /** Before a slice: gives up what the machine is too far behind to catch up with (it was slow, or it slept). */
  forgive(realMs: number, simMs: number): void {
    const lagMs = (this.targetMs(realMs) - simMs) / this.chosen;
    if (lagMs > FORGIVEN_LAG_MS) this.anchorRealMs += lagMs - FORGIVEN_LAG_MS;
  }

  /** After a slice: how far the run really came. */
  note(realMs: number, simMs: number): void {
    this.reached.push({ realMs, simMs });
    while (this.reached.length > 2 && realMs - this.reached[1]!.realMs >= ACHIEVED_OVER_MS) this.reached.shift();
  }

  /** Simulated seconds per real second over the last second; the chosen speed while it is too early to tell. */
  achieved(): number {
    const first = this.reached[0];
    const last = this.reached[this.reached.length - 1];
    if (!first || !last || last.realMs - first.realMs < ACHIEVED_FROM_MS) return this.chosen;
    return (last.simMs - first.simMs) / (last.realMs - first.realMs);
  }
}
