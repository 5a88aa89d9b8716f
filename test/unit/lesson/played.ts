import type { Lesson } from '../../../src/lesson/lesson';
import { parseLesson } from '../../../src/lesson/parse';
import { playStorm, type Played } from '../../../src/lesson/play';
import { compileScenario } from '../../../src/scenario';
import type { Model } from '../../../src/scenario/model';
import { smallLesson } from './small-lesson';

export function lessonOf(files: ReadonlyMap<string, string>): Lesson {
  const lesson = parseLesson('small', files);
  if (!lesson.ok) throw new Error(JSON.stringify(lesson.problems, null, 1));
  return lesson.value;
}

export function modelOf(lesson: Lesson): Model {
  const model = compileScenario(lesson.scenario);
  if (!model.ok) throw new Error(JSON.stringify(model.problems, null, 1));
  return model.value;
}

/** The small lesson's storm under the given policies. */
export function played(policies: string, seed = 1): Played {
  const lesson = lessonOf(smallLesson());
  const run = playStorm(modelOf(lesson), policies, lesson.storms[0]!, seed);
  if (!run.ok) throw new Error(JSON.stringify(run.problems, null, 1));
  return run.value;
}

export const UNTOUCHED = 'policies: {}';

export const SOLVED = smallLesson().get('solution.yaml')!;
