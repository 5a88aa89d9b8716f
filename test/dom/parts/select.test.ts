import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { expect, test, vi } from 'vitest';
import Select from '../../../src/ui/parts/Select.svelte';

const optionsOf = (...values: number[]) => values.map((value) => ({ value, label: `${value}×` }));
const select = () => screen.getByRole<HTMLSelectElement>('combobox', { name: 'Speed' });
const shown = () => select().selectedOptions[0]?.textContent;

test('a list of choices shows the value that holds, also once a person has chosen in it', async () => {
  const onChange = vi.fn();
  const props = { label: 'Speed', options: optionsOf(0.1, 1, 2), value: 0.1, onChange };
  const { rerender } = render(Select, { props });
  expect(shown()).toBe('0.1×');

  select().options[1]!.selected = true;
  select().dispatchEvent(new Event('change', { bubbles: true }));
  await tick();
  expect(onChange).toHaveBeenLastCalledWith(1);
  await rerender({ value: 1 });
  expect(shown()).toBe('1×');

  await rerender({ value: 2 });
  expect(shown()).toBe('2×');
  await rerender({ options: optionsOf(0.1, 1, 2, 12.5), value: 12.5 });
  expect(shown()).toBe('12.5×');
  await rerender({ options: optionsOf(0.1, 1, 2), value: 1 });
  expect(shown()).toBe('1×');
});
