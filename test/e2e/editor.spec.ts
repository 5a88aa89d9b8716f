import { expect, test } from './support/quiet';
import { LESSON, visitWith, workAt } from './support/work';

test('Enter after the key of a list item indents to where what belongs under it stands', async ({ page }) => {
  await visitWith(page, `#/lesson/${LESSON}`, workAt('protect'));
  const editor = page.locator('.monaco-editor').first();
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  for (const line of ['policies:', 'web -> catalog:', '- breaker:', 'failure rate: 50%']) {
    await page.keyboard.type(line);
    // The suggestions would otherwise take Enter for a choice among them.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
  }
  const lines = await editor.locator('.view-line').allInnerTexts();
  expect(lines.map((line) => line.replaceAll('\u00a0', ' ').trimEnd()).sort()).toEqual(
    ['policies:', '  web -> catalog:', '    - breaker:', '        failure rate: 50%', ''].sort(),
  );
});

test('a retry without a timeout is warned of at its place, explained on hover, and applied all the same', async ({
  page,
}) => {
  const text = 'policies:\n  web -> catalog:\n    - retry: { attempts: 3 }\n';
  await visitWith(page, `#/lesson/${LESSON}`, workAt('protect', { policies: { past: [], text, future: [] } }));
  await page.locator('.monaco-editor .squiggly-warning').first().waitFor();
  const remarks = page.getByRole('region', { name: /remark/ });
  await expect(remarks.locator('li.error')).toHaveCount(0);

  // Choosing a remark goes to its place; the editor's own keys show what is to be said there.
  await remarks.getByRole('button', { name: /Line 3.*No timeout stands inside this retry/ }).click();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.press('ControlOrMeta+i');
  const hover = page.locator('.monaco-hover:visible').first();
  await expect(hover).toContainText('No timeout stands inside this retry');
  await expect(hover).toContainText('Tries again when everything inside it failed.');
  await expect(hover).toContainText('Found in: resilience4j Retry');
  await page.keyboard.press('Escape');

  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('# in haste');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByText(/version 2/i).first()).toBeVisible();
});
