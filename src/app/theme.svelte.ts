import { MediaQuery } from 'svelte/reactivity';
import { keepChoice, keptChoice } from './kept-choice';

export type ThemeChoice = 'system' | 'light' | 'dark';
export type Theme = 'light' | 'dark';

const KEY = 'breakwater.theme';

/** Light or dark: what the person chose, else what their system asks for. The choice is kept in this browser. */
class ThemePreference {
  choice = $state.raw<ThemeChoice>(keptChoice(KEY, ['system', 'light', 'dark']));
  readonly #systemIsDark = new MediaQuery('(prefers-color-scheme: dark)');

  get theme(): Theme {
    if (this.choice !== 'system') return this.choice;
    return this.#systemIsDark.current ? 'dark' : 'light';
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    keepChoice(KEY, choice);
  }
}

export const themePreference = new ThemePreference();
