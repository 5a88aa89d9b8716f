import { vi } from 'vitest';

// What a drawing asks of a browser already when it is loaded, and jsdom does not have; so this is imported first.
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  },
);
vi.stubGlobal('matchMedia', (query: string) => ({
  matches: query.includes('reduce'),
  media: query,
  addEventListener: () => {},
  removeEventListener: () => {},
}));
HTMLElement.prototype.scrollIntoView = () => {};

/** Elements of a size: jsdom lays nothing out. */
export function giveSize(width = 800, height = 640): void {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(width);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(height);
}
