// Takes the README's picture: the first lesson, some seconds after the catalog began to hang.
import { chromium } from '@playwright/test';
import { build } from './lib/dist.mjs';
import { findChromium } from './lib/chromium.mjs';
import { serve } from './lib/serve.mjs';

if (!(await build())) process.exit(1);
const host = await serve('dist', 0);
const browser = await chromium.launch({
  executablePath: (await findChromium()) ?? '',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
/** @param {string} name */
const button = (name) => page.getByRole('button', { name, exact: true });

await page.goto(host.url);
await button('Follow one checkout').click();
await button('Next').click({ timeout: 60_000 });
await page.getByLabel('search', { exact: true }).check();
await page.getByRole('spinbutton').fill('60');
await button('Commit').click();
await button('Next').click();
await button('Hang the catalog').click();
await page.getByText('What you said, and what happened').waitFor({ timeout: 120_000 });
await page.screenshot({ path: 'public/screenshot.png' });

await browser.close();
host.close();
