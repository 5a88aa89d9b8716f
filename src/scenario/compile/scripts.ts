import { Outcome } from '../../policies/outcome';
import type { Ground, ScriptedArrival, WorkloadModel } from '../model';
import type { ScenarioSource } from '../schema/scenario';
import type { End, ScriptedSource } from '../schema/scripted';
import type { Context } from './context';
import type { Directory } from './directory';

type Plans = Pick<Ground, 'workloads' | 'journeys' | 'endpoints' | 'routes'>;

/** How a scripted end is counted; slow is a success that takes long. */
const OUTCOME_OF: Readonly<Record<End, Outcome>> = {
  success: Outcome.ok,
  slow: Outcome.ok,
  failure: Outcome.error,
  ignored: Outcome.badRequest,
  cancelled: Outcome.cancelled,
};

/** The workloads with their scripts, now that journeys and endpoints are known. */
export function withScripts(
  source: ScenarioSource,
  plans: Plans,
  directory: Directory,
  context: Context,
): readonly WorkloadModel[] {
  return plans.workloads.map((workload, index) => {
    const { script, scripted } = source.workloads[workload.name]!;
    if (script === undefined) return workload;
    const path = ['workloads', workload.name];
    const told = scripted === undefined ? null : directory.endpoint(scripted, [...path, 'scripted']);
    const own = plans.journeys.flatMap((journey, place) => (journey.workload === index ? [place] : []));
    const arrivals = script.flatMap((one): ScriptedArrival[] => {
      const journey = journeyOf(one, own, plans, [...path, 'script'], context);
      if (journey === null) return [];
      const first = plans.routes[plans.journeys[journey]!.steps[0]!.route]!.endpoint;
      const tries = one.tries.map(({ takesMs, ends }) => ({ takesMs, ends: OUTCOME_OF[ends] }));
      return [{ atMs: one.atMs, journey, endpoint: told ?? first, tries }];
    });
    if (told !== null && own.length > 0 && !own.some((journey) => leadsTo(plans, journey, told)))
      context.report([...path, 'scripted'], `No journey of \`${workload.name}\` ever leads to \`${scripted}\`.`);
    return { ...workload, script: arrivals };
  });
}

/** The journey meant; null: none of them, which is reported. */
function journeyOf(
  { start, place }: ScriptedSource,
  own: readonly number[],
  { journeys }: Plans,
  path: readonly string[],
  context: Context,
): number | null {
  const names = own.map((journey) => journeys[journey]!.name).join(', ');
  if (start !== null) {
    const named = own.find((journey) => journeys[journey]!.name === start);
    if (named !== undefined) return named;
    if (!context.isDeclared(['workloads', path[1]!, 'journeys', start]))
      context.report([...path, place], `There is no journey \`${start}\` in this workload; there are: ${names}.`);
    return null;
  }
  if (own.length > 1) context.report([...path, place], `Which journey does it \`start\`? There are: ${names}.`);
  return own.length === 1 ? own[0]! : null;
}

/** Whether a journey's requests may come to this endpoint, by whatever calls. */
function leadsTo({ journeys, endpoints, routes }: Plans, journey: number, wanted: number): boolean {
  const seen = new Set<number>();
  const ahead = journeys[journey]!.steps.map(({ route }) => routes[route]!.endpoint);
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    if (next === wanted) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    for (const { calls } of endpoints[next]!.stages) ahead.push(...calls.map(({ route }) => routes[route]!.endpoint));
  }
  return false;
}
