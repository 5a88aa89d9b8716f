import { untrack } from 'svelte';
import type { LabState } from '../lab/lab';
import { healthOf, showHealth, type ShownHealth } from '../lab/health';
import type { Standing } from '../ui/parts/standing';

/** How each service stands, smoothed for the eye over real time; call in a component. */
export function shownStandings(state: () => LabState): { readonly current: readonly Standing[] } {
  let shown = $state.raw<{ readonly of: LabState['layout']; readonly health: readonly ShownHealth[] }>(NOTHING);
  $effect(() => {
    const { layout, frame } = state();
    if (layout === null || frame === null) return;
    const before = untrack(() => (shown.of === layout ? shown.health : []));
    const health = layout.model.services.map((_, service) =>
      showHealth(before[service] ?? null, healthOf(layout, frame, service), frame.playing, performance.now()),
    );
    shown = { of: layout, health };
  });
  return {
    get current() {
      // What was shown of another system says nothing of this one.
      return shown.of === state().layout ? shown.health.map(({ health }) => health) : [];
    },
  };
}

const NOTHING = { of: null, health: [] };
