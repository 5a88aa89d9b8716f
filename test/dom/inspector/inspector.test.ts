import { giveSize } from '../support/browser';
import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import Inspector from '../../../src/ui/inspector/Inspector.svelte';
import { breakCatalog, BREAKER, runShop, SHOP, type Run } from '../../unit/ui/run';
import { type } from '../support/type';

beforeEach(() => giveSize());

const CATALOG = { kind: 'service', index: 1 } as const;
const policies = { atMs: 0, do: 'policies', yaml: BREAKER } as const;

function open(run: Run, part: Record<string, unknown>) {
  const props = {
    layout: run.layout,
    frame: run.frame,
    standings: run.model.services.map(() => 'healthy'),
    selection: CATALOG,
    faults: run.model.faults,
    faultsOn: [],
    locked: false,
    onBreak: vi.fn(),
    onHeal: vi.fn(),
    onSelect: vi.fn(),
    ...part,
  };
  render(Inspector, { props: props as never });
  return props;
}

const choose = async (name: string) => {
  screen.getByRole('radio', { name }).click();
  await tick();
};
const breakIt = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Break it' });

describe('a service', () => {
  test('is broken by the scenario’s own fault where it has one', async () => {
    const props = open(runShop(1000), {});
    await choose('Hang');
    breakIt().click();
    expect(props.onBreak).toHaveBeenLastCalledWith('catalog-hangs', undefined);
  });

  test('is made slow by the factor that was typed', async () => {
    const props = open(runShop(1000), {});
    await choose('Slow');
    await type(screen.getByRole<HTMLInputElement>('spinbutton'), '12');
    breakIt().click();
    expect(props.onBreak).toHaveBeenLastCalledWith('catalog-slow', { node: 'catalog', does: 'slow', by: '12x' });
  });

  test('is healed of what is in force, and not broken twice by the same', async () => {
    const props = open(runShop(8000, [breakCatalog]), { faultsOn: ['catalog-hangs'] });
    screen.getByRole('button', { name: 'Heal: catalog hangs' }).click();
    expect(props.onHeal).toHaveBeenLastCalledWith('catalog-hangs');
    await choose('Hang');
    expect(breakIt().disabled).toBe(true);
  });

  test('is left alone while a test is played', () => {
    open(runShop(8000, [breakCatalog]), { faultsOn: ['catalog-hangs'], locked: true });
    expect(breakIt().disabled).toBe(true);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Heal: catalog hangs' }).disabled).toBe(true);
  });

  test('keeps queue wait, service and failures apart, with a definition behind each', () => {
    open(runShop(4000), { selection: { kind: 'service', index: 0 } });
    for (const name of ['queue wait', 'service', 'answered', 'failed']) {
      const term = screen.getByRole('button', { name });
      const meaning = document.getElementById(term.getAttribute('aria-describedby')!);
      expect(meaning!.textContent!.length).toBeGreaterThan(20);
    }
  });

  test('is broken with its whole zone, and every other service that runs there', async () => {
    const shop = SHOP.replaceAll('queue: 10\n', 'queue: 10\n    zone: [east, west]\n');
    const props = open(runShop(1000, [], { shop }), { selection: { kind: 'service', index: 0 } });
    const where = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Where' });
    expect([...where.options].map(({ text }) => text)).toEqual([
      'every replica',
      'replica 1',
      'replica 2',
      'all in zone east, of every service',
      'all in zone west, of every service',
    ]);
    where.selectedIndex = 3;
    where.dispatchEvent(new Event('change', { bubbles: true }));
    await tick();
    breakIt().click();
    expect(props.onBreak).toHaveBeenLastCalledWith('zone-east-crash', { zone: 'east', does: 'crash' });
  });

  test('shows the limit of each replica where it has one, and the room in its queue as it is edited', () => {
    const yaml = 'policies: {}\nservices: { web: { queue: 7, limit: { algorithm: aimd, initial: 20, slow: 1h } } }';
    const run = runShop(1000, [{ atMs: 0, do: 'policies', yaml }]);
    open(run, { selection: { kind: 'service', index: 0 } });
    expect(screen.getByRole('columnheader', { name: /^Limit/ })).not.toBeNull();
    expect(screen.getByRole('row', { name: /^1 serving .* 20$/ })).not.toBeNull();
    expect(document.body.textContent).toContain('0 of 14');
  });

  test('lists its replicas with their states', () => {
    open(runShop(8000, [breakCatalog]), {});
    expect(screen.getByRole('row', { name: /^1 hanging 16 of 20/ })).not.toBeNull();
  });
});

