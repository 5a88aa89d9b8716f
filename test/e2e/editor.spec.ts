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
