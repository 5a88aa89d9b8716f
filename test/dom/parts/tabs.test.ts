import { render, screen } from '@testing-library/svelte';
import { createRawSnippet, tick } from 'svelte';
import { describe, expect, test, vi } from 'vitest';
import NumberField from '../../../src/ui/parts/NumberField.svelte';
import Segmented from '../../../src/ui/parts/Segmented.svelte';
import Tabs from '../../../src/ui/parts/Tabs.svelte';
import { type } from '../support/type';

describe('tabs', () => {
  function open(selected: string) {
    const props = {
      label: 'Side',
      tabs: [
        { id: 'policy', label: 'Policy' },
        { id: 'log', label: 'Log' },
      ],
      selected,
      onSelect: vi.fn(),
      panel: createRawSnippet(() => ({ render: () => '<p>inside</p>' })),
    };
    render(Tabs, { props });
    return props;
  }

  test('are one stop of the Tab key, and the panel is named by its tab', () => {
    open('log');
    expect(screen.getAllByRole('tab').map((tab) => tab.tabIndex)).toEqual([-1, 0]);
    expect(screen.getByRole('tabpanel', { name: 'Log' })).not.toBeNull();
  });

  test.each([
    ['ArrowRight', 'log', 'policy'],
    ['ArrowLeft', 'log', 'policy'],
    ['End', 'policy', 'log'],
    ['Home', 'log', 'policy'],
  ])('%s on %s goes to %s', async (key, from, to) => {
    const props = open(from);
    screen.getByRole('tablist').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    await tick();
    expect(props.onSelect).toHaveBeenLastCalledWith(to);
  });
});

describe('a row of choices', () => {
  test('hands on the value that was chosen', () => {
    const onChange = vi.fn();
    const options = [
      { value: 0.1, label: 'slow' },
      { value: 1, label: 'real time' },
    ];
    render(Segmented, { props: { label: 'Pace', options, value: 0.1, onChange } });
    screen.getByRole('radio', { name: 'real time' }).click();
    expect(onChange).toHaveBeenLastCalledWith(1);
  });
});

describe('a field for a number', () => {
  test('hands on only numbers within its limits, and marks the others', async () => {
    const onChange = vi.fn();
    render(NumberField, { props: { label: 'Fails', unit: '%', value: 30, min: 1, max: 100, onChange } });
    const field = screen.getByRole<HTMLInputElement>('spinbutton');
    await type(field, '300');
    await type(field, '');
    expect(onChange).not.toHaveBeenCalled();
    expect(field.getAttribute('aria-invalid')).toBe('true');
    await type(field, '45');
    expect(onChange).toHaveBeenLastCalledWith(45);
    expect(field.getAttribute('aria-invalid')).toBe('false');
  });
});
