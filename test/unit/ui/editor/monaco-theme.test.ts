import { expect, test } from 'vitest';
import { parseColour, themeFromTokens } from '../../../../src/ui/editor/monaco-theme';

test('a computed colour becomes the six hexadecimal digits that Monaco reads', () => {
  expect(parseColour('rgb(11, 103, 133)').hex).toBe('#0b6785');
  expect(parseColour('rgba(255, 255, 255, 0.5)')).toEqual({ hex: '#ffffff', lightness: 1 });
});

test('the theme is dark where the page is', () => {
  const page = (surface: string) => themeFromTokens(() => parseColour(surface));
  expect(page('rgb(22, 33, 44)').base).toBe('vs-dark');
  expect(page('rgb(255, 254, 251)').base).toBe('vs');
});
