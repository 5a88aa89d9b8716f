import type { Locator, Page } from '@playwright/test';
import { CATALOG, PAYMENTS, typeBelow, typePolicies } from './support/policies';
import { expect, test } from './support/quiet';

test.setTimeout(300_000);

/** Presses Tab until that has the focus, as far as a patient person would. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.waitFor({ timeout: 20_000 });
  for (let pressed = 0; pressed < 120; pressed += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Not reached by ${key}: ${String(target)}`);
}

async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await expect(target).toBeEnabled({ timeout: 120_000 });
  await tabTo(page, target);
  await page.keyboard.press(key);
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const next = (page: Page) => button(page, 'Next');
const editorText = (page: Page) => page.locator('.monaco-editor').first().getByRole('textbox');

/** Tab indents in the editor; this is the way out that the editor itself tells of. */
async function leaveEditor(page: Page): Promise<void> {
  if (await page.getByText('Tab indents.').isVisible()) await page.keyboard.press('Control+m');
  await expect(page.getByText('Tab leaves the editor.')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(editorText(page)).not.toBeFocused();
}

test('a student does the whole lesson with the keyboard alone', async ({ page }) => {
  await test.step('look', async () => {
    await page.goto('./');
    await press(page, button(page, 'Follow one checkout'));
    await press(page, next(page));
  });

  await test.step('predict', async () => {
    await expect(
      page.getByRole('region', { name: 'Lesson', exact: true }).getByRole('heading', { level: 2 }),
    ).toBeFocused();
    await press(page, page.getByRole('checkbox', { name: 'None of them' }), 'Space');
    await tabTo(page, page.getByRole('slider'));
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('spinbutton')).toHaveValue('1');
    await press(page, button(page, 'Commit'));
    await press(page, next(page));
  });

  await test.step('break, watching the graph as a graph and as words', async () => {
    await press(page, button(page, 'Hang the catalog'));
    const catalog = page.getByRole('button', { name: /^catalog, .*hanging/ });
    await expect(catalog).toBeVisible();
    await tabTo(page, page.locator('[data-stop][tabindex="0"]'));
    await page.keyboard.press('ArrowDown');
    await expect(page.locator('[data-stop]:focus')).toHaveCount(1);
    await expect(page.getByRole('combobox', { name: 'Speed' })).toHaveValue('0.1');
    // Seen enough of it: a select takes the first choice that begins with what is typed.
    await tabTo(page, page.getByRole('combobox', { name: 'Speed' }));
    await page.keyboard.type('5');
    await expect(page.getByRole('combobox', { name: 'Speed' })).toHaveValue('5');
    await expect(page.getByRole('table', { name: 'What you said, and what happened' })).toBeVisible({
      timeout: 120_000,
    });
    await press(page, next(page));
  });

  await test.step('explain', async () => {
    await tabTo(page, page.getByRole('textbox'));
    await page.keyboard.type('The workers all waited.');
    await press(page, button(page, 'Say it'));
    await tabTo(page, page.getByRole('radio').first());
    await page.keyboard.press('ArrowUp');
    await expect(page.getByRole('radio', { name: /Web had no worker/ })).toBeChecked();
    await tabTo(page, page.getByRole('textbox'));
    await page.keyboard.type('Workers are shared.');
    await press(page, button(page, 'Keep it'));
    await press(page, next(page));
  });

  await test.step('protect: type, apply, leave the editor, and test', async () => {
    await tabTo(page, editorText(page));
    await typePolicies(page, CATALOG);
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(page.getByText(/Running: version \d+, since/)).toBeVisible();
    await leaveEditor(page);
    await page.keyboard.press('t');
    await expect(page.getByText('Every check passed.')).toBeVisible({ timeout: 60_000 });
    await press(page, next(page));
  });

  await test.step('transfer', async () => {
    await tabTo(page, editorText(page));
    await typeBelow(page, PAYMENTS);
    await leaveEditor(page);
    await page.keyboard.press('t');
    await expect(page.getByText('Every check passed.')).toBeVisible({ timeout: 60_000 });
    await press(page, next(page));
  });

  await test.step('the report', async () => {
    await press(page, button(page, 'See your report'));
    await expect(page.getByText('7 of 7 steps done')).toBeVisible();
  });
});
