import type { Path } from '../document/places';
import type { EndpointModel, JourneyModel, Model, Stage } from '../model';
import type { ScenarioSource } from '../schema/scenario';
import type { Context } from './context';

/** For each endpoint in the order of the text, the row that it reads or writes by version. */
export function versionedRows(source: ScenarioSource, context: Context): EndpointModel['row'][] {
  let base = 0;
  return Object.entries(source.services).flatMap(([service, { endpoints }]) => {
    const names = Object.keys(endpoints);
    const path = ['services', service, 'endpoints'];
    const rows = names.map((): EndpointModel['row'] => null);
    names.forEach((name, place) => {
      const read = endpoints[name]!.optimistic?.read;
      if (read === undefined) return;
      const at = names.indexOf(read);
      const problem = readProblem(service, read, at < 0 ? null : endpoints[read]!.optimistic !== undefined);
      if (problem === null) {
        rows[at] = { number: base + at, does: 'read' };
        rows[place] = { number: base + at, does: 'write' };
      } else if (at >= 0 || !context.isDeclared([...path, read])) {
        context.report([...path, name, 'optimistic', 'read'], problem);
      }
    });
    base += names.length;
    return rows;
  });
}

function readProblem(service: string, read: string, writes: boolean | null): string | null {
  if (writes === null) return `\`${service}\` has no endpoint \`${read}\`.`;
  return writes ? `\`${read}\` is itself an optimistic write; expected an endpoint that reads.` : null;
}

/** One who makes calls: an endpoint, or a journey with its steps. */
interface Caller {
  readonly name: string;
  readonly path: Path;
  readonly stages: readonly Pick<Stage, 'calls' | 'need' | 'times'>[];
}

/** Whoever makes an optimistic write must know the row's version by then; one request can hold that of one row. */
export function checkVersionsKnown(
  callers: readonly Caller[],
  model: Pick<Model, 'endpoints' | 'routes'>,
  names: readonly string[],
  context: Context,
): void {
  const rowAt = (route: number) => model.endpoints[model.routes[route]!.endpoint]?.row ?? null;
  for (const { name, path, stages } of callers) {
    const rows = new Set(stages.flatMap(({ calls }) => calls.map(({ route }) => rowAt(route)?.number ?? -1)));
    rows.delete(-1);
    let known = false;
    let reported = false;
    const report = (message: string) => {
      if (!reported) context.report(path, message, 'key');
      reported = true;
    };
    for (const { calls, need, times } of stages) {
      for (const { route } of calls) {
        const row = rowAt(route);
        if (row?.does !== 'write') continue;
        const [written, read] = [names[model.routes[route]!.endpoint]!, names[row.number]!];
        if (rows.size > 1)
          report(`\`${name}\` reads or writes several rows by version; a request can hold the version of one.`);
        else if (!known) report(`\`${name}\` calls ${written} without having read ${read} for certain before it.`);
      }
      const isCertain = need === 0 && times.least > 0;
      known ||=
        isCertain &&
        calls.some(
          ({ route, probability, optional, isAwaited }) =>
            rowAt(route)?.does === 'read' && probability === 1 && !optional && isAwaited,
        );
    }
  }
}

/** A journey's steps as stages of one call each. */
export const stagesOf = ({ steps }: JourneyModel): Caller['stages'] =>
  steps.map(({ route }) => ({
    calls: [{ route, probability: 1, optional: false, isAwaited: true }],
    need: 0,
    times: { least: 1, most: 1 },
  }));
