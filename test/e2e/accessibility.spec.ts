import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support/quiet';
import { LESSON, visitWith, workAt } from './support/work';

const AT_LESSON = `#/lesson/${LESSON}`;

/** The page stands still first: what moves is measured in the middle of its move. */
async function standStill(page: Page): Promise<void> {
  const pause = page.getByRole('button', { name: 'Pause' });
  if (await pause.isVisible()) await pause.click();
}

async function expectNoViolations(page: Page): Promise<void> {
  await page.evaluate(() => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    return Promise.allSettled(ending.map(({ finished }) => finished));
  });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
}

const running = (page: Page) => page.getByRole('button', { name: 'Pause' }).waitFor();
const editor = (page: Page) => page.locator('.monaco-editor').first().waitFor();

/** The main views, and how to come to each. */
const VIEWS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'a first visit': async (page) => {
    await page.goto('./');
    await running(page);
  },
  'a prediction': async (page) => {
    await visitWith(page, AT_LESSON, workAt('predict'));
    await running(page);
  },
  'a break that was compared': async (page) => {
    await visitWith(page, AT_LESSON, workAt('break', { done: ['look', 'predict', 'break'] }));
    await running(page);
  },
  'an explanation with its trace and causes': async (page) => {
    await visitWith(page, AT_LESSON, workAt('explain'));
    await page.getByRole('list', { name: 'What happened to this search request' }).waitFor();
  },
  'the policy editor': async (page) => {
    await visitWith(page, AT_LESSON, workAt('protect'));
    await editor(page);
  },
  'the verdicts of a test': async (page) => {
    await visitWith(page, AT_LESSON, workAt('protect'));
    await running(page);
    await page.getByRole('button', { name: 'Test', exact: false }).first().click();
    await page.getByText(/checks not passed yet/).waitFor();
  },
  'a service in the inspector': async (page) => {
    await page.goto('./#/sandbox');
    await running(page);
    await page.getByRole('button', { name: /^catalog, service/ }).click();
    await page.getByRole('heading', { name: 'Break catalog' }).waitFor();
  },
  'the keyboard help': async (page) => {
    await page.goto('./#/sandbox');
    await running(page);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
  },
  'the list of lessons': async (page) => {
    await visitWith(page, '#/', workAt('protect'));
    await page.getByRole('heading', { name: 'Lessons' }).waitFor();
  },
  'the report': async (page) => {
    await visitWith(page, `${AT_LESSON}/report`, workAt('home'));
    await page.getByRole('heading', { name: 'Predictions' }).waitFor();
  },
  'what the simulator reproduces': async (page) => {
    await visitWith(page, '#/', workAt('protect'));
    await page.getByRole('link', { name: 'Can I trust this?' }).click();
    await page.getByRole('rowheader', { name: 'M/M/1, load 0.8' }).waitFor();
  },
  'the list of policies': async (page) => {
    await page.goto('./#/policies');
    await page.getByRole('link', { name: 'Circuit breaker' }).waitFor();
  },
  'the guide to one policy': async (page) => {
    await page.goto('./#/policies/breaker');
    await page.getByRole('img', { name: /^Diagram of the states/ }).waitFor();
  },
  'a lesson that is open in another tab': async (page) => {
    const other = await page.context().newPage();
    await visitWith(other, AT_LESSON, workAt('look'));
    await running(other);
    await page.goto(`./${AT_LESSON}`);
    await page.getByRole('button', { name: 'Go on here' }).waitFor();
  },
  'an address that leads nowhere': async (page) => {
    await page.goto('./#/nowhere');
    await page.getByRole('link', { name: 'To the lessons' }).waitFor();
  },
};

for (const [view, open] of Object.entries(VIEWS)) {
  test(`${view} has no accessibility violation, in light colours and in dark`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await open(page);
    await standStill(page);
    await expectNoViolations(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectNoViolations(page);
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('every part of the lab has no accessibility violation', async ({ page }) => {
    await visitWith(page, AT_LESSON, workAt('protect'));
    const parts = page.getByRole('navigation', { name: 'Parts of the lab' });
    for (const name of ['System', 'Policy', 'Inspect', 'Log', 'Lesson']) {
      await parts.getByRole('button', { name, exact: true }).tap();
      if (name === 'System') {
        await running(page);
        await standStill(page);
      }
      if (name === 'Policy') await editor(page);
      await expectNoViolations(page);
    }
  });
});
