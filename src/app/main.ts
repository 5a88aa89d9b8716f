import pieces from 'virtual:pieces/app';
import { mount } from 'svelte';
import { evaluate } from '../ui/parts/tasks';
import '../ui/theme/base.css';

const target = document.getElementById('app');
await evaluate(pieces);
const { default: App } = await import('./App.svelte');
if (target !== null) mount(App, { target });
