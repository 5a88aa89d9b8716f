import { expect, test } from 'vitest';
import type { Drafts } from '../../../src/app/drafts.svelte';
import { SandboxSession } from '../../../src/app/sandbox-session.svelte';
import { FakeLab } from '../support/fake-lab';

const shop = (policies: string, workers = 4) => `scenario: A shop
workloads: { people: { rate: 5/s, patience: 2s, journeys: { buy: { share: 100%, start: web.buy } } } }
services: { web: { workers: ${workers}, queue: 9, endpoints: { buy: { work: 5ms } } } }
policies: { people -> web: [${policies}] }
`;
const TIMED = 'policies:\n  people -> web:\n    - timeout: 700ms\n';

function open() {
  const kept = new Map<string, string>();
  const drafts = {
    text: (what: string) => kept.get(what) ?? '',
    keep: (what: string, text: string) => void kept.set(what, text),
  } as unknown as Drafts;
  return new SandboxSession(shop('timeout: 1s'), new FakeLab(), drafts);
}

test('policies that were edited stay when the rest of the scenario changes', () => {
  const session = open();
  session.desk.edit(TIMED);
  session.editScenario(shop('timeout: 1s', 8));
  session.run();
  expect(session.desk.text).toBe(TIMED);
  expect(session.lab.state.policies.yaml).toBe(TIMED);
});

test("a scenario's own policies run once they are changed in it, and undo has the others", () => {
  const session = open();
  session.desk.edit(TIMED);
  session.editScenario(shop('timeout: 2s'));
  session.run();
  expect(session.desk.text).toContain('timeout: 2s');
  expect(session.lab.state.policies.yaml).toContain('timeout: 2s');
  session.desk.undo();
  expect(session.desk.text).toBe(TIMED);
});
