import { createSubscriber } from 'svelte/reactivity';
import { addressOfChapter } from '../ui/policies/kinds';

/** Where in the app an address leads. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'lesson'; readonly lesson: string }
  | { readonly page: 'report'; readonly lesson: string }
  | { readonly page: 'sandbox' }
  | { readonly page: 'trust' }
  /** The guide to the policies; at a chapter of it, or at its beginning. */
  | { readonly page: 'policies'; readonly chapter: string | null }
  | { readonly page: 'unknown'; readonly address: string };

/** Reads the part of the address after `#`; only that part, so that any static host and any folder will do. */
export function parseRoute(hash: string): Route {
  const parts = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .filter(Boolean)
    .map(decode);
  const [page, lesson, view, ...rest] = parts;
  if (page === undefined) return { page: 'home' };
  if (page === 'sandbox' && lesson === undefined) return { page: 'sandbox' };
  if (page === 'trust' && lesson === undefined) return { page: 'trust' };
  if (page === 'policies' && view === undefined) return { page: 'policies', chapter: lesson ?? null };
  if (page === 'lesson' && lesson !== undefined && rest.length === 0) {
    if (view === undefined) return { page: 'lesson', lesson };
    if (view === 'report') return { page: 'report', lesson };
  }
  return { page: 'unknown', address: hash };
}

export function addressOf(route: Exclude<Route, { page: 'unknown' }>): string {
  switch (route.page) {
    case 'home':
      return '#/';
    case 'sandbox':
      return '#/sandbox';
    case 'trust':
      return '#/trust';
    case 'policies':
      return route.chapter === null ? '#/policies' : addressOfChapter(route.chapter);
    case 'lesson':
      return `#/lesson/${encodeURIComponent(route.lesson)}`;
    case 'report':
      return `#/lesson/${encodeURIComponent(route.lesson)}/report`;
  }
}

const onHashChange = createSubscriber((update) => {
  addEventListener('hashchange', update);
  return () => removeEventListener('hashchange', update);
});

/** The route in the address bar; reading it in an effect or a template follows every change. */
export function currentRoute(): Route {
  onHashChange();
  return parseRoute(location.hash);
}

export function go(route: Exclude<Route, { page: 'unknown' }>): void {
  location.hash = addressOf(route);
}

/** The same without an entry in the history: the way back leads to before the address that led here. */
export function goInstead(route: Exclude<Route, { page: 'unknown' }>): void {
  location.replace(addressOf(route));
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
