import { createSubscriber } from 'svelte/reactivity';

const subscribe = createSubscriber((changed) => {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const chosen = new MutationObserver(changed);
  system.addEventListener('change', changed);
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    system.removeEventListener('change', changed);
    chosen.disconnect();
  };
});

/**
 * Colours of the theme in force by their names in tokens.css, for a canvas, which knows no variables. `probe` is an element
 * of the page that may be coloured for a moment. An effect that reads them runs again when the theme changes.
 */
export function themeColours<Name extends string>(
  names: readonly Name[],
  probe: HTMLElement,
): Readonly<Record<Name, string>> {
  subscribe();
  const found = names.map((name): [Name, string] => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.style.color = '';
  return Object.fromEntries(found) as Record<Name, string>;
}
