import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { serve } from '../../scripts/lib/serve.mjs';

test('dist works under any path of a host that sends no special headers', async ({ page }) => {
  const root = mkdtempSync(join(tmpdir(), 'breakwater-host-'));
  cpSync('dist', join(root, 'courses/autumn/lab'), { recursive: true });
  const host = await serve(root, 0);

  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('requestfailed', (request) => problems.push(`${request.url()} failed`));
  page.on('response', (response) => {
    if (!response.ok()) problems.push(`${response.url()} ${response.status()}`);
  });

  await page.goto(`${host.url}courses/autumn/lab/`);
  await expect(page.locator('#app')).toContainText('Breakwater');
  await page.waitForLoadState('networkidle');
  expect(problems).toEqual([]);

  host.close();
  rmSync(root, { recursive: true });
});
