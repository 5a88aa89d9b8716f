import { giveSize } from '../support/browser';
import { render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import Graph from '../../../src/ui/graph/Graph.svelte';
import { breakCatalog, BREAKER, runShop, type Run } from '../../unit/ui/run';

beforeEach(() => giveSize());

const policies = { atMs: 0, do: 'policies', yaml: BREAKER } as const;

/** Opens the drawing and waits until all of its parts are there: each is set up in its turn. */
async function open(run: Run = runShop(4000), part: Record<string, unknown> = {}) {
  const props = {
    layout: run.layout,
    frame: run.frame,
    traces: run.traces,
    standings: run.model.services.map(() => 'healthy'),
    selection: null,
    onSelect: vi.fn(),
    ...part,
  };
  const opened = render(Graph, { props: props as never });
  const { links, services, workloads } = run.model;
  await vi.waitFor(() => expect(stops()).toHaveLength(links.length + services.length + workloads.length));
  return { props, ...opened };
}

const stops = (): SVGGElement[] => [...document.querySelectorAll<SVGGElement>('[data-stop]')];
const focused = (): string | null => document.activeElement?.getAttribute('data-stop') ?? null;

async function press(key: string): Promise<void> {
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  await tick();
}

describe('by keyboard', () => {
  test('the whole drawing is one stop of the Tab key', async () => {
    await open();
    await tick();
    expect(stops().filter((stop) => stop.getAttribute('tabindex') === '0')).toHaveLength(1);
  });

  test('arrows follow the links down to what is called and up to who calls', async () => {
    await open();
    await tick();
    stops()
      .find((stop) => stop.getAttribute('tabindex') === '0')!
      .focus();
    expect(focused()).toBe('workload 0');
    await press('ArrowDown');
    await press('ArrowDown');
    expect(focused()).toBe('service 0');
    await press('ArrowDown');
    expect(focused()).toMatch(/^link /);
    await press('ArrowUp');
    expect(focused()).toBe('service 0');
    expect(stops().filter((stop) => stop.getAttribute('tabindex') === '0')).toHaveLength(1);
  });

  test('Enter selects what is reached, Escape lets go of it', async () => {
    const { props, rerender } = await open();
    await tick();
    document.querySelector<SVGGElement>('[data-stop="service 1"]')!.focus();
    await tick();
    await press('Enter');
    expect(props.onSelect).toHaveBeenLastCalledWith({ kind: 'service', index: 1 });
    await rerender({ selection: { kind: 'service', index: 1 } });
    await press('Escape');
    expect(props.onSelect).toHaveBeenLastCalledWith(null);
  });
});

describe('by ear', () => {
  test('a service says in a sentence how it stands', async () => {
    await open(runShop(8000, [breakCatalog]), { standings: ['failing', 'hanging', 'idle'] });
    const web = screen.getByRole('button', { name: /^web, web app, failing\. 16 of 16 workers held/ });
    expect(web).not.toBeNull();
    expect(screen.getByRole('button', { name: /^catalog, service, hanging\./ })).not.toBeNull();
  });

  test('a link says its traffic, its failures and its breaker', async () => {
    await open(runShop(7000, [policies, breakCatalog]));
    expect(
      screen.getByRole('button', { name: /^web calls catalog: .* under way.*Its breaker is open\.$/ }),
    ).not.toBeNull();
  });

  test('a changed state is announced, once', async () => {
    const { rerender } = await open();
    await tick();
    const announcer = document.querySelector('[role=status]')!;
    expect(announcer.textContent).toBe('');
    await rerender({ standings: ['healthy', 'hanging', 'healthy'] });
    expect(announcer.textContent).toBe('catalog is now hanging.');
  });
});

describe('to be read', () => {
  test('the same system stands in tables, from which it can be selected', async () => {
    const { props } = await open(runShop(8000, [breakCatalog]), { standings: ['failing', 'hanging', 'idle'] });
    screen.getByRole('button', { name: 'Read it as a table' }).click();
    await tick();
    const [services, links] = screen.getAllByRole('table');
    const row = within(services!).getByRole('row', { name: /catalog/ });
    expect(row.textContent).toContain('hanging');
    expect(row.textContent).toContain('16 of 20');
    within(links!).getByRole('button', { name: 'web → catalog' }).click();
    expect(props.onSelect).toHaveBeenLastCalledWith({ kind: 'link', index: 1 });
  });
});

describe('by eye', () => {
  test('what is not lit is dimmed, and what joins the lit is not', async () => {
    await open(runShop(4000), { lit: ['web', 'web -> catalog', 'catalog'] });
    const isDimmed = (stop: string) => document.querySelector(`[data-stop="${stop}"]`)!.classList.contains('dimmed');
    expect(['service 0', 'service 1', 'link 0', 'link 1'].map(isDimmed)).toEqual([false, false, false, false]);
    expect(['service 2', 'link 2'].map(isDimmed)).toEqual([true, true]);
  });

  test('nothing moves where motion is not wanted', async () => {
    await open();
    await tick();
    expect(document.querySelector('canvas')).toBeNull();
  });
});
