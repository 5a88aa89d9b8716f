import type { Command } from '../engine/command';
import type { Diagnostic } from '../kernel/diagnostic';
import { formatDuration } from '../kernel/units';
import type { Path } from '../scenario/document/places';
import type { Check, Expectation, Storm } from './lesson';
import { missing, spaced, type Names } from './names';
import type { ChecksSource, StormSource } from './schema/checks';
import type { InstantSource } from './schema/instant';
import type { Source } from './source';
import { FIGURES, figuresIn } from './wording';

export interface StormsAndChecks {
  readonly storms: readonly Storm[];
  readonly checks: readonly Check[];
  /** All that are written there, with those left out for their problems; null if that cannot be told. */
  readonly stormIds: readonly string[] | null;
  readonly checkIds: readonly string[] | null;
  readonly problems: readonly Diagnostic[];
}

/**
 * What `checks.yaml` says, with instants in ms from the storm's start. References are resolved against the scenario's
 * names, or not at all while there is no sound scenario (`names` null).
 */
export function buildStorms(source: Source<ChecksSource>, names: Names | null): StormsAndChecks {
  const { value, problems, problemAt } = source;
  const found: Diagnostic[] = [...problems];
  const report = (path: Path, message: string | null) => {
    if (message !== null) found.push(problemAt(path, message));
  };
  if (!value) return { storms: [], checks: [], stormIds: null, checkIds: null, problems: found };

  /** Of a storm that lost a part to its problems, nothing is said that may be wrong for that reason alone. */
  const isWhole = (storm: string): boolean => !source.isPartial(['storms', storm]);
  const storms = Object.entries(value.storms).map(([id, storm]) => {
    if (isWhole(id)) checkEvents(storm, names, (path, message) => report(['storms', id, ...path], message));
    return { id, title: storm.title, forMs: storm.for, commands: commandsOf(storm) };
  });

  const stormIds = source.keysAt(['storms']);
  const checks = Object.entries(value.checks).map(([id, written]): Check => {
    const at = (...path: Path): Path => ['checks', id, ...path];
    const storm = value.storms[written.storm];
    report(at('storm'), missing('storm', written.storm, stormIds));
    if (names) eachName(written.expect, names, (key, message) => report(at('expect', key), message));
    const [fromMs, toMs] = (['from', 'to'] as const).map((key) => {
      if (!storm || !isWhole(written.storm)) return NaN;
      const instant = instantIn(storm, written.storm, written[key]);
      if (typeof instant === 'number') return instant;
      report(at(key), instant.problem);
      return NaN;
    }) as [number, number];
    for (const figure of figuresIn(written.message)) report(at('message'), missing('figure', figure, FIGURES));
    if (fromMs >= toMs) report(at('to'), 'The window must end after it begins.');
    return {
      id,
      storm: written.storm,
      title: written.title,
      points: written.points,
      fromMs,
      toMs,
      expect: withSpaces(written.expect),
      message: written.message,
    };
  });
  return { storms, checks, stormIds, checkIds: source.keysAt(['checks']), problems: found };
}

const commandsOf = (storm: StormSource): Command[] =>
  storm.events.map(({ at, break: broken, heal }) =>
    broken === undefined ? { atMs: at, do: 'heal', id: heal ?? '' } : { atMs: at, do: 'break', id: broken },
  );

function checkEvents(
  storm: StormSource,
  names: Names | null,
  report: (path: Path, message: string | null) => void,
): void {
  const broken = new Set<string>();
  storm.events.forEach((event, index) => {
    const id = event.break ?? event.heal ?? '';
    const key = event.break === undefined ? 'heal' : 'break';
    const at = (last: string): Path => ['events', index, last];
    const unknown = names && missing('fault', id, names.faults);
    report(at(key), unknown);
    if (key === 'break') broken.add(id);
    else if (!unknown && !broken.delete(id))
      report(at(key), `\`${id}\` is not broken at that time, so it cannot be healed.`);
    if (event.at >= storm.for) report(at('at'), `The storm is over after ${formatDuration(storm.for)}.`);
    if (event.at < (storm.events[index - 1]?.at ?? 0))
      report(at('at'), 'This happens before the event above it; events stand in order of time.');
  });
}

function instantIn(
  storm: StormSource,
  stormId: string,
  { event, healed, offsetMs }: InstantSource,
): number | { problem: string } {
  const at =
    event === 'start' && !healed
      ? 0
      : event === 'end' && !healed
        ? storm.for
        : storm.events.find((candidate) => (healed ? candidate.heal : candidate.break) === event)?.at;
  if (at === undefined) {
    const ids = storm.events.flatMap((candidate) => candidate.break ?? []);
    return {
      problem:
        healed && ids.includes(event)
          ? `In the storm \`${stormId}\`, \`${event}\` is never healed.`
          : `In the storm \`${stormId}\` there is no event \`${event}\`; expected one of ${['start', 'end', ...ids].join(', ')}.`,
    };
  }
  const instant = at + offsetMs;
  if (instant < 0) return { problem: 'This is before the storm begins.' };
  if (instant > storm.for) return { problem: `This is after the storm’s end at ${formatDuration(storm.for)}.` };
  return instant;
}

/** Calls back for every name an expectation refers to, with what is wrong with it. */
function eachName(expect: Expectation, names: Names, report: (key: string, message: string | null) => void): void {
  switch (expect.measure) {
    case 'answered':
    case 'degraded':
    case 'p95':
      for (const journey of expect.journeys) report(expect.measure, missing('journey', journey, names.journeys));
      break;
    case 'waiting workers':
      report(expect.measure, missing('service', expect.service, names.services));
      break;
    case 'made-up answers':
      report(expect.measure, missing('call', spaced(expect.route), names.routes));
      break;
    case 'attempts per second':
      report('attempts', missing('link', spaced(expect.link), names.links));
  }
}

function withSpaces(expect: Expectation): Expectation {
  if (expect.measure === 'made-up answers') return { ...expect, route: spaced(expect.route) };
  if (expect.measure === 'attempts per second') return { ...expect, link: spaced(expect.link) };
  return expect;
}
