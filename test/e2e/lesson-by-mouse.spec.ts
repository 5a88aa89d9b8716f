import type { Page } from '@playwright/test';
import { expect, test } from './support/quiet';
import { CATALOG, PAYMENTS, typeBelow, typePolicies } from './support/policies';

test.setTimeout(300_000);

const next = (page: Page) => page.getByRole('button', { name: 'Next', exact: true });
const editor = (page: Page) => page.locator('.monaco-editor').first();
const testButton = (page: Page) => page.getByRole('button', { name: /^Test/ });

test('a student does the whole lesson with the mouse, and a reload in the middle loses nothing', async ({ page }) => {
  await test.step('a first visit is in the lesson, on a healthy shop that runs already', async () => {
    await page.goto('./');
    await expect(page.getByRole('heading', { name: 'Follow one checkout' })).toBeVisible();
    await expect(page.getByRole('button', { name: /^web, .*healthy/ })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Policy, inspector and log' })).toBeHidden();
    await expect(next(page)).toBeDisabled();
  });

  await test.step('look', async () => {
    await page.getByRole('button', { name: 'Follow one checkout', exact: true }).click();
    await expect(page.getByRole('list', { name: 'What happened to this checkout request' })).toContainText(
      'payments.charge',
    );
    await next(page).click();
  });

  await test.step('predict: a reload before the commitment keeps what was ticked', async () => {
    await page.getByRole('checkbox', { name: 'search' }).check();
    await page.getByRole('spinbutton').fill('60');
    await page.reload();
    await expect(page.getByRole('checkbox', { name: 'search' })).toBeChecked();
    await expect(page.getByRole('spinbutton')).toHaveValue('60');
    await expect(next(page)).toBeDisabled();
    await page.getByRole('button', { name: 'Commit' }).click();
    await next(page).click();
  });

  await test.step('break: workers fill slowly, then the prediction is compared', async () => {
    await page.getByRole('button', { name: 'Hang the catalog', exact: true }).click();
    await expect(page.getByRole('button', { name: /^catalog, .*hanging/ })).toBeVisible();
    await expect(page.getByRole('combobox', { name: 'Speed' })).toHaveValue('0.1');
    // Seen enough of it.
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('10');
    const compared = page.getByRole('table', { name: 'What you said, and what happened' });
    await expect(compared).toBeVisible({ timeout: 120_000 });
    await expect(compared.getByRole('row', { name: /^search finishes stops/ })).toBeVisible();
    await next(page).click();
  });

  await test.step('explain: the cause is told only after something was said', async () => {
    await expect(page.getByText('Why did this checkout fail?')).toBeHidden();
    await page.getByRole('textbox').fill('All the workers waited.');
    await page.getByRole('button', { name: 'Say it' }).click();
    await expect(page.getByText('Why did this checkout fail?')).toBeVisible();
    await expect(page.getByRole('list', { name: 'What happened to this search request' })).toBeVisible();
    await page.getByRole('radio', { name: /More shoppers came/ }).check();
    await expect(page.getByText('Not this one.')).toBeVisible();
    await page.getByRole('radio', { name: /Web had no worker/ }).check();
    await page.getByRole('textbox').fill('Its workers are shared, and all were held.');
    await page.getByRole('button', { name: 'Keep it' }).click();
    const answer = page.getByRole('heading', { name: 'One good answer' });
    await expect(answer).toBeFocused();
    await expect(answer).toBeInViewport();
    await next(page).click();
  });

  await test.step('protect: an untouched start fails, and is no attempt', async () => {
    await expect(editor(page)).toBeVisible();
    await testButton(page).click();
    await expect(page.getByText(/checks not passed yet/)).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText(/No attempt yet/)).toBeVisible();
  });

  await test.step('protect: a failed check leads to its moment', async () => {
    await page
      .getByRole('button', { name: /^Go to/ })
      .first()
      .click();
    await expect(page.getByRole('button', { name: /^catalog, .*hanging/ })).toBeVisible();
  });

  await test.step('protect: an invalid edit cannot be applied, a valid one takes force when it is', async () => {
    await editor(page).click();
    await typePolicies(page, CATALOG.replace('500ms', 'soon'));
    await expect(page.getByText(/Cannot be applied: 1 problem/)).toBeVisible();
    await expect(page.getByText(/Line 5, column \d+/)).toBeVisible();
    await expect(page.getByRole('button', { name: /^Apply/ })).toBeDisabled();
    for (let at = 0; at < 'soon'.length; at += 1) await page.keyboard.press('Backspace');
    await page.keyboard.type('500ms');
    await page.keyboard.press('Escape');
    await expect(page.getByText('Not applied yet.')).toBeVisible();
    await page.getByRole('button', { name: /^Apply/ }).click();
    await expect(page.getByText(/Running: version \d+, since/)).toBeVisible();
  });

  await test.step('protect: old calls still hold workers, and the run is played again without them', async () => {
    await expect(page.getByText('Old calls still hold workers')).toBeVisible();
    await page.getByRole('button', { name: 'Replay from before the break' }).click();
    await expect(page.getByText('Old calls still hold workers')).toBeHidden();
    await expect(page.getByText(/breaker open/).first()).toBeVisible();
  });

  await test.step('protect: a reload keeps the text, and every check passes', async () => {
    await page.reload();
    await expect(editor(page)).toContainText('Price from a few minutes ago');
    await testButton(page).click();
    await expect(page.getByText('Every check passed.')).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText('One attempt so far.')).toBeVisible();
    await next(page).click();
  });

  await test.step('transfer: payments hangs instead', async () => {
    await expect(editor(page)).toBeVisible();
    await editor(page).click();
    await typeBelow(page, PAYMENTS);
    await testButton(page).click();
    await expect(page.getByText('Every check passed.')).toBeVisible({ timeout: 60_000 });
    await next(page).click();
  });

  await test.step('take it home, and the report has it all', async () => {
    await expect(page.getByText('pybreaker.CircuitBreaker')).toBeVisible();
    await page.getByRole('button', { name: 'See your report' }).click();
    await expect(page.getByText('7 of 7 steps done')).toBeVisible();
    await expect(page.getByText('Its workers are shared, and all were held.')).toBeVisible();
    await expect(page.getByRole('table', { name: 'What you said, and what happened' })).toBeVisible();
  });

  await test.step('a later visit opens the list with the progress', async () => {
    await page.goto('./#/');
    await expect(page.getByText('finished')).toBeVisible();
  });
});
