import { expect, test as base, type BrowserContext } from '@playwright/test';

/** What a browser complains of: errors and warnings on the console, exceptions, failed requests. Grows as it is heard. */
export function complaints(context: BrowserContext): readonly string[] {
  const heard: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') heard.push(message.text());
  });
  context.on('weberror', (error) => heard.push(error.error().message));
  context.on('requestfailed', (request) => {
    // A reload cuts off whatever was still on its way; nothing failed then.
    const why = request.failure()?.errorText ?? '';
    if (why !== 'net::ERR_ABORTED') heard.push(`${request.url()} failed: ${why}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) heard.push(`${response.url()} ${response.status()}`);
  });
  return heard;
}

/**
 * A test in which the page must stay quiet: no complaint, and nothing that the content policy had to stop. What was
 * heard is compared with nothing when the test ends.
 */
export const test = base.extend<{ quiet: void }>({
  quiet: [
    async ({ context }, use) => {
      const heard = complaints(context);
      await use();
      expect(heard).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
