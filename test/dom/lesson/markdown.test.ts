import { expect, test } from 'vitest';
import { markdownToFragment, phraseToFragment } from '../../../src/ui/lesson/markdown';

function htmlOf(markdown: string): string {
  const holder = document.createElement('div');
  holder.append(markdownToFragment(markdown));
  return holder.innerHTML.trim();
}

test('a lesson cannot bring elements, scripts or handlers of its own', () => {
  for (const attack of [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[click](javascript:alert(1))',
    '![x](javascript:alert(1))',
    '<form action="https://example.org"><input></form>',
    '[x](data:text/html,<script>alert(1)</script>)',
  ]) {
    const holder = document.createElement('div');
    holder.append(markdownToFragment(attack));
    expect(
      holder.querySelector('script, img, form, input, [onerror], [href^="javascript"], [href^="data"]'),
    ).toBeNull();
  }
});

test('a link leaves in a new tab, and one within the page does not', () => {
  expect(htmlOf('[a](https://example.org)')).toContain('target="_blank"');
  expect(htmlOf('[a](https://example.org)')).toContain('rel="noopener noreferrer"');
  expect(htmlOf('[a](#/sandbox)')).not.toContain('target');
});

test('a block of code can be reached by keyboard, since it may scroll', () => {
  expect(htmlOf('```\nlong\n```')).toContain('<pre tabindex="0">');
});

test('a phrase gets no paragraph around it', () => {
  const holder = document.createElement('div');
  holder.append(phraseToFragment('only **web**'));
  expect(holder.innerHTML).toBe('only <strong>web</strong>');
});
