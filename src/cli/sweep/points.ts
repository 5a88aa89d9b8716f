import { compileScenario } from '../../scenario';
import type { Model } from '../../scenario/model';
import { pathText } from '../../scenario/document/places';
import { readDocument } from '../../scenario/document/read';
import { withLinesAsMaps } from '../../scenario/schema/lines';
import { scenarioSchema } from '../../scenario/schema/scenario-schema';
import { edited } from './edit';
import { pointCount, settingsAt } from './grid';
import type { Axis } from './vary';

/** What is run at each point of a grid over a scenario, each of which compiles. */
export function modelsOver(text: string, axes: readonly Axis[]): (point: number) => Model {
  const textAt = scenarioAt(text, axes);
  return (point) => {
    const compiled = compileScenario(textAt(point));
    if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
    return compiled.value;
  };
}

/** What addresses lead into: a scenario's data, with each distribution in a line as the map that it stands for. */
export const varied = (data: unknown): unknown => withLinesAsMaps(data, [scenarioSchema]);

/** The scenario's text at each point of a grid over it. */
function scenarioAt(text: string, axes: readonly Axis[]): (point: number) => string {
  const data = varied(readDocument(text).document?.value);
  return (point) => {
    if (axes.length === 0) return text;
    const settings = settingsAt(axes, point);
    return JSON.stringify(
      edited(
        data,
        axes.map(({ path }, axis) => ({ path, value: settings[axis]!.value })),
      ),
    );
  };
}

/** `services.web.replicas=2, …` */
export const settingsText = (axes: readonly Axis[], point: number): string =>
  settingsAt(axes, point)
    .map(({ text }, axis) => `${axes[axis]!.address}=${text}`)
    .join(', ');

/** What does not compile: each problem once, with the settings that bring it about. */
export function pointProblems(text: string, axes: readonly Axis[]): string[] {
  const found = new Map<string, { line: string; more: number }>();
  const textAt = scenarioAt(text, axes);
  for (let point = 0; point < pointCount(axes); point += 1) {
    const compiled = compileScenario(textAt(point));
    if (compiled.ok) continue;
    for (const { path, message } of compiled.problems) {
      const own = axes.findIndex((axis) => `${path}.`.startsWith(`${pathText(axis.path)}.`));
      const setting =
        own < 0 ? settingsText(axes, point) : `${axes[own]!.address}=${settingsAt(axes, point)[own]!.text}`;
      // a setting that is wrong by itself is so wherever it occurs
      const key = own < 0 ? `${path} ${message}` : `${setting} ${message}`;
      const seen = found.get(key);
      if (seen) seen.more += own < 0 ? 1 : 0;
      else found.set(key, { line: `--vary ${setting}: ${message}${own < 0 ? ` (at ${path})` : ''}`, more: 0 });
    }
  }
  return [...found.values()].map(({ line, more }) => (more === 0 ? line : `${line} (and at ${more} more points)`));
}
