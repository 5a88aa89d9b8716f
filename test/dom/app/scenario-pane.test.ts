import '../support/browser';
import { render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { Drafts } from '../../../src/app/drafts.svelte';
import { SandboxSession } from '../../../src/app/sandbox-session.svelte';
import ScenarioPane from '../../../src/app/ScenarioPane.svelte';
import { FakeLab } from '../support/fake-lab';

// Monaco needs a real browser; here it never comes, as on a bad connection.
vi.mock('../../../src/ui/editor/monaco', () => {
  throw new Error('not here');
});

const SHOP = `scenario: A shop
workloads: { people: { rate: 5/s, patience: 2s, journeys: { buy: { share: 100%, start: web.buy } } } }
services:
  web: { workers: 4, queue: 9, endpoints: { buy: { work: 5ms, calls: [{ database.read: optional }] } } }
  database: { workers: 4, queue: 9, endpoints: { read: { work: 5ms } } }
policies: { web -> database: [retry: { attempts: 3 }] }
`;

function open(besidePolicies: boolean) {
  const drafts = { text: () => '', keep: () => {} } as unknown as Drafts;
  const session = new SandboxSession(SHOP, new FakeLab(), drafts);
  render(ScenarioPane, { session, besidePolicies });
  return session;
}

const remarks = () => screen.queryAllByRole('button', { name: /^Line \d+/ });

test('what a reviewer says of policies is said in the scenario where the policy editor is not in view', async () => {
  open(false);
  await vi.waitFor(() => expect(remarks().length).toBeGreaterThan(0));
});

test('what a reviewer says of policies is not said twice where the policy editor stands beside the scenario', () => {
  open(true);
  expect(screen.getByRole('textbox')).toBeTruthy();
  expect(remarks()).toEqual([]);
});

test('a problem of the scenario is told whatever stands beside it', async () => {
  const session = open(true);
  session.editScenario(SHOP.replace('5/s', '5'));
  await vi.waitFor(() => expect(remarks()).toHaveLength(1));
});
