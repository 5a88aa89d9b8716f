import { beforeEach, expect, test, vi } from 'vitest';
import { Drafts } from '../../../src/app/drafts.svelte';

beforeEach(() => localStorage.clear());

test('a draft is there again after the page was closed', () => {
  const drafts = new Drafts();
  drafts.keep('lesson/step/said', 'the workers');
  drafts.keep('lesson/step/which', ['search']);
  drafts.keep('lesson/step/many', 0);
  const later = new Drafts();
  expect(later.text('lesson/step/said')).toBe('the workers');
  expect(later.read('lesson/step/which')).toEqual(['search']);
  expect(later.read('lesson/step/many')).toBe(0);
});

test('a reset lesson forgets its own drafts and no others', () => {
  const drafts = new Drafts();
  drafts.keep('one/a', 'x');
  drafts.keep('one-more/a', 'y');
  drafts.forget('one/');
  expect([new Drafts().text('one/a'), new Drafts().text('one-more/a')]).toEqual(['', 'y']);
});

test('two tabs keep drafts of their own beside each other', () => {
  const [mine, theirs] = [new Drafts(), new Drafts()];
  mine.keep('lesson/step/said', 'here');
  theirs.keep('sandbox/scenario', 'there');
  mine.keep('lesson/step/written', 'here too');
  theirs.forget('lesson/step/said');
  mine.readAnew();
  expect(mine.text('lesson/step/said')).toBe('');
  expect(mine.text('sandbox/scenario')).toBe('there');
  expect(mine.text('lesson/step/written')).toBe('here too');
});

test('where nothing can be kept a draft lives as long as the page', () => {
  const refusing = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('refused', 'QuotaExceededError');
  });
  const drafts = new Drafts();
  drafts.keep('a', 'x');
  drafts.keep('b', 'y');
  refusing.mockRestore();
  expect([drafts.text('a'), drafts.text('b')]).toEqual(['x', 'y']);
});

test('what cannot be read as drafts is as if there were none', () => {
  for (const kept of ['no json', '[1, 2', 'null', '{"a": {"b": 1}}']) {
    localStorage.setItem('breakwater.drafts', kept);
    expect(new Drafts().read('a')).toBeUndefined();
  }
});
