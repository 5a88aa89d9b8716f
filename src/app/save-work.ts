import type { WorkStore } from '../lab/work-store';
import { text } from '../ui/text';

/** Hands all work to the browser as a file to keep, that of other tabs too. */
export async function saveWorkToFile(store: WorkStore): Promise<void> {
  await store.readAnew();
  const url = URL.createObjectURL(new Blob([store.toFile()], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = text.app.work.fileName;
  link.click();
  // The download has its own hold on the data once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