describe('a link', () => {
  const LINK = { kind: 'link', index: 1 } as const;

  test('tells calls from attempts when a breaker stops some', () => {
    open(runShop(7000, [policies, breakCatalog]), { selection: LINK });
    const row = screen.getByRole('row', { name: /^breaker open/ });
    const [calls, attempts] = [...row.querySelectorAll('.number')].map((cell) => Number(cell.textContent));
    expect(calls).toBeGreaterThan(0);
    expect(attempts).toBe(0);
  });

  test('draws its breaker’s machine with the present state lit', () => {
    open(runShop(7000, [policies, breakCatalog]), { selection: LINK });
    expect(
      screen.getByRole('img', { name: 'Diagram of the states closed, open, half-open; now open.' }),
    ).not.toBeNull();
    expect(document.querySelector('.state.current')!.textContent).toContain('open');
    const possible = [...document.querySelectorAll('li.possible b')].map((step) => step.textContent);
    expect(possible.length).toBeGreaterThan(0);
    for (const step of possible) expect(step).toMatch(/^open → /);
  });

  test('tells what its policies have left, of the caller’s replica that is chosen', async () => {
    const yaml = `
policies:
  web -> catalog:
    - retry: { attempts: 2, budget: { tokens: 10, per success: 1 } }
    - rate limit: { token bucket: 100/s, burst: 30, wait: 1s }
    - bulkhead: { calls: 6, queue: 4 }
`;
    const run = runShop(1000, [{ atMs: 0, do: 'policies', yaml }], { subject: LINK });
    open(run, { selection: LINK });
    const figures = [...document.querySelectorAll('dd')].map((figure) => figure.textContent.trim());
    expect(figures).toContain('10 of 10 tokens');
    expect(figures.some((figure) => /^\d of 6 permits$/.test(figure))).toBe(true);
    expect(figures.some((figure) => /^\d of 4 calls$/.test(figure))).toBe(true);
    const [whose] = screen.getAllByRole<HTMLSelectElement>('combobox', { name: 'Of the caller’s replica' });
    expect(whose!.options).toHaveLength(2);
  });

  test('tells nothing of policies that know nothing', () => {
    const yaml = 'policies: { web -> catalog: [{ timeout: 1s }, { retry: { attempts: 2 } }] }';
    open(runShop(1000, [{ atMs: 0, do: 'policies', yaml }], { subject: LINK }), { selection: LINK });
    expect(screen.queryByRole('heading', { name: 'Policies, now' })).toBeNull();
  });

  test('is cut in the direction that was chosen', async () => {
    const props = open(runShop(1000), { selection: LINK });
    await choose('Cut');
    breakIt().click();
    expect(props.onBreak).toHaveBeenLastCalledWith('web-to-catalog-cut', {
      link: 'web -> catalog',
      does: 'cut',
      direction: 'both',
    });
  });
});

describe('where nothing is selected', () => {
  test('everything can be chosen from a list', async () => {
    const props = open(runShop(1000), { selection: null });
    const list = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Inspect' });
    list.value = 'link 1';
    list.dispatchEvent(new Event('change', { bubbles: true }));
    await tick();
    expect(props.onSelect).toHaveBeenLastCalledWith({ kind: 'link', index: 1 });
  });
});

describe('a workload', () => {
  test('says how many of a journey’s shoppers read what on a degraded page, and nothing where nobody did', () => {
    const selection = { kind: 'workload', index: 0 } as const;
    const yaml =
      'policies: { web -> catalog: [{ fallback: { use: default, message: A list of yesterday } }, { timeout: 200ms }] }';
    const run = runShop(8000, [{ atMs: 0, do: 'policies', yaml }, breakCatalog]);
    open(run, { selection });
    const told = run.frame.messages.find(({ journey }) => journey === 0)!;
    expect(told.shoppers).toBeGreaterThan(20);
    const row = screen.getByRole('rowheader', { name: 'A list of yesterday' }).closest('tr')!;
    expect(row.querySelector('td')!.textContent).toBe(String(told.shoppers));
    document.body.replaceChildren();
    open(runShop(8000), { selection });
    expect(screen.queryByText('What degraded pages said, since the start')).toBeNull();
  });
});
