import type { Page } from '@playwright/test';
import { typePolicies } from './support/policies';
import { expect, test } from './support/quiet';
import { LESSON, visitWith, workAt } from './support/work';

const AT_LESSON = `#/lesson/${LESSON}`;

const waits = (page: Page, name: string) => page.getByRole('heading', { name: `${name} is open in another tab` });
const editor = (page: Page) => page.locator('.monaco-editor').first();
const goOnHere = (page: Page) => page.getByRole('button', { name: 'Go on here' });

test('a lesson is saved from one tab, the other one says so, and going on there loses nothing', async ({ page }) => {
  await visitWith(page, AT_LESSON, workAt('protect'));
  await editor(page).click();
  await typePolicies(page, 'policies: { web -> catalog: [timeout: 111ms] }');

  const second = await page.context().newPage();
  await second.goto(`./${AT_LESSON}`);
  await expect(waits(second, 'The weakest link')).toBeVisible();
  await expect(editor(second)).toBeHidden();

  await goOnHere(second).click();
  await expect(editor(second)).toContainText('111ms');
  await expect(waits(page, 'The weakest link')).toBeVisible();
  await editor(second).click();
  await typePolicies(second, 'policies: { web -> catalog: [timeout: 222ms] }');

  await goOnHere(page).click();
  await expect(editor(page)).toContainText('222ms');
  await expect(waits(second, 'The weakest link')).toBeVisible();
  await page.close();
  await expect(editor(second)).toContainText('222ms');
});

test('a tab that waits lets another part of the lab be used, and a file loaded there arrives in the tab that saves', async ({
  page,
}) => {
  await visitWith(page, AT_LESSON, workAt('predict'));
  await expect(page.getByRole('heading', { name: 'What will the catalog take with it?' })).toBeVisible();

  const second = await page.context().newPage();
  await second.goto('./#/sandbox');
  await expect(second.getByRole('button', { name: /^catalog, service/ })).toBeVisible();
  const third = await page.context().newPage();
  await third.goto('./#/sandbox');
  await expect(waits(third, 'Sandbox')).toBeVisible();
  await third.getByRole('link', { name: 'To the lessons' }).click();
  await expect(third.getByText('1 of 7 steps done')).toBeVisible();

  const file = { format: 'breakwater work', version: 1, visited: true, lessons: { [LESSON]: workAt('explain') } };
  await third
    .locator('input[type=file]')
    .setInputFiles({ name: 'work.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(file)) });
  await third.getByRole('button', { name: 'Load it' }).click();
  await expect(third.getByText('3 of 7 steps done')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Why did search go down?' })).toBeVisible();
});
