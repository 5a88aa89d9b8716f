import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { describe, expect, test, vi } from 'vitest';
import { whyFailed } from '../../../src/lab/why';
import EventLog from '../../../src/ui/log/EventLog.svelte';
import ShopperPage from '../../../src/ui/shopper/ShopperPage.svelte';
import WhyCard from '../../../src/ui/why/WhyCard.svelte';
import { breakCatalog, runShop } from '../../unit/ui/run';

const run = runShop(12_000, [breakCatalog]);
const { model, log, traces } = run;

describe('the log', () => {
  const lines = () => screen.getAllByRole('listitem').map((line) => line.textContent!.replace(/\s+/g, ' ').trim());

  test('tells newest first, ending at the break', () => {
    render(EventLog, { props: { model, log, faults: model.faults } });
    expect(lines().at(-1)).toBe('0:05.0 You broke it: catalog hangs.');
    expect(lines()[0]).toMatch(/^0:0\d\.\d The queue of web \d is full/);
  });

  test('shows one kind alone', async () => {
    render(EventLog, { props: { model, log, faults: model.faults } });
    screen.getByRole('radio', { name: 'Done' }).click();
    await tick();
    expect(lines()).toEqual(['0:05.0 You broke it: catalog hangs.']);
  });

  test('says so when nothing has happened', () => {
    render(EventLog, { props: { model, log: [], faults: [] } });
    expect(screen.getByText(/^Nothing has happened yet/)).not.toBeNull();
  });
});

describe('the card that says why', () => {
  test('has three to five lines, each with its time, ending at the fault', () => {
    const failed = traces.find(
      (trace) => trace.spans[0]!.startMs > 6000 && whyFailed(trace, log, model, model.faults).length > 0,
    )!;
    const onClose = vi.fn();
    render(WhyCard, {
      props: { model, journey: 'browse', causes: whyFailed(failed, log, model, model.faults), onClose },
    });
    const lines = screen.getAllByRole('listitem').map((line) => line.textContent!.replace(/\s+/g, ' ').trim());
    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(lines.length).toBeLessThanOrEqual(5);
    for (const line of lines) expect(line).toMatch(/^\d+:\d\d\.\d /);
    expect(lines.at(-1)).toBe('0:05.0 catalog hangs, since you broke it');
    screen.getByRole('button', { name: 'Close' }).click();
    expect(onClose).toHaveBeenCalledOnce();
  });
});

describe('the page a shopper sees', () => {
  const shown = (view: unknown) => {
    render(ShopperPage, { props: { page: 'checkout', view: view as never } });
    return document.body.textContent!;
  };

  test('is whole, with a price and a way to pay', () => expect(shown({ sees: 'full' })).toMatch(/€ 24.90\s*Pay/));

  test('says what its fallback has to say when it is degraded', () => {
    const words = shown({ sees: 'degraded', message: 'Price from a few minutes ago' });
    expect(words).toContain('Price from a few minutes ago');
    expect(words).toContain('Pay');
  });

  test('is an error page, or nothing yet', () => {
    expect(shown({ sees: 'error' })).toContain('Something went wrong');
    expect(shown({ sees: 'waiting' })).toContain('Waiting for the shop');
  });
});
