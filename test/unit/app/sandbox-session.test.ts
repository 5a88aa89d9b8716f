import { expect, test } from 'vitest';
import { policiesOf } from '../../../src/app/sandbox-session.svelte';

test("a scenario's own policies become a document of their own, comments included", () => {
  const scenario = 'scenario: A\npolicies:\n  # the weak one\n  web -> db:\n    - timeout: 1s\n';
  expect(policiesOf(scenario)).toBe('policies:\n  # the weak one\n  web -> db:\n    - timeout: 1s\n');
});

test('lines of policies stay as long as they were written', () => {
  const list =
    '  web -> db: [{ retry: { attempts: 3, backoff: { exponential: 50ms }, budget: 20% } }, { timeout: 250ms }]';
  expect(policiesOf(`scenario: A\npolicies:\n${list}\n`)).toContain(
    '[ { retry: { attempts: 3, backoff: { exponential: 50ms }, budget: 20% } }, { timeout: 250ms } ]',
  );
});

test('a scenario without policies, or that is no YAML, begins with none', () => {
  expect(policiesOf('scenario: A\n')).toBe('policies: {}\n');
  expect(policiesOf('a: [')).toBe('policies: {}\n');
});

test('what a service does about those who come stands beside the policies, if it does more than queue', () => {
  const scenario = `scenario: A
services:
  web: { workers: 1, queue: 4, shed: {}, endpoints: {} }
  db:
    # the newest first
    queue: { size: 8, discipline: lifo }
  cache: { queue: 2 }
policies: {}
`;
  expect(policiesOf(scenario)).toBe(`policies: {}
services:
  web:
    queue: 4
    shed: {}
  db:
    queue: { size: 8, discipline: lifo }
`);
});
