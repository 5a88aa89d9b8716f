import type { PolicyKind } from '../../scenario/schema/policy';

/** What is said of a service or a link, and of no list around a call. */
export type ElsewhereKind = 'queue' | 'shed' | 'connections';

/** Everything that has a chapter of its own. */
export type GuideKind = PolicyKind | ElsewhereKind;

/** The end of a chapter's address. */
export const chapterOf = (kind: string): string => kind.replaceAll(' ', '-');

/** Where the guide tells of a policy, as the part of an address that begins with `#`. */
export const addressOfChapter = (kind: string): string => `#/policies/${encodeURIComponent(chapterOf(kind))}`;
