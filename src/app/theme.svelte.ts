import { MediaQuery } from 'svelte/reactivity';

export type ThemeChoice = 'system' | 'light' | 'dark';
export type Theme = 'light' | 'dark';

const KEY = 'breakwater.theme';
const CHOICES: readonly ThemeChoice[] = ['system', 'light', 'dark'];

/** Light or dark: what the person chose, else what their system asks for. The choice is kept in this browser. */
class ThemePreference {
  choice = $state.raw<ThemeChoice>(stored());
  readonly #systemIsDark = new MediaQuery('(prefers-color-scheme: dark)');

  get theme(): Theme {
    if (this.choice !== 'system') return this.choice;
    return this.#systemIsDark.current ? 'dark' : 'light';
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    try {
      localStorage.setItem(KEY, choice);
    } catch {
      // A browser that keeps nothing still shows the theme until the page closes.
    }
  }
}

export const themePreference = new ThemePreference();

function stored(): ThemeChoice {
  try {
    const kept = localStorage.getItem(KEY);
    return CHOICES.find((choice) => choice === kept) ?? 'system';
  } catch {
    return 'system';
  }
}
