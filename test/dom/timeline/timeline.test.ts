import { giveSize } from '../support/browser';
import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import Timeline from '../../../src/ui/timeline/Timeline.svelte';
import { breakCatalog, runShop } from '../../unit/ui/run';

beforeEach(() => giveSize(640, 112));

function open(frame: Record<string, unknown> = {}, part: Record<string, unknown> = {}) {
  const run = runShop(9000, [breakCatalog]);
  const props = {
    layout: run.layout,
    frame: { ...run.frame, ...frame },
    points: run.points,
    log: run.log,
    commands: [breakCatalog],
    faults: run.model.faults,
    seed: 7,
    chartOpen: true,
    onChart: vi.fn(),
    onPlay: vi.fn(),
    onPause: vi.fn(),
    onStep: vi.fn(),
    onSpeed: vi.fn(),
    onRestart: vi.fn(),
    ...part,
  };
  return { props, ...render(Timeline, { props: props as never }) };
}

const button = (name: RegExp) => screen.getByRole<HTMLButtonElement>('button', { name });

describe('the controls', () => {
  test('pause what plays, and play and step what is paused', () => {
    const { props } = open();
    button(/^Pause/).click();
    expect(props.onPause).toHaveBeenCalledOnce();
    expect(button(/^To the next/).disabled).toBe(true);
  });

  test('play and step what is paused', () => {
    const { props } = open({ playing: false });
    button(/^Play/).click();
    button(/^To the next/).click();
    expect(props.onPlay).toHaveBeenCalledOnce();
    expect(props.onStep).toHaveBeenCalledOnce();
  });

  test('choose a speed from a tenth to a hundred times', async () => {
    const { props } = open();
    const list = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Speed' });
    expect([...list.options].map(({ text }) => text)).toEqual([
      '0.1×',
      '0.25×',
      '0.5×',
      '1×',
      '2×',
      '5×',
      '10×',
      '25×',
      '50×',
      '100×',
    ]);
    list.selectedIndex = 9;
    list.dispatchEvent(new Event('change', { bubbles: true }));
    await tick();
    expect(props.onSpeed).toHaveBeenLastCalledWith(100);
  });

  test('start again with the same shoppers or with others', () => {
    const { props } = open();
    button(/same shoppers/).click();
    button(/other shoppers/).click();
    expect(props.onRestart.mock.calls).toEqual([[false], [true]]);
  });

  test('say so when the machine cannot keep up, and not otherwise', async () => {
    const { rerender, props } = open({ speed: 50, achievedSpeed: 12 });
    expect(document.body.textContent).toContain('only 12×');
    expect(document.body.textContent).toContain('This machine cannot keep up');
    await rerender({ frame: { ...props.frame, speed: 50, achievedSpeed: 49 } });
    expect(document.body.textContent).not.toContain('cannot keep up');
  });

  test('steer nothing while a test is played', () => {
    open({}, { locked: true });
    for (const name of [/^Pause/, /same shoppers/, /other shoppers/]) expect(button(name).disabled).toBe(true);
    expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Speed' }).disabled).toBe(true);
  });
});

describe('the chart', () => {
  test('says what it shows, and marks the fault with its words', async () => {
    open();
    expect(await screen.findByRole('img', { name: /^Chart from 0:00 to 0:09: now 0\s% answered/ })).not.toBeNull();
    expect([...document.querySelectorAll('text')].map((label) => label.textContent)).toContain('catalog hangs');
  });

  test('is opened and closed by its button, and the controls stay', async () => {
    const { props, rerender } = open();
    const toggle = button(/^Close the chart/);
    expect(toggle.getAttribute('aria-expanded')).toBe('true');
    toggle.click();
    expect(props.onChart).toHaveBeenLastCalledWith(false);
    await rerender({ chartOpen: false });
    expect(screen.queryByRole('img')).toBeNull();
    expect(button(/^Pause/)).not.toBeNull();
    button(/^Show the run/).click();
    expect(props.onChart).toHaveBeenLastCalledWith(true);
  });

  test('follows one journey when asked to', async () => {
    open();
    const list = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Whose requests' });
    expect([...list.options].map(({ text }) => text)).toEqual(['everyone', 'browse', 'checkout']);
    await vi.waitFor(() => expect(document.querySelectorAll('path.other')).toHaveLength(2));
    list.selectedIndex = 2;
    list.dispatchEvent(new Event('change', { bubbles: true }));
    await tick();
    expect(document.querySelectorAll('path.other')).toHaveLength(0);
  });
});
