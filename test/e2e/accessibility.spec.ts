import AxeBuilder from '@axe-core/playwright';
import { test as base, type Page } from '@playwright/test';
import { complaints, expect, test } from './support/quiet';
import { goOnTo, goOnWith, LESSON, visitWith, workAt } from './support/work';

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
  // The page has no frames, which alone would ask for more than the page itself; of all that holds, no list is needed.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
}

const running = (page: Page) => page.getByRole('button', { name: 'Pause' }).waitFor();
const editor = (page: Page) => page.locator('.monaco-editor').first().waitFor();

type Views = Readonly<Record<string, (page: Page) => Promise<void>>>;

/** Views of a page that is opened for them. */
const OPENED: Views = {
  'a first visit': async (page) => {
    await page.goto('./');
    await running(page);
  },
  'a lesson that is open in another tab': async (page) => {
    const other = await page.context().newPage();
    await visitWith(other, AT_LESSON, workAt('look'));
    await running(other);
    await page.goto(`./${AT_LESSON}`);
    await page.getByRole('button', { name: 'Go on here' }).waitFor();
  },
};

/** The other main views, and how to come to each in a page that has the lab already. */
const REACHED: Views = {
  'a prediction': async (page) => {
    await goOnWith(page, AT_LESSON, workAt('predict'));
    await running(page);
  },
  'a break that was compared': async (page) => {
    await goOnWith(page, AT_LESSON, workAt('break', { done: ['look', 'predict', 'break'] }));
    await running(page);
  },
  'an explanation with its trace and causes': async (page) => {
    await goOnWith(page, AT_LESSON, workAt('explain'));
    await page.getByRole('list', { name: 'What happened to this search request' }).waitFor();
  },
  'the policy editor': async (page) => {
    await goOnWith(page, AT_LESSON, workAt('protect'));
    await editor(page);
  },
  'the verdicts of a test': async (page) => {
    await goOnWith(page, AT_LESSON, workAt('protect'));
    await running(page);
    await page.getByRole('button', { name: 'Test', exact: false }).first().click();
    await page.getByText(/checks not passed yet/).waitFor();
  },
  'a service in the inspector': async (page) => {
    await goOnTo(page, '#/sandbox');
    await running(page);
    await page.getByRole('button', { name: /^catalog, service/ }).click();
    await page.getByRole('heading', { name: 'Break catalog' }).waitFor();
  },
  'the keyboard help': async (page) => {
    await goOnTo(page, '#/sandbox');
    await running(page);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
  },
  'the list of lessons': async (page) => {
    await goOnWith(page, '#/', workAt('protect'));
    await page.getByRole('heading', { name: 'Lessons' }).waitFor();
  },
  'the report': async (page) => {
    await goOnWith(page, `${AT_LESSON}/report`, workAt('home'));
    await page.getByRole('heading', { name: 'Predictions' }).waitFor();
  },
  'what the simulator reproduces': async (page) => {
    await goOnWith(page, '#/', workAt('protect'));
    await page.getByRole('link', { name: 'Can I trust this?' }).click();
    await page.getByRole('rowheader', { name: 'M/M/1, load 0.8' }).waitFor();
  },
  'the list of policies': async (page) => {
    await goOnTo(page, '#/policies');
    await page.getByRole('link', { name: 'Circuit breaker' }).waitFor();
  },
  'the guide to one policy': async (page) => {
    await goOnTo(page, '#/policies/breaker');
    await page.getByRole('img', { name: /^Diagram of the states/ }).waitFor();
  },
  'an address that leads nowhere': async (page) => {
    await page.goto('./#/nowhere');
    await page.getByRole('link', { name: 'To the lessons' }).waitFor();
  },
};

const titleOf = (view: string): string => `${view} has no accessibility violation, in light colours and in dark`;

async function expectNoneIn(page: Page, open: (page: Page) => Promise<void>): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page);
  await standStill(page);
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoViolations(page);
}

for (const [view, open] of Object.entries(OPENED)) {
  test(titleOf(view), async ({ page }) => {
    await expectNoneIn(page, open);
  });
}

base.describe('once it is loaded', () => {
  let page: Page;
  let heard: readonly string[];

  base.beforeAll(async ({ browser }) => {
    const context = await browser.newContext();
    heard = complaints(context);
    page = await context.newPage();
    await visitWith(page, '#/', workAt('protect'));
  });
  base.afterEach(() => {
    expect(heard).toEqual([]);
  });
  base.afterAll(() => page.context().close());

  for (const [view, open] of Object.entries(REACHED)) {
    base(titleOf(view), async () => {
      await expectNoneIn(page, open);
    });
  }
});

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
