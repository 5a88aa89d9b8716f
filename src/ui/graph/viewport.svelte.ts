import { select, zoom, zoomIdentity, type ZoomTransform } from 'd3';
import { prefersReducedMotion } from 'svelte/motion';
import type { Fit } from './fit';
import type { Box } from './box';

const SMALLEST = 0.3;
const LARGEST = 3;
const STEP = 1.3;
const GLIDE_MS = 200;

/** Pan and zoom of one drawing by wheel, drag, pinch and keys. D3 owns the gestures; the transform is read from here. */
export class Viewport {
  transform = $state.raw<ZoomTransform>(zoomIdentity);
  /** Moved by hand since it was last fitted: then a changed window must not move it again. */
  moved = $state(false);
  #drawing: HTMLElement | null = null;
  readonly #zoom = zoom<HTMLElement, unknown>()
    .extent(() => {
      const { width, height } = this.size();
      return [
        [0, 0],
        [width, height],
      ];
    })
    .scaleExtent([SMALLEST, LARGEST])
    .on('zoom', (event: { transform: ZoomTransform; sourceEvent: unknown }) => {
      this.transform = event.transform;
      if (event.sourceEvent) this.moved = true;
    });

  /** @param size of the window, in pixels; told, for to ask the drawing would lay the page out at once */
  constructor(private readonly size: () => { readonly width: number; readonly height: number }) {}

  readonly attach = (drawing: HTMLElement): (() => void) => {
    this.#drawing = drawing;
    select(drawing).call(this.#zoom).on('dblclick.zoom', null);
    return () => {
      select(drawing).on('.zoom', null);
      this.#drawing = null;
    };
  };

  /** Shows the whole system; at once where it only follows the window, gliding where it was asked for. */
  fit({ scale, x, y }: Fit, glide: boolean): void {
    this.#go(zoomIdentity.translate(x, y).scale(scale), glide);
    this.moved = false;
  }

  zoomIn(): void {
    this.#zoomBy(STEP);
  }

  zoomOut(): void {
    this.#zoomBy(1 / STEP);
  }

  /** Moves just as far as brings a box into the window; for whoever got there by keyboard. */
  reveal(box: Box, width: number, height: number): void {
    const { k, x, y } = this.transform;
    const dx = shift(box.x * k + x, (box.x + box.width) * k + x, width);
    const dy = shift(box.y * k + y, (box.y + box.height) * k + y, height);
    if (dx === 0 && dy === 0) return;
    this.#go(zoomIdentity.translate(x + dx, y + dy).scale(k), true);
    this.moved = true;
  }

  #zoomBy(factor: number): void {
    if (this.#drawing === null) return;
    this.moved = true;
    if (prefersReducedMotion.current) this.#zoom.scaleBy(select(this.#drawing), factor);
    else select(this.#drawing).transition().duration(GLIDE_MS).call(this.#zoom.scaleBy, factor);
  }

  #go(transform: ZoomTransform, glide: boolean): void {
    const { k, x, y } = this.transform;
    if (this.#drawing === null || (k === transform.k && x === transform.x && y === transform.y)) return;
    if (glide && !prefersReducedMotion.current) {
      select(this.#drawing).transition().duration(GLIDE_MS).call(this.#zoom.transform, transform);
    } else {
      this.#zoom.transform(select(this.#drawing), transform);
    }
  }
}

const MARGIN = 24;

/** How far to move a span so that it lies in [0, size] with a margin; its start wins where it is too long. */
function shift(from: number, to: number, size: number): number {
  if (from < MARGIN) return MARGIN - from;
  if (to > size - MARGIN) return Math.max(MARGIN - from, size - MARGIN - to);
  return 0;
}
