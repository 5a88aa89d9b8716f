import { formatClock } from '../../../kernel/units';
import { percent } from '../../parts/format';

const SMALL_NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const inWords = (n: number): string => SMALL_NUMBERS[n] ?? String(n);
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const lesson = {
  eyebrow: (step: number, of: number, name: string) => `Step ${step} of ${of} · ${name}`,
  marks: (done: number, of: number) => `${done} of ${of} steps done`,
  mark: (step: number, title: string, standing: string) => `Step ${step}: ${title} (${standing})`,
  standing: { done: 'done', now: 'you are here', open: 'not done yet', locked: 'not open yet' },
  minutes: (minutes: number) => (minutes === 1 ? 'about a minute' : `about ${minutes} minutes`),
  back: 'Back',
  next: 'Next',
  finish: 'See your report',
  notYet: 'Do this step’s task first.',

  follow: {
    again: 'Follow another one',
    waiting: (journey: string) => `Waiting for the next ${journey} to come in.`,
    slow: 'Slowed down, so that you can see it travel.',
  },

  predict: {
    why: 'Commit before you see it: nobody scores this, and people who guess first remember more.',
    none: 'None of them',
    answered: 'of 100 shoppers',
    commit: 'Commit',
    incomplete: 'Answer each question first; a guess is enough.',
    committed: 'Committed. The break is unlocked.',
  },

  break: {
    warming: 'A healthy shop first: it is broken as soon as it has served for a few seconds.',
    slow: (speed: number, service: string) =>
      `Playing at ${speed === 0.1 ? 'a tenth' : speed} of real time until ${service}’s queue is full. Watch its workers.`,
    comparingAt: (atMs: number) => `Your prediction is compared at ${formatClock(atMs, 1)}.`,
    compared: 'What you said, and what happened',
    youSaid: 'You said',
    theRun: 'The run',
    question: 'Question',
    finishes: 'finishes',
    stops: 'stops',
    answers: 'answers in that time',
    ofHundred: (n: number) => `${Math.round(n)} for 100`,
    asYouSaid: 'as you said',
    otherwise: 'not as you said',
    noPoints: 'No points either way. The gaps are what the next step is about.',
    again: 'Break it once more',
  },

  explain: {
    say: 'Say it',
    said: 'You said',
    sayHint: 'Two or three words will do; there is no wrong answer here.',
    pick: 'Pick the cause',
    noTrace: 'The break is played again, so that there is a failed request to look at.',
    pickAgain: 'Not this one. Look at the trace again.',
    picked: 'That is it.',
    write: 'Keep it',
    model: 'One good answer',
    kept: 'Kept for your report. You can still change it.',
  },

  protect: {
    checks: 'Checks',
    points: (got: number, of: number) => `${got} of ${of}`,
    worth: (of: number) => `${of}`,
    worthLabel: (of: number) => (of === 1 ? 'worth one point' : `worth ${inWords(of)} points`),
    passed: 'passed',
    failed: 'failed',
    pending: 'not checked yet',
    whenEnds: 'Checked when the test ends.',
    needed: (limit: string) => `Needed: ${limit}.`,
    goThere: 'Go there',
    goThereLabel: (atMs: number) => `Go to ${formatClock(atMs, 1)} in the test’s run`,
    testing: (progress: number) => `The storm is being played: ${percent(progress)}`,
    stop: 'Stop the test',
    invalid: 'The policies in the editor have a problem; it must be gone before they can be tested.',
    attempts: (n: number) =>
      n === 0 ? 'No attempt yet.' : `${sentence(inWords(n))} ${n === 1 ? 'attempt' : 'attempts'} so far.`,
    notAnAttempt: 'The policies were the same as before, so the last test does not count as one.',
    hint: 'Show a hint',
    hintTitle: 'Hint',
    example: 'Show the worked example',
    hideExample: 'Hide it',
    passedAll: 'Every check passed.',
    someFailed: (failed: number) => `${sentence(inWords(failed))} ${failed === 1 ? 'check' : 'checks'} not passed yet.`,
  },

  report: {
    title: 'Report',
    of: (lesson: string) => `Report: ${lesson}`,
    print: 'Print or save as PDF',
    backToLesson: 'Back to the lesson',
    predictions: 'Predictions',
    noPredictions: 'No prediction was committed.',
    explanation: 'Explanation',
    noExplanation: 'Nothing was written.',
    attempts: 'Attempts',
    noAttempts: 'No test was finished.',
    test: (n: number, changed: boolean) => (changed ? `Test ${n}` : `Test ${n} (no attempt: same policies as before)`),
    points: (got: number, of: number) => `${got} of ${of} points`,
    step: (n: number, title: string) => `Step ${n}: ${title}`,
    policies: 'Policies of this test',
    first: 'Before seeing the cause',
    sentence: 'In a sentence',
    progress: (done: number, of: number) => `${done} of ${of} steps done`,
    notCompared: 'not compared yet',
  },
};
