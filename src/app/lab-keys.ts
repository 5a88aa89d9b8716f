import type { Lab } from '../lab/lab';
import { shortcutOf, type ShortcutAction } from './shortcuts';

/** What the keys do in a page with a lab; `others` are the page's own. Returns a listener for `keydown`. */
export function labKeys(
  lab: Lab,
  others: Readonly<Partial<Record<ShortcutAction, () => void>>>,
): (event: KeyboardEvent) => void {
  const actions: Readonly<Partial<Record<ShortcutAction, () => void>>> = {
    play: () => (lab.state.frame?.playing ? lab.pause() : lab.play()),
    step: () => lab.step(),
    ...others,
  };
  return (event) => {
    const action = shortcutOf(event);
    const act = action === null ? undefined : actions[action];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
}
