import { untrack } from 'svelte';
import type { LabState } from '../lab/lab';
import { healthOf, showHealth, type ShownHealth } from '../lab/health';
import type { Standing } from '../ui/parts/standing';

interface Shown {
  readonly of: LabState['layout'];
  readonly health: readonly ShownHealth[];
  readonly standings: readonly Standing[];
}

/** How each service stands, smoothed for the eye over real time; call in a component. */
export function shownStandings(state: () => LabState): { readonly current: readonly Standing[] } {
  let shown = $state.raw<Shown>(NOTHING);
  $effect(() => {
    const { layout, frame } = state();
    if (layout === null || frame === null) return;
    const before = untrack(() => (shown.of === layout ? shown.health : []));
    const health = layout.model.services.map((_, service) =>
      showHealth(before[service] ?? null, healthOf(layout, frame, service), frame.playing, performance.now()),
    );
    // The same list while nothing changes, so that nothing is drawn anew for it.
    if (before.length > 0 && health.every((one, service) => one === before[service])) return;
    shown = { of: layout, health, standings: health.map((one) => one.health) };
  });
  // What was shown of another system says nothing of this one.
  const current = $derived(shown.of === state().layout ? shown.standings : NOTHING.standings);
  return {
    get current() {
      return current;
    },
  };
}

const NOTHING: Shown = { of: null, health: [], standings: [] };
