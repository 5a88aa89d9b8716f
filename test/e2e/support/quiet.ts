import { expect, test as base } from '@playwright/test';

/**
 * A test in which the page must stay quiet: no error or warning on the console, no exception, no failed request, and
 * nothing that the content policy had to stop. What was heard is compared with nothing when the test ends.
 */
export const test = base.extend<{ quiet: void }>({
  quiet: [
    async ({ page }, use) => {
      const heard: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') heard.push(message.text());
      });
      page.on('pageerror', (error) => heard.push(error.message));
      page.on('requestfailed', (request) => {
        // A reload cuts off whatever was still on its way; nothing failed then.
        const why = request.failure()?.errorText ?? '';
        if (why !== 'net::ERR_ABORTED') heard.push(`${request.url()} failed: ${why}`);
      });
      page.on('response', (response) => {
        if (response.status() >= 400) heard.push(`${response.url()} ${response.status()}`);
      });
      await use();
      expect(heard).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
