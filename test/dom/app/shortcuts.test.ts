import { describe, expect, test } from 'vitest';
import { shortcutOf } from '../../../src/app/shortcuts';

/** What a key pressed on that element asks for. */
function press(key: string, html = '<p>text</p>', init: KeyboardEventInit = {}): string | null {
  document.body.innerHTML = html;
  const target = document.body.querySelector('[data-on]') ?? document.body.firstElementChild ?? document.body;
  let found: string | null = 'nothing came';
  const listen = (event: Event) => (found = shortcutOf(event as KeyboardEvent));
  window.addEventListener('keydown', listen);
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }));
  window.removeEventListener('keydown', listen);
  return found;
}

describe('a key', () => {
  test('does what it stands for on the page', () => {
    expect([' ', '.', 't', 'T', '?', 'x'].map((key) => press(key))).toEqual([
      'play',
      'step',
      'test',
      'test',
      'help',
      null,
    ]);
  });

  test('is text where text is typed', () => {
    for (const field of ['<input>', '<textarea></textarea>', '<div role="textbox"></div>', '<select></select>']) {
      expect(press('t', field)).toBeNull();
    }
  });

  test('Space belongs to the control it is pressed on, other keys do not', () => {
    for (const control of ['<button>b</button>', '<input type="checkbox">', '<span role="tab"></span>']) {
      expect(press(' ', control)).toBeNull();
      expect(press('t', control)).toBe('test');
    }
  });

  test('with a modifier is the browser’s', () => {
    expect(press('t', '<p>x</p>', { ctrlKey: true })).toBeNull();
    expect(press('t', '<p>x</p>', { metaKey: true })).toBeNull();
  });

  test('does nothing behind an open dialog', () => {
    expect(press('t', '<dialog open><p data-on>x</p></dialog>')).toBeNull();
  });
});
