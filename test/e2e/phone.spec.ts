import type { Page } from '@playwright/test';
import { expect, test } from './support/quiet';
import { coveredServices, isWhole, smallestWords, tooSmallToTouch } from './support/measure';
import { LESSON, visitWith, workAt } from './support/work';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

const part = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Parts of the lab' }).getByRole('button', { name, exact: true });

/** Nothing sticks out of the screen sideways. */
async function expectToFit(page: Page): Promise<void> {
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
  expect(widths[0]).toBeLessThanOrEqual(widths[1]);
}

test('a first visit on a phone has the drawing and the lesson in view together, every word legible', async ({
  page,
}) => {
  await page.goto('./');
  await expect(page.getByRole('heading', { name: 'Follow one checkout' })).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('button', { name: 'Follow one checkout', exact: true })).toBeInViewport({ ratio: 1 });
  for (const name of [/^web, web app/, /^catalog, service/, /^cart, service/]) {
    await expect(page.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
  }
  expect(await smallestWords(page)).toBeGreaterThanOrEqual(11.5);
  await expectToFit(page);
});

test('on a phone the checkout is followed on the whole drawing, and the way back leads to its story', async ({
  page,
}) => {
  await page.goto('./');
  await page.getByRole('button', { name: 'Follow one checkout', exact: true }).tap();
  await expect(page.getByRole('heading', { name: 'Follow one checkout' })).toBeHidden();
  await expect.poll(() => isWhole(page)).toBe(true);
  expect(await smallestWords(page)).toBeGreaterThanOrEqual(11.5);
  await page.getByRole('button', { name: /Done: read on/ }).tap();
  await expect(page.getByRole('list', { name: 'What happened to this checkout request' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^web, web app/ })).toBeInViewport({ ratio: 1 });
});

test('on a narrower phone too the whole drawing is seen, and none of it lies under its buttons', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 812 });
  await visitWith(page, `#/lesson/${LESSON}`, workAt('protect'));
  await part(page, 'System').tap();
  await expect(page.getByRole('button', { name: 'Read it as a table' })).toBeVisible();
  await expect.poll(() => isWhole(page)).toBe(true);
  expect(await smallestWords(page)).toBeGreaterThanOrEqual(11.5);
  await page.getByRole('button', { name: /^catalog, service/ }).tap();
  await expect(page.getByRole('button', { name: 'Inspect catalog' })).toBeVisible();
  expect(await isWhole(page)).toBe(true);
});

test('on a phone nothing lies over the services that are seen above an open chart', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 812 });
  await visitWith(page, `#/lesson/${LESSON}`, workAt('protect'));
  await part(page, 'System').tap();
  await page.getByRole('button', { name: 'Show the run as a chart' }).tap();
  await expect(page.getByRole('button', { name: 'Read it as a table' })).toBeHidden();
  await expect(page.getByRole('button', { name: /^search, service/ })).toBeInViewport({ ratio: 1 });
  expect(await coveredServices(page)).toEqual([]);
  await page.getByRole('button', { name: 'Close the chart' }).tap();
  await expect(page.getByRole('button', { name: 'Read it as a table' })).toBeVisible();
  expect(await coveredServices(page)).toEqual([]);
});

test('on a phone the lesson is raised over the drawing, and lowered again', async ({ page }) => {
  await visitWith(page, `#/lesson/${LESSON}`, workAt('protect'));
  const web = page.getByRole('button', { name: /^web, web app/ });
  await expect(web).toBeVisible();
  await page.getByRole('button', { name: 'Show more of the lesson' }).tap();
  await expect(web).toBeHidden();
  await page.getByRole('button', { name: 'Show the drawing above the lesson' }).tap();
  await expect(web).toBeVisible();
});

test('on a phone everything that is pressed is as large as a finger', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('button', { name: /^web, web app/ }).waitFor();
  expect(await tooSmallToTouch(page)).toEqual([]);
  for (const name of ['System', 'Policy', 'Inspect', 'Log']) {
    await part(page, name).tap();
    if (name === 'System') await page.getByRole('button', { name: 'Show the run as a chart' }).tap();
    expect(await tooSmallToTouch(page)).toEqual([]);
  }
});

test('on a phone the parts of the lab are seen one at a time', async ({ page }) => {
  await page.goto('./');
  await expect(page.getByRole('heading', { name: 'Follow one checkout' })).toBeVisible();
  await expectToFit(page);

  await part(page, 'System').tap();
  await expect(page.getByRole('heading', { name: 'Follow one checkout' })).toBeHidden();
  await expect(page.getByRole('button', { name: /^catalog, service/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Pause/ })).toBeVisible();
  await expectToFit(page);

  for (const name of ['Policy', 'Inspect', 'Log']) {
    await part(page, name).tap();
    await expect(page.getByRole('tabpanel')).toBeVisible();
    await expect(page.getByRole('button', { name: /^catalog, service/ })).toBeHidden();
    await expectToFit(page);
  }
});

test('on a phone a service is tapped, looked into, broken and healed', async ({ page }) => {
  await page.goto('./#/sandbox');
  await page.getByRole('button', { name: /^catalog, service/ }).tap();
  await page.getByRole('button', { name: 'Inspect catalog' }).tap();
  await page.getByRole('radio', { name: 'Hang' }).tap();
  await page.getByRole('button', { name: 'Break it' }).tap();
  await part(page, 'System').tap();
  await expect(page.getByRole('button', { name: /^catalog, .*hanging/ })).toBeVisible();
  await part(page, 'catalog').or(part(page, 'Inspect')).tap();
  await page.getByRole('button', { name: /^Heal/ }).first().tap();
  await part(page, 'System').tap();
  await expect(page.getByRole('button', { name: /^catalog, .*hanging/ })).toBeHidden();
});

test('on a phone a test is played and its verdicts are read', async ({ page }) => {
  await visitWith(page, `#/lesson/${LESSON}`, workAt('protect'));
  await page.getByRole('button', { name: /^Test/ }).tap();
  await expect(page.getByText(/checks not passed yet/)).toBeVisible({ timeout: 60_000 });
  await expectToFit(page);
});
