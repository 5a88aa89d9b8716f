import type { Page } from '@playwright/test';

/** As a student might write them. */
export const CATALOG = `policies:
  web -> catalog:
    - fallback: { use: cached, up to: 5min old, otherwise: fail, message: Price from a few minutes ago }
    - breaker: { failure rate: 50%, window: 20 calls, open for: 5s }
    - timeout: 500ms`;

/** What protects from another service too, to stand below that. */
export const PAYMENTS = `  web -> payments:
    - breaker: { failure rate: 50%, window: 10 calls, open for: 5s }
    - timeout: 2s`;

/** Types a text into the editor that has the focus, key by key, in place of what is there. */
export async function typePolicies(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await typeLines(page, text);
}

/** Types lines into the editor that has the focus, key by key, below what is there. */
export async function typeBelow(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+End');
  await newLine(page);
  await typeLines(page, text);
}

async function typeLines(page: Page, text: string): Promise<void> {
  for (const [at, line] of text.split('\n').entries()) {
    if (at > 0) await newLine(page);
    await page.keyboard.type(line);
    // The suggestions would otherwise take Enter for a choice among them.
    await page.keyboard.press('Escape');
  }
}

async function newLine(page: Page): Promise<void> {
  await page.keyboard.press('Enter');
  // Whatever the editor indented by itself makes way for the indentation of the text.
  await page.keyboard.press('Shift+Home');
}
