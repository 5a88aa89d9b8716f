import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import Difference from '../../../src/ui/editor/Difference.svelte';

test('a difference is told in words as well as in colour', () => {
  render(Difference, { props: { before: 'policies: {}\n', after: 'policies:\n  web -> cart:\n    - timeout: 1s\n' } });
  expect(screen.getAllByText('taken out:')).toHaveLength(1);
  expect(screen.getAllByText('put in:')).toHaveLength(3);
});

test('two equal texts are said to be equal', () => {
  render(Difference, { props: { before: 'a\n', after: 'a' } });
  expect(screen.getByText(/Nothing yet/)).toBeTruthy();
});
