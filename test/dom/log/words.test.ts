import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { describe, expect, test, vi } from 'vitest';
import { Framer } from '../../../src/lab/framer';
import { Run } from '../../../src/lab/run';
import { whyFailed } from '../../../src/lab/why';
import { compileScenario } from '../../../src/scenario';
import EventLog from '../../../src/ui/log/EventLog.svelte';
import ShopperPage from '../../../src/ui/shopper/ShopperPage.svelte';
import WhyCard from '../../../src/ui/why/WhyCard.svelte';
import { breakCatalog, runShop } from '../../unit/ui/run';

const run = runShop(12_000, [breakCatalog]);
const { model, log, traces } = run;

const steps = { playing: false, locked: false, onStep: vi.fn(), onFromStart: vi.fn() };

describe('the log', () => {
  const lines = () => screen.getAllByRole('listitem').map((line) => line.textContent!.replace(/\s+/g, ' ').trim());

  test('tells newest first, ending at the break', () => {
    render(EventLog, { props: { model, log, calls: [], faults: model.faults, steps } });
    expect(lines().at(-1)).toBe('0:05.0 You broke it: catalog hangs.');
    expect(lines()[0]).toMatch(/^0:0\d\.\d The queue of web \d is full/);
  });

  test('shows one kind alone', async () => {
    render(EventLog, { props: { model, log, calls: [], faults: model.faults, steps } });
    screen.getByRole('radio', { name: 'Done' }).click();
    await tick();
    expect(lines()).toEqual(['0:05.0 You broke it: catalog hangs.']);
  });

  test('says so when nothing has happened', () => {
    render(EventLog, { props: { model, log: [], calls: [], faults: [], steps } });
    expect(screen.getByText(/^Nothing has happened yet/)).not.toBeNull();
  });
});

describe('the log of a script', () => {
  test('tells call by call what each layer did, newest first', async () => {
    const scripted = scriptedRun();
    render(EventLog, { props: { ...scripted, log: [], faults: [], steps } });
    await tick();
    const lines = screen.getAllByRole('listitem').map((line) => line.textContent!.replace(/\s+/g, ' ').trim());
    expect(lines).toEqual([
      '0:00.030 Call 2 ends: breaker open.',
      '0:00.030 Call 2: breaker refuses it: breaker open.',
      '0:00.030 Call 2 begins: test → api.get.',
      '0:00.020 Call 1 ends: error.',
      '0:00.020 test → api: breaker: closed → open.',
      '0:00.020 Call 1: breaker hears: error.',
      '0:00.020 Call 1: attempt 1 comes to: error.',
      '0:00.000 Call 1: attempt 1 leaves.',
      '0:00.000 Call 1: breaker lets it pass.',
      '0:00.000 Call 1 begins: test → api.get.',
    ]);
  });

  test('is gone through step by step, with what happened last lit', () => {
    const scripted = scriptedRun();
    render(EventLog, { props: { ...scripted, log: [], faults: [], steps } });
    screen.getByRole('button', { name: 'Step' }).click();
    expect(steps.onStep).toHaveBeenCalledOnce();
    screen.getByRole('button', { name: 'From the start' }).click();
    expect(steps.onFromStart).toHaveBeenCalledOnce();
    const lit = [...document.querySelectorAll('.newest time')].map((time) => time.textContent);
    expect(lit).toEqual(['0:00.030', '0:00.030', '0:00.030']);
  });

  test('is not stepped through while it plays', () => {
    render(EventLog, { props: { ...scriptedRun(), log: [], faults: [], steps: { ...steps, playing: true } } });
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Step' }).disabled).toBe(true);
    expect(document.querySelector('.newest')).toBeNull();
  });

  test('has nothing to offer where shoppers come at a rate', () => {
    render(EventLog, { props: { model, log, calls: [], faults: [], steps } });
    expect(screen.queryByRole('radio', { name: 'Call by call' })).toBeNull();
  });
});

/** A trace of two calls, as the lab frames it. */
function scriptedRun() {
  const compiled = compileScenario(`scenario: A trace
workloads:
  test:
    script: [{ at: 0ms, takes: 20ms, ends: failure }, { at: 30ms }]
    journeys: { call: { share: 100%, start: api.get } }
services: { api: { workers: 5, queue: 0, endpoints: { get: { work: 0ms } } } }
links: { default: { latency: 0ms } }
policies: { test -> api: [{ breaker: { window: 1 calls, minimum calls: 1 } }] }
`);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  const begun = Run.begin(compiled.value, 1, []);
  if (!begun.ok) throw new Error('It does not begin.');
  const framer = new Framer(begun.value.recorder);
  while (begun.value.step());
  return { model: compiled.value, calls: framer.frame({ playing: false, speed: 1, achievedSpeed: 0 }).calls };
}

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
