import type { Locator, Page } from '@playwright/test';
import { mainTasks, type MainTask } from './support/main-thread';
import { expect, test } from './support/quiet';

test.setTimeout(300_000);

/** The page answers within this, whatever it is at; as `mainTasks` measures it. */
const LONGEST_MS = 50;

/** Long enough for whatever the page does of its own accord after something was done to it. */
const SETTLES_MS = 2000;

const editor = (page: Page) => page.locator('.monaco-editor').first().getByRole('textbox');
const next = (page: Page) => page.getByRole('button', { name: 'Next', exact: true }).click();

/** By keys, for what `fill` makes the page do counts as the test's (see `mainTasks`). */
async function write(page: Page, box: Locator, text: string): Promise<void> {
  await box.click();
  await page.keyboard.type(text);
}

function expectShort(tasks: readonly MainTask[]): void {
  expect(tasks.length).toBeGreaterThan(0);
  expect(tasks.filter(({ ms }) => ms > LONGEST_MS)).toEqual([]);
}

async function visit(page: Page): Promise<void> {
  await page.goto('./');
  await expect(page.getByRole('button', { name: /^web, .*healthy/ })).toBeVisible();
  await page.waitForTimeout(SETTLES_MS);
}

test('a first visit keeps the page free while it loads and the shop starts', async ({ browser, page }) => {
  expectShort(await mainTasks(browser, page, () => visit(page)));
});

test('an editor that nobody prepared for opens, and is typed in, without blocking the page', async ({
  browser,
  page,
}) => {
  await visit(page);
  const tasks = await mainTasks(browser, page, async () => {
    await page.getByRole('button', { name: 'Open policy, inspector and log' }).click();
    await expect(editor(page)).toBeVisible();
    await page.locator('.monaco-editor .view-lines').click();
    await page.waitForTimeout(SETTLES_MS);
    await page.keyboard.press('Control+End');
    await page.keyboard.type('  web -> cat');
    await page.waitForTimeout(SETTLES_MS);
  });
  expectShort(tasks);
});

test('the way to the step in which policies are edited never blocks the page', async ({ browser, page }) => {
  await visit(page);

  await test.step('look and predict, while the editor is loaded ahead', async () => {
    const tasks = await mainTasks(browser, page, async () => {
      await page.getByRole('button', { name: 'Follow one checkout', exact: true }).click();
      await next(page);
      await page.getByRole('checkbox', { name: 'None of them' }).check();
      await write(page, page.getByRole('spinbutton'), '10');
      await page.getByRole('button', { name: 'Commit' }).click();
      await next(page);
      await page.waitForTimeout(SETTLES_MS);
    });
    expectShort(tasks);
  });

  await test.step('break', async () => {
    const tasks = await mainTasks(browser, page, async () => {
      await page.getByRole('button', { name: 'Hang the catalog', exact: true }).click();
      await expect(page.getByRole('combobox', { name: 'Speed' })).toHaveValue('0.1');
      await page.getByRole('combobox', { name: 'Speed' }).press('2');
      await expect(page.getByRole('combobox', { name: 'Speed' })).toHaveValue('2');
      await next(page);
    });
    expectShort(tasks);
  });

  await test.step('explain, and on to the editor', async () => {
    const tasks = await mainTasks(browser, page, async () => {
      await write(page, page.getByRole('textbox'), 'All the workers waited.');
      await page.getByRole('button', { name: 'Say it' }).click();
      await page.getByRole('radio', { name: /Web had no worker/ }).check();
      await write(page, page.getByRole('textbox'), 'Its workers are shared.');
      await page.getByRole('button', { name: 'Keep it' }).click();
      await next(page);
      await expect(editor(page)).toBeVisible();
      await page.waitForTimeout(SETTLES_MS);
    });
    expectShort(tasks);
  });
});
