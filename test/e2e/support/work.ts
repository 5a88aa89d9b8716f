import type { Page } from '@playwright/test';
import { freshWork, type LessonWork } from '../../../src/lab/saved-work';

export const LESSON = 'the-weakest-link';
const STEPS = ['look', 'predict', 'break', 'explain', 'protect', 'transfer', 'home'];

/** What a student has done who is at that step and has done every step before it. */
export function workAt(step: string, part: Partial<LessonWork> = {}): LessonWork {
  return {
    ...freshWork('policies: {}\n'),
    step,
    done: STEPS.slice(0, STEPS.indexOf(step)),
    predictions: { finishes: ['search'], answered: 60 },
    outcomes: { finishes: [], answered: 4 },
    explanations: { explain: { said: 'All of them waited.', picked: [3], written: 'Workers are shared.' } },
    ...part,
  };
}

/** Opens the page with that work kept in the browser, as if it had been done on an earlier visit. */
export async function visitWith(page: Page, address: string, work: LessonWork): Promise<void> {
  // An empty page of the same origin: the lab itself need not be loaded for something to be kept for it.
  await page.route('**/empty.html', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<link rel="icon" href="data:,">' }),
  );
  await page.goto('./empty.html');
  await keep(page, work);
  await page.goto(`./${address}`);
}

/** The same in a page that has the lab already, as if the work had been done in another tab meanwhile. */
export async function goOnWith(page: Page, address: string, work: LessonWork): Promise<void> {
  await leave(page);
  await keep(page, work);
  await page.goto(`./${address}`);
}

/** Another part of the lab in a page that has the lab already, begun anew. */
export async function goOnTo(page: Page, address: string): Promise<void> {
  await leave(page);
  await page.goto(`./${address}`);
}

/** To where nothing runs. */
async function leave(page: Page): Promise<void> {
  await page.goto('./#/nowhere');
  await page.getByRole('link', { name: 'To the lessons' }).waitFor();
}

const keep = (page: Page, work: LessonWork): Promise<void> =>
  page.evaluate(
    async ([name, kept]) => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open('breakwater', 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore('work');
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(new Error('The storage could not be opened.'));
      });
      const writing = database.transaction('work', 'readwrite');
      writing.objectStore('work').put(kept, name);
      writing.objectStore('work').put(true, 'visited');
      await new Promise((resolve) => (writing.oncomplete = resolve));
      database.close();
    },
    [`lesson: ${LESSON}`, work] as const,
  );
