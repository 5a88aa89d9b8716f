import { mount } from 'svelte';
import '../ui/theme/base.css';

/**
 * What the pages are made of. All of it is fetched at once, but each part is set up in a task of its own, so that none
 * holds up the page for long; the pages come last and find them ready.
 */
const parts = [
  import('../scenario'),
  import('../lab/lesson.machine'),
  import('../ui/graph/rows'),
  import('../ui/graph/viewport.svelte'),
  import('../ui/lesson/markdown'),
];

const target = document.getElementById('app');
await Promise.all(parts);
const { default: App } = await import('./App.svelte');
if (target !== null) mount(App, { target });
