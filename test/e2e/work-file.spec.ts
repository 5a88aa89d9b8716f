import { readFile } from 'node:fs/promises';
import { expect, test } from './support/quiet';
import { LESSON, visitWith, workAt } from './support/work';

const AT_LESSON = `#/lesson/${LESSON}`;

test('work is saved to a file, reset, and loaded again', async ({ page }) => {
  await visitWith(page, AT_LESSON, workAt('explain', { explanations: {} }));
  await expect(page.getByRole('heading', { name: 'Why did search go down?' })).toBeVisible();

  await page.getByRole('button', { name: 'Menu' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save work to a file' }).click();
  const file = await (await downloading).path();
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ lessons: { [LESSON]: { step: 'explain' } } });

  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('button', { name: 'Reset this lesson' }).click();
  await page.getByRole('button', { name: 'Reset it' }).click();
  await expect(page.getByRole('heading', { name: 'Follow one checkout' })).toBeVisible();

  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Load it' }).click();
  await expect(page.getByRole('heading', { name: 'Why did search go down?' })).toBeVisible();
});

test('a file that is no saved work is refused in words, and nothing is lost', async ({ page }) => {
  await visitWith(page, AT_LESSON, workAt('predict'));
  await expect(page.getByRole('heading', { name: 'What will the catalog take with it?' })).toBeVisible();
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('not work') });
  await page.getByRole('button', { name: 'Load it' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'could not be read' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'What will the catalog take with it?' })).toBeVisible();
});

test('the colours chosen are kept', async ({ page }) => {
  await visitWith(page, AT_LESSON, workAt('look'));
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect.poll(background).not.toBe(light);
  const dark = await background();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Follow one checkout' })).toBeVisible();
  expect(await background()).toBe(dark);
});
