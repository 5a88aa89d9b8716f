import { expect, test } from './support/quiet';
import { typePolicies } from './support/policies';

const SMALL = `scenario: Two of them
workloads:
  visitors:
    rate: 20/s
    patience: 2s
    answer within: 1s
    journeys:
      home: { share: 100%, start: front.home }
services:
  front:
    replicas: 1
    workers: 4
    queue: 10
    endpoints:
      home:
        work: { constant: 5ms }`;

test('a scenario of one’s own is written, its problems are told with their place, and it runs', async ({ page }) => {
  await page.goto('./#/sandbox');
  await expect(page.getByRole('button', { name: /^catalog, service/ })).toBeVisible();
  const scenario = page.getByRole('region', { name: 'Scenario', exact: true });
  await scenario.locator('.monaco-editor').first().click();

  await typePolicies(page, SMALL.replace('20/s', '20'));
  await expect(scenario.getByText(/Line 4, column 11/)).toBeVisible();
  await expect(scenario.getByRole('button', { name: 'Run it' })).toBeDisabled();

  await page.keyboard.press('ControlOrMeta+Home');
  for (let down = 1; down < 4; down += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.type('/s');
  await page.keyboard.press('Escape');
  await scenario.getByRole('button', { name: 'Run it' }).click();
  await expect(page.getByRole('button', { name: /^front, service/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /^catalog, service/ })).toBeHidden();

  await page.reload();
  await expect(page.getByRole('button', { name: /^front, service/ })).toBeVisible();
  await page.getByRole('button', { name: 'Back to the lesson’s shop' }).click();
  await expect(page.getByRole('button', { name: /^catalog, service/ })).toBeVisible();
});

test('the editor completes and explains the policies', async ({ page }) => {
  await page.goto('./#/sandbox');
  await page.getByRole('button', { name: 'Open policy, inspector and log' }).click();
  const policy = page.getByRole('region', { name: 'Policy editor' });
  await policy.locator('.monaco-editor').first().click();
  await typePolicies(page, 'policies:\n  web -> catalog:\n    - ');
  await page.keyboard.press('Control+Space');
  await expect(page.getByRole('option', { name: /breaker/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.type('timeout: 1s');
  await policy.getByText('timeout', { exact: false }).first().hover();
  await expect(page.getByRole('tooltip')).toContainText('timeout');
});

const SCRIPT = `scenario: Told call by call
workloads:
  test:
    script: [{ at: 0ms, takes: 20ms, ends: failure }, { at: 30ms, takes: 1ms, ends: success }]
    journeys: { call: { share: 100%, start: api.get } }
services:
  api: { workers: 10, queue: 0, endpoints: { get: { work: 0ms } } }
links: { default: { latency: 0ms } }
policies: { test -> api: [{ breaker: { window: 1 calls, minimum calls: 1 } }] }`;

test('a script is gone through call by call, from the start, a step at a time', async ({ page }) => {
  await page.addInitScript(
    (scenario) => localStorage.setItem('breakwater.drafts', JSON.stringify({ 'sandbox/scenario': scenario })),
    SCRIPT,
  );
  await page.goto('./#/sandbox');
  await page.getByRole('button', { name: 'Pause (space)' }).click();
  await page.getByRole('button', { name: 'To the next thing that happens (.)' }).click();
  await page.getByRole('button', { name: 'From the start' }).click();
  const lines = page.getByRole('log', { name: 'Call by call' }).getByRole('listitem');
  await expect(lines).toHaveCount(0);
  const step = page.getByRole('button', { name: 'Step', exact: true });
  await step.click();
  await expect(lines).toHaveCount(3);
  await expect(lines.first()).toContainText('Call 1: attempt 1 leaves.');
  await step.click();
  await expect(lines.first()).toContainText('Call 1 ends: error.');
  await expect(page.getByText('test → api: breaker: closed → open.')).toBeVisible();
  await step.click();
  await expect(lines.first()).toContainText('Call 2 ends: breaker open.');
});
