/** Scrolls as little as it takes to see the whole of it, and at once for who wants no motion. */
export function bringIntoView(element: Element): void {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  element.scrollIntoView({ block: 'nearest', behavior: still ? 'auto' : 'smooth' });
}
