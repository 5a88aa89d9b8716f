import type { Diagnostic } from '../kernel/diagnostic';
import { readDocument } from '../scenario/document/read';
import { compileScenario } from '../scenario';
import type { Model } from '../scenario/model';
import { judge } from './judge';
import { withoutEachLayer } from './layers';
import type { Check, Lesson, Storm, Verdict } from './lesson';
import { CHECKS_FILE, POLICIES_FILE, SOLUTION_FILE } from './parse';
import { playStorm } from './play';

/** One thing that must be true of a lesson for it to teach what it says, and whether it is. */
export interface Proof {
  readonly name: string;
  readonly passed: boolean;
  /** What the runs showed: how it failed, or by which checks it passed. */
  readonly reason: string;
  /** Where to look, in the lesson's folder. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/**
 * Proves a lesson load-bearing, on every seed: with the untouched start each storm that a step asks for is lost, the
 * solution holds in all storms, each worked example holds in its own, every mistake fails the check it names, and the
 * solution without any one of its policies fails a check, the same on every seed. Yields each proof as it is done.
 */
export function* proveLesson(
  lesson: Lesson,
  files: ReadonlyMap<string, string>,
  seeds: readonly number[],
): Generator<Proof> {
  const scenario = compileScenario(lesson.scenario);
  if (!scenario.ok) return;
  const runs = new Runs(lesson, scenario.value, seeds);
  const protect = lesson.steps.flatMap(({ id, task }) => (task.kind === 'protect' ? [{ id, task }] : []));

  for (const { id, task } of protect) {
    const outcome = runs.of(lesson.policies, runs.storm(task.storm));
    const lost = outcome.every(({ failed }) => failed.length > 0);
    yield {
      name: `the untouched start is lost in the storm ${task.storm} (step ${id})`,
      passed: lost,
      reason: lost
        ? fails(commonFailures(outcome))
        : `nothing fails ${onSeeds(outcome, ({ failed }) => failed.length === 0)}`,
      file: POLICIES_FILE,
      line: 1,
    };
  }

  for (const storm of lesson.storms) yield runs.mustHold('the solution', lesson.solution, storm, SOLUTION_FILE);
  for (const { id, task } of protect) {
    if (task.example === '') continue;
    const file = [...files].find(([, text]) => text === task.example)?.[0] ?? SOLUTION_FILE;
    yield runs.mustHold(`the worked example of step ${id}`, task.example, runs.storm(task.storm), file);
  }

  for (const { file, name, policies, storm, fails: check } of lesson.mistakes) {
    const outcome = runs.of(policies, runs.storm(storm));
    const misses = (run: SeedRun) => !run.failed.some((verdict) => verdict.check === check);
    const passed = !outcome.some(misses);
    yield {
      name: `a mistake fails ${check}: ${name}`,
      passed,
      reason: passed ? said(outcome, check) : `${check} passes ${onSeeds(outcome, misses)}`,
      file,
      line: 1,
    };
  }

  for (const { name, policies, line } of withoutEachLayer(lesson.solution)) {
    const common = firstFound(lesson.storms, (storm) => commonFailures(runs.of(policies, storm)));
    yield {
      name: `the solution needs the ${name}`,
      passed: common.length > 0,
      reason: common.length > 0 ? `without it, ${fails(common)}` : 'without it, no check fails on every seed',
      file: SOLUTION_FILE,
      line,
    };
  }

  const failing = new Set(runs.everFailed);
  for (const { id } of lesson.checks) {
    yield {
      name: `the check ${id} can fail`,
      passed: failing.has(id),
      reason: failing.has(id) ? 'some of the policies above fail it' : 'no start, mistake or left-out policy fails it',
      file: CHECKS_FILE,
      line: lineOf(files.get(CHECKS_FILE) ?? '', ['checks', id]),
    };
  }
}

interface SeedRun {
  readonly seed: number;
  readonly failed: readonly Verdict[];
}

/** No check holds in a run that could not be played to its end. */
const unplayed =
  (problems: readonly Diagnostic[]) =>
  ({ id, points }: Check): Verdict => {
    const message = problems.map((problem) => problem.message).join(' ');
    return { check: id, passed: false, points, measured: NaN, message, atMs: 0 };
  };

/** Plays each policies once per storm and seed. */
class Runs {
  readonly everFailed = new Set<string>();

  constructor(
    private readonly lesson: Lesson,
    private readonly model: Model,
    private readonly seeds: readonly number[],
  ) {}

  storm(id: string): Storm {
    return this.lesson.storms.find((storm) => storm.id === id)!;
  }

  of(policies: string, storm: Storm): readonly SeedRun[] {
    const checks = this.lesson.checks.filter((check) => check.storm === storm.id);
    return this.seeds.map((seed) => {
      const played = playStorm(this.model, policies, storm, seed);
      const verdicts = played.ok ? judge(checks, played.value.recorder) : checks.map(unplayed(played.problems));
      const failed = verdicts.filter(({ passed }) => !passed);
      for (const { check } of failed) this.everFailed.add(check);
      return { seed, failed };
    });
  }

  mustHold(what: string, policies: string, storm: Storm, file: string): Proof {
    const outcome = this.of(policies, storm);
    const broken = outcome.find(({ failed }) => failed.length > 0);
    return {
      name: `${what} holds in the storm ${storm.id}`,
      passed: !broken,
      reason: broken
        ? `${onSeeds(outcome, ({ failed }) => failed.length > 0)}: ${fails(broken.failed.map(({ check }) => check))} (${broken.failed[0]!.message})`
        : 'every check passes on every seed',
      file,
      line: 1,
    };
  }
}

/** The checks that fail on every seed. */
function commonFailures(outcome: readonly SeedRun[]): string[] {
  const [first, ...others] = outcome;
  return (first?.failed ?? [])
    .map(({ check }) => check)
    .filter((check) => others.every(({ failed }) => failed.some((verdict) => verdict.check === check)));
}

/** The first list that is not empty. */
function firstFound<Item, Found>(items: readonly Item[], find: (item: Item) => Found[]): Found[] {
  for (const item of items) {
    const found = find(item);
    if (found.length > 0) return found;
  }
  return [];
}

const fails = (checks: readonly string[]): string =>
  checks.length === 0
    ? 'another check fails on each seed'
    : `${checks.join(', ')} ${checks.length === 1 ? 'fails' : 'fail'}`;

const onSeeds = (outcome: readonly SeedRun[], which: (run: SeedRun) => boolean): string => {
  const seeds = outcome.filter(which).map(({ seed }) => seed);
  return `on ${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.join(', ')} of ${outcome.length}`;
};

/** What a check said on the first seed. */
const said = (outcome: readonly SeedRun[], check: string): string =>
  outcome[0]?.failed.find((verdict) => verdict.check === check)?.message ?? '';

const lineOf = (text: string, path: readonly string[]): number =>
  readDocument(text).document?.places.problem(path, '', 'key').line ?? 1;
