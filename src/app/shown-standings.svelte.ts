import type { LabState } from '../lab/lab';
import { healthOf, showHealth, type ShownHealth } from '../lab/health';
import type { Standing } from '../ui/parts/standing';

/** How each service stands, smoothed for the eye over real time; call in a component. */
export function shownStandings(state: () => LabState): { readonly current: readonly Standing[] } {
  let shown: readonly ShownHealth[] = [];
  let of: LabState['layout'] = null;
  let current = $state.raw<readonly Standing[]>([]);
  $effect(() => {
    const { layout, frame } = state();
    if (layout === null || frame === null) return;
    const before = of === layout ? shown : [];
    of = layout;
    shown = layout.model.services.map((_, service) =>
      showHealth(before[service] ?? null, healthOf(layout, frame, service), frame.playing, performance.now()),
    );
    current = shown.map(({ health }) => health);
  });
  return {
    get current() {
      return current;
    },
  };
}
