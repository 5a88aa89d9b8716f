import { giveSize } from '../support/browser';
import { render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import Stage from '../../../src/app/Stage.svelte';
import TimePane from '../../../src/app/TimePane.svelte';
import { LabClient } from '../../../src/lab/lab-client';
import { Session } from '../../../src/lab/session';
import { LabView } from '../../../src/ui/lab-view.svelte';
import { BEHIND_A_CUT, STOPPED } from '../../unit/support/small-limit';

vi.mock('../../../src/engine/limits', async (original) =>
  (await import('../../unit/support/small-limit')).withFewRows(original),
);

beforeEach(() => giveSize());

/** Parts of a page come one after another; how soon is not what is asked here. */
const PATIENCE = { timeout: 60_000 };
const button = (name: RegExp) => screen.findByRole('button', { name }, PATIENCE);

/** A lab whose session is turned by hand instead of in a worker, and reaches the engine's limit, here a small one, after 2 s. */
function openLab() {
  let clockMs = 0;
  let session: Session | null = null;
  const lab = new LabClient((receive) => {
    const own = new Session(() => clockMs, receive);
    session = own;
    return { send: (request) => own.receive(request), close: () => undefined };
  });
  const run = (realMs: number): void => {
    for (const untilMs = clockMs + realMs; clockMs < untilMs; clockMs += 10) session?.turn();
  };
  const view = new LabView(lab);
  const nothing = () => undefined;
  const standings = ['healthy'] as const;
  const looks = { page: null, lit: [], tellsWhy: false, sideOpen: false, selection: null };
  render(Stage, { props: { view, standings, ...looks, chartOpen: false, onSelect: nothing, onInspect: nothing } });
  render(TimePane, { props: { view, onStep: nothing, chartOpen: false, onChart: nothing } });
  lab.load(BEHIND_A_CUT, null, 1);
  lab.setSpeed(10);
  return { lab, run };
}

const notice = (): string | undefined =>
  screen
    .queryAllByRole('status')
    .map(({ textContent }) => textContent.trim())
    .find((said) => STOPPED.test(said));

test('a run that stops at a limit says which limit it reached and at which simulated instant, and stands still', async () => {
  const { lab, run } = openLab();
  lab.play();
  run(100);
  await button(/^Pause/);
  expect(notice()).toBeUndefined();

  run(1000);
  await waitFor(() => expect(notice()).toBeDefined(), PATIENCE);
  const stoodAtMs = lab.state.frame?.nowMs ?? NaN;
  expect(STOPPED.exec(notice()!)![1]).toBe((stoodAtMs / 1000).toFixed(3));
  expect(notice()).toMatch(/300 journeys, calls, attempts and waiting policies are in flight at once/);
  expect(notice()).toMatch(/patience, timeouts or bounded queues would end it/);
  await button(/^Play/);

  run(1000);
  expect(lab.state.frame?.nowMs).toBe(stoodAtMs);
});

test('the notice goes when the run begins anew', async () => {
  const { lab, run } = openLab();
  lab.play();
  run(1000);
  await waitFor(() => expect(notice()).toBeDefined(), PATIENCE);
  (await button(/^Start again with the same shoppers/)).click();
  run(20);
  await waitFor(() => expect(notice()).toBeUndefined(), PATIENCE);
  expect(lab.state.frame?.nowMs).toBe(0);
});
