import type { Model } from '../scenario/model';
import type { Program } from './records';
import { Scripted } from './scripted';
import type { World } from './world';

/** Of each workload the arrivals of its script, numbered through the run. */
export function scriptsOf(model: Model, { journeys, endpoints }: World): readonly (readonly Scripted<Program>[])[] {
  let number = 0;
  return model.workloads.map(({ script }) =>
    script.map(
      ({ atMs, journey, endpoint, tries }, place) =>
        new Scripted(number++, place, atMs, journeys[journey]!, endpoints[endpoint]!, tries),
    ),
  );
}
