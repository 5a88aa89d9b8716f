import { editor } from 'monaco-editor/editor';
import { nextTask } from '../../parts/tasks';
import { provideHelp } from './help';
import { LANGUAGE, LOOK, monospaced, refreshTheme } from './look';

/** What has to be done once before the first editor is opened, cut where it can be interrupted. */
export const preparation: readonly (() => void | Promise<unknown>)[] = [
  provideHelp,
  refreshTheme,
  // Brings the rules of the theme to the page, and the reader of the language.
  () => editor.colorize('', LANGUAGE, {}),
  // Measured before it is there, the font would have to be measured again.
  () => document.fonts?.load(`13px ${monospaced()}`).catch(() => []),
  findGlyphs,
  // Brings the services that answer keys.
  () => editor.addKeybindingRules([]),
  openOutOfSight,
];

/** Lays out once what Monaco measures of its font: some of it has to be sought in other fonts, which takes a while. */
function findGlyphs(): void {
  const words = document.createElement('span');
  words.inert = true;
  words.style.cssText = `position:fixed;visibility:hidden;font:13px/21px ${monospaced()}`;
  words.innerHTML = 'nｍ 0→￫·⸱|<i>|</i><b>|</b>';
  document.body.append(words);
  words.getBoundingClientRect();
  words.remove();
}

/**
 * An editor of a few words that nobody sees: what the first editor costs once only (most of its code is compiled when it
 * is first run) is then paid for, and the one that is asked for opens in shorter tasks.
 */
async function openOutOfSight(): Promise<void> {
  const host = document.createElement('div');
  host.hidden = true;
  document.body.append(host);
  const model = editor.createModel('policies:\n', LANGUAGE);
  await nextTask();
  const view = editor.create(host, { ...LOOK, fontFamily: monospaced(), dimension: { width: 240, height: 60 } });
  await nextTask();
  view.setModel(model);
  await nextTask();
  view.render(true);
  await nextTask();
  view.dispose();
  model.dispose();
  host.remove();
}
