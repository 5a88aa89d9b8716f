export const FRAME_EVERY_MS = 1000 / 30;

/**
 * When a frame is to be sent: where there is something new to show, no more than thirty a second, and none before the
 * last was seen. `clock` tells real milliseconds from any origin.
 */
export class FrameTurn {
  private sentAtMs = -Infinity;
  private isNews = false;
  private isUnseen = false;

  constructor(private readonly clock: () => number) {}

  /** There is something new to show. */
  note(): void {
    this.isNews = true;
  }

  /** There is something to show that has nothing to do with the frames before. */
  noteAtOnce(): void {
    this.sentAtMs = -Infinity;
    this.isNews = true;
  }

  sent(): void {
    this.sentAtMs = this.clock();
    this.isNews = false;
    this.isUnseen = true;
  }

  seen(): void {
    this.isUnseen = false;
  }

  /** How many real milliseconds until a frame is to be sent; Infinity: until something is new, or was seen. */
  dueInMs(): number {
    return this.isNews && !this.isUnseen ? Math.max(0, this.sentAtMs + FRAME_EVERY_MS - this.clock()) : Infinity;
  }
}
