import type { Diagnostic } from '../kernel/diagnostic';
import type { Path } from '../scenario/document/places';
import type { Step, Task } from './lesson';
import type { LessonText } from './markdown';
import { missing, spaced, type Names } from './names';
import { stepSchema } from './schema/json-schema';
import type { StepSource, TaskSource } from './schema/step';
import { lineProblem, readSource } from './source';
import type { StormsAndChecks } from './storms';
import { FIGURES, figuresIn } from './wording';

/** What the steps refer to besides the scenario. */
export interface StepContext {
  /** Null while the scenario is not sound. */
  readonly names: Names | null;
  readonly storms: StormsAndChecks;
  readonly files: ReadonlyMap<string, string>;
}

export const LESSON_FILE = 'lesson.md';

export function buildSteps(
  text: LessonText,
  context: StepContext,
): {
  readonly steps: readonly Step[];
  /** The files with worked examples that are there. */
  readonly examples: readonly string[];
  readonly problems: readonly Diagnostic[];
} {
  const problems: Diagnostic[] = [];
  const ids = new Set<string>();
  const examples = new Set<string>();
  const steps = text.steps.flatMap(({ yaml, line, prose }): Step[] => {
    const source = readSource(LESSON_FILE, yaml, stepSchema);
    problems.push(...source.problems);
    if (prose === '') problems.push(lineProblem(LESSON_FILE, line, 'This step has no prose after it.'));
    if (!source.value) return [];
    const report = (path: Path, message: string | null) => {
      if (message !== null) problems.push(source.problemAt(path, message));
    };
    if (ids.has(source.value.id))
      report(['id'], `There is another step \`${source.value.id}\`; each has an id of its own.`);
    ids.add(source.value.id);
    checkNames(source.value, context, report);
    const { task } = source.value;
    if (task.kind === 'protect' && context.files.has(task.example ?? '')) examples.add(task.example ?? '');
    return [{ ...source.value, lit: source.value.lit.map(spaced), prose, task: taskOf(task, context) }];
  });
  return { steps, examples: [...examples], problems };
}

function checkNames(
  step: StepSource,
  context: StepContext,
  report: (path: Path, message: string | null) => void,
): void {
  const { names, storms, files } = context;
  const { task } = step;
  if (names) {
    const nodes = [...names.workloads, ...names.services];
    step.lit.forEach((name, index) => {
      const key = spaced(name);
      report(['lit', index], key.includes('->') ? missing('link', key, names.links) : missing('service', key, nodes));
    });
    if (task.kind === 'follow') report(['task', 'journey'], missing('journey', task.journey, names.journeys));
    if (task.kind === 'explain')
      report(['task', 'pick', 'journey'], missing('journey', task.pick.journey, names.journeys));
    if (task.kind === 'break') {
      const { slow, fault } = task;
      report(['task', 'fault'], missing('fault', fault, names.faults));
      report(['task', 'slow', 'until queue full'], missing('service', slow['until queue full'], names.services));
    }
  }
  if (task.kind === 'protect') {
    const { checks, stormIds, checkIds } = storms;
    report(['task', 'storm'], stormIds && missing('storm', task.storm, stormIds));
    const ofOthers = checks.filter(({ storm }) => storm !== task.storm).map(({ id }) => id);
    const ofStorm = checkIds?.filter((id) => !ofOthers.includes(id)) ?? null;
    task.hints.forEach((hint, index) => {
      const fails = hint['when fails'];
      if (fails !== undefined && ofStorm)
        report(['task', 'hints', index, 'when fails'], missing('check of this storm', fails, ofStorm));
      const figure = figuresIn(hint.text).find((name) => FIGURES.includes(name));
      if (fails === undefined && figure !== undefined)
        report(['task', 'hints', index, 'text'], `{${figure}} is a check’s: say which with \`when fails\`.`);
    });
    if (task.example !== undefined) report(['task', 'example'], missing('file', task.example, [...files.keys()]));
  }
}

function taskOf(task: TaskSource, { files }: StepContext): Task {
  switch (task.kind) {
    case 'follow':
    case 'explain':
    case 'read':
      return task;
    case 'predict':
      return {
        kind: 'predict',
        questions: task.questions.map((question) =>
          question.kind === 'answered'
            ? question
            : { kind: 'journeys', id: question.id, ask: question.ask, atLeast: question['at least'] },
        ),
      };
    case 'break':
      return {
        kind: 'break',
        ask: task.ask,
        fault: task.fault,
        slow: { speed: task.slow.speed, untilQueueFull: task.slow['until queue full'] },
        comparedAfterMs: task['compared after'],
      };
    case 'protect':
      return {
        kind: 'protect',
        storm: task.storm,
        hints: task.hints.map((hint) => ({
          afterAttempts: hint.after,
          whenFails: hint['when fails'] ?? null,
          text: hint.text,
        })),
        example: files.get(task.example ?? '') ?? '',
        exampleAfter: task['example after'] ?? Infinity,
      };
  }
}
