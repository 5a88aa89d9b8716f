import type { Page } from '@playwright/test';

/** The size in CSS pixels, as it is on the screen, of the smallest words on the drawing. */
export const smallestWords = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const words = [...document.querySelectorAll<SVGTextElement>('[role=group] text')];
    const sizes = words
      .filter((word) => word.textContent.trim() !== '')
      .map((word) => parseFloat(getComputedStyle(word).fontSize) * (word.getScreenCTM()?.a ?? 0));
    return Math.min(...sizes);
  });

/** Whether every service and every workload is inside the drawing's window, and under nothing that lies over it. */
export const isWhole = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const drawing = document.querySelector('[role=group]:has([data-stop])');
    if (drawing === null) return false;
    const window = drawing.getBoundingClientRect();
    const cards = [...document.querySelectorAll('[data-stop^=service] .frame, [data-stop^=workload] .ring')];
    return cards.every((card) => {
      const { left, right, top, bottom } = card.getBoundingClientRect();
      const inside = left >= window.left && right <= window.right && top >= window.top && bottom <= window.bottom;
      const corners = [left + 4, right - 4].flatMap((x) => [top + 4, bottom - 4].map((y) => [x, y] as const));
      return inside && corners.every(([x, y]) => drawing.contains(document.elementFromPoint(x, y)));
    });
  });

/** Services of which something that lies over the drawing hides a part that would be inside its window. */
export const coveredServices = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const drawing = document.querySelector('[role=group]:has([data-stop])')!;
    const window = drawing.getBoundingClientRect();
    return [...document.querySelectorAll('[data-stop^=service]')]
      .filter((service) => {
        const { left, right, top, bottom } = service.querySelector('.frame')!.getBoundingClientRect();
        const seenTo = Math.min(bottom, window.bottom) - 4;
        const places = [left + 4, (left + right) / 2, right - 4].flatMap((x) =>
          [top + 4, seenTo].map((y) => [x, y] as const),
        );
        return top + 8 < seenTo && places.some(([x, y]) => !drawing.contains(document.elementFromPoint(x, y)));
      })
      .map((service) => service.getAttribute('data-stop') ?? '');
  });

const LEAST_PX = 44;

/** Names of what can be pressed and is smaller than a finger, links within a text left out. */
export const tooSmallToTouch = (page: Page): Promise<string[]> =>
  page.evaluate((least) => {
    const pressed = [...document.querySelectorAll('button, select, summary, [role=button], label:has(input)')];
    return pressed
      .filter((part) => part.checkVisibility({ visibilityProperty: true }))
      .filter((part) => {
        const { width, height } = part.getBoundingClientRect();
        // What is drawn around a word for the finger is no part of its box.
        const around = getComputedStyle(part, '::after');
        const more = around.position === 'absolute' ? -2 * parseFloat(around.top) : 0;
        const line = part.matches('[data-stop^=link]');
        return width > 0 && !line && (width + more < least - 0.5 || height + more < least - 0.5);
      })
      .map((part) => part.getAttribute('aria-label') ?? part.textContent.trim());
  }, LEAST_PX);
