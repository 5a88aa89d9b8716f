import { expect, test } from './support/quiet';
import { isWhole, smallestWords } from './support/measure';
import { CATALOG } from './support/policies';
import { LESSON, visitWith, workAt } from './support/work';

const AT_LESSON = `#/lesson/${LESSON}`;

for (const [width, height] of [
  [1024, 768],
  [1440, 900],
] as const) {
  test.describe(`on a screen of ${width} x ${height}`, () => {
    test.use({ viewport: { width, height } });

    test('the whole drawing is in view, legible, beside the policy editor', async ({ page }) => {
      await visitWith(page, AT_LESSON, workAt('protect'));
      await page.locator('.monaco-editor').first().waitFor();
      await expect.poll(() => isWhole(page)).toBe(true);
      expect(await smallestWords(page)).toBeGreaterThanOrEqual(11.5);
    });

    test('the chart opens when a step needs it, and its button closes it for good', async ({ page }) => {
      await page.goto('./');
      await expect(page.getByRole('button', { name: /^web, web app/ })).toBeVisible();
      const chart = page.getByRole('img', { name: /^Chart from/ });
      await expect(chart).toBeHidden();
      await visitWith(page, AT_LESSON, workAt('break', { outcomes: {} }));
      await expect(chart).toBeVisible();
      await expect.poll(() => isWhole(page)).toBe(true);
      expect(await smallestWords(page)).toBeGreaterThanOrEqual(11.5);
      await page.getByRole('button', { name: 'Close the chart' }).click();
      await expect(chart).toBeHidden();
      await expect(page.getByRole('button', { name: /^Pause/ })).toBeVisible();
      await visitWith(page, AT_LESSON, workAt('look'));
      await expect(page.getByRole('button', { name: 'Show the run as a chart' })).toBeVisible();
    });
  });
}

test.describe('on a usual screen', () => {
  test.use({ viewport: { width: 1440, height: 900 } });
  const isCut = (part: Element) => part.scrollWidth > part.clientWidth;

  test('what a word means is read whole, wherever the word stands', async ({ page }) => {
    await page.goto('./');
    await page.getByRole('button', { name: 'answered', exact: true }).hover();
    const meaning = page.getByRole('tooltip').filter({ hasText: 'Of the shoppers whose wait ended' });
    await expect(meaning).toBeVisible();
    expect(await meaning.evaluate(isCut)).toBe(false);
  });

  test('code to take home is read whole beside the drawing', async ({ page }) => {
    await visitWith(page, AT_LESSON, workAt('home'));
    const code = page.locator('pre', { hasText: 'pybreaker.CircuitBreaker' });
    await expect(code).toBeVisible();
    expect(await code.evaluate(isCut)).toBe(false);
    await expect.poll(() => isWhole(page)).toBe(true);
  });
});

test('the shopper’s page keeps its size when the shop has a message of two lines for them', async ({ page }) => {
  const message = 'Price from a few minutes ago. You can still check out.';
  const text = CATALOG.replace('Price from a few minutes ago', message);
  await visitWith(page, AT_LESSON, workAt('protect', { policies: { past: [], text, future: [] } }));
  const shown = page.getByRole('figure').filter({ hasText: 'shop / checkout' });
  await expect(shown).toContainText('Pay');
  const before = await shown.boundingBox();
  await page.getByRole('button', { name: /^Test/ }).click();
  await expect(shown).toContainText(message);
  expect(await shown.boundingBox()).toEqual(before);
});

test('the way back from a first visit leads to where one came from', async ({ page }) => {
  await page.goto('about:blank');
  await page.goto('./');
  await expect(page.getByRole('heading', { name: 'Follow one checkout' })).toBeVisible();
  await page.goBack();
  expect(page.url()).toBe('about:blank');
});

test('a report is printed dark on light whatever the theme, with every attempt open, however one prints', async ({
  page,
}) => {
  const tested = { step: 'protect', storm: 'catalog', seed: 1, changed: true, policies: CATALOG, verdicts: [] };
  await page.addInitScript(() => localStorage.setItem('breakwater.theme', 'dark'));
  await visitWith(page, `${AT_LESSON}/report`, workAt('home', { tests: [tested] }));
  const policies = page.getByText('Price from a few minutes ago');
  await expect(page.getByText(/points/).first()).toBeVisible();
  await expect(policies).toBeHidden();
  const colour = () => page.evaluate(() => getComputedStyle(document.body).color);
  expect(await colour()).toBe('rgb(232, 237, 241)');
  await page.emulateMedia({ media: 'print' });
  expect(await colour()).toBe('rgb(22, 34, 46)');
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await expect(policies).toBeVisible();
});
