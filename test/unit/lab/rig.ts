import type { Frame } from '../../../src/lab/frame';
import type { Notice, Request } from '../../../src/lab/protocol';
import { Session } from '../../../src/lab/session';
import { SMALL_SHOP } from './small-shop';

type OfType<T, K> = Extract<T, { readonly type: K }>;

/** A session on a clock that only moves when told to, or by `lookCostMs` at each look at it, as if work took time. */
export class Rig {
  nowMs = 0;
  readonly notices: Notice[] = [];
  readonly session: Session;

  constructor(
    public lookCostMs = 0,
    private readonly seesFrames = true,
  ) {
    this.session = new Session(
      () => (this.nowMs += this.lookCostMs),
      (notice) => {
        this.notices.push(notice);
        if (notice.type === 'frame' && this.seesFrames) this.session.receive({ type: 'seen' });
      },
    );
  }

  load(seed = 1, policies: string | null = null): this {
    return this.ask({ type: 'load', load: 1, scenario: SMALL_SHOP, policies, seed });
  }

  ask(request: Request): this {
    this.session.receive(request);
    return this;
  }

  /** Turns the session for as long as it asks to be turned, through this much real time. */
  run(realMs: number): this {
    const untilMs = this.nowMs + realMs;
    for (;;) {
      const delayMs = this.session.turn();
      if (this.nowMs + delayMs > untilMs) break;
      this.nowMs += delayMs;
    }
    this.nowMs = Math.max(this.nowMs, untilMs);
    return this;
  }

  /** Turns the session without waiting until a frame shows this much simulated time. */
  until(simMs: number): this {
    while ((this.frames().at(-1)?.nowMs ?? 0) < simMs) this.run(100);
    return this;
  }

  of<K extends Notice['type']>(type: K): OfType<Notice, K>[] {
    return this.notices.filter((notice): notice is OfType<Notice, K> => notice.type === type);
  }

  frames(): Frame[] {
    return this.of('frame').map(({ frame }) => frame);
  }

  last(): Frame {
    return this.frames().at(-1)!;
  }
}
