import { render, screen } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import type { Check, Verdict } from '../../../src/lesson/lesson';
import CheckRow from '../../../src/ui/lesson/CheckRow.svelte';
import ExplainTask from '../../../src/ui/lesson/ExplainTask.svelte';
import PredictTask from '../../../src/ui/lesson/PredictTask.svelte';
import ProtectTask from '../../../src/ui/lesson/ProtectTask.svelte';
import '../support/browser';
import { type } from '../support/type';
import { weakestLink } from '../support/weakest-link';

const lesson = weakestLink();

function taskOf<Kind extends string>(kind: Kind) {
  const found = lesson.steps.map(({ task }) => task).find((task) => task.kind === kind);
  if (found === undefined) throw new Error(`The lesson has no ${kind} step.`);
  return found as Extract<typeof found, { kind: Kind }>;
}

describe('a prediction', () => {
  const { questions } = taskOf('predict');
  const open = (answers: Record<string, unknown>, committed = false) => {
    const props = {
      questions,
      journeys: ['browse', 'search'],
      answers,
      committed,
      primary: true,
      onAnswer: vi.fn(),
      onCommit: vi.fn(),
    } as const;
    render(PredictTask, { props: props as never });
    return props;
  };
  const commit = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Commit' });

  test('can be committed only when every question has an answer', () => {
    open({ finishes: ['search'] });
    expect(commit().disabled).toBe(true);
  });

  test('takes "none of them" and zero for answers', () => {
    const props = open({ finishes: [], answered: 0 });
    commit().click();
    expect(props.onCommit).toHaveBeenCalledOnce();
  });

  test('names the journeys in their order, whatever order they were ticked in', () => {
    const props = open({ finishes: ['search'] });
    screen.getByRole('checkbox', { name: 'browse' }).click();
    expect(props.onAnswer).toHaveBeenLastCalledWith('finishes', ['browse', 'search']);
  });

  test('hands on no number outside 0 to 100', async () => {
    const props = open({});
    const field = screen.getByRole<HTMLInputElement>('spinbutton');
    await type(field, '120');
    await type(field, '');
    expect(props.onAnswer).not.toHaveBeenCalled();
    await type(field, '42');
    expect(props.onAnswer).toHaveBeenLastCalledWith('answered', 42);
  });

  test('cannot be changed once it is committed', () => {
    open({ finishes: [], answered: 3 }, true);
    expect(screen.queryByRole('button', { name: 'Commit' })).toBeNull();
    expect(screen.getByRole('checkbox', { name: 'browse' }).matches(':disabled')).toBe(true);
  });
});

describe('an explanation', () => {
  const task = taskOf('explain');
  const right = task.pick.choices.findIndex((choice) => choice.right);
  const wrong = task.pick.choices.findIndex((choice) => !choice.right);
  const open = (work: { said: string; picked: number[]; written: string }) => {
    const props = {
      task,
      work,
      drafts: { said: '', written: '' },
      trace: null,
      primary: true,
      onDraft: vi.fn(),
      onSay: vi.fn(),
      onPick: vi.fn(),
      onWrite: vi.fn(),
    };
    render(ExplainTask, { props });
    return props;
  };

  test('shows no choices before something was said', () => {
    open({ said: '', picked: [], written: '' });
    expect(screen.queryAllByRole('radio')).toEqual([]);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Say it' }).disabled).toBe(true);
  });

  test('says why a wrong cause is not the one, and lets another be picked', () => {
    const props = open({ said: 'queues', picked: [wrong], written: '' });
    expect(screen.getByText(/Not this one/)).toBeTruthy();
    screen.getAllByRole('radio')[right]?.click();
    expect(props.onPick).toHaveBeenCalledWith(right);
    expect(screen.queryByRole('textbox')).toBeNull();
  });

  test('keeps the right cause when another is looked at, and says why that one is not it', async () => {
    const props = open({ said: 'queues', picked: [right], written: '' });
    screen.getAllByRole('radio')[wrong]?.click();
    expect(await screen.findByText(/Not this one/)).toBeTruthy();
    expect(props.onPick).not.toHaveBeenCalled();
    expect(screen.getByRole('textbox')).toBeTruthy();
    const checked = screen.getAllByRole<HTMLInputElement>('radio').map((radio) => radio.checked);
    expect(checked.indexOf(true)).toBe(wrong);
  });

  test('shows the model answer only beside a sentence that is kept', () => {
    open({ said: 'queues', picked: [wrong, right], written: '' });
    expect(screen.getByRole('textbox')).toBeTruthy();
    expect(screen.queryByText('One good answer')).toBeNull();
  });

  test('keeps the sentence open to change beside the model answer', () => {
    open({ said: 'queues', picked: [right], written: 'Workers are shared.' });
    expect(screen.getByText('One good answer')).toBeTruthy();
    expect(screen.getByRole('textbox')).toBeTruthy();
  });
});

describe('a check', () => {
  const check = lesson.checks[0] as Check;
  const verdict: Verdict = {
    check: check.id,
    passed: false,
    points: 0,
    measured: 0.4,
    message: 'Too few.',
    atMs: 65_000,
  };

  test('that failed says so in words, with its points and a way to its moment', () => {
    const onGoThere = vi.fn();
    render(CheckRow, { props: { check, verdict, onGoThere } });
    expect(screen.getByRole('img', { name: 'failed' })).toBeTruthy();
    expect(screen.getByText('0 of 1')).toBeTruthy();
    expect(screen.getByText(/Too few\.\s+Needed: at most 2 %\./)).toBeTruthy();
    screen.getByRole('button', { name: 'Go to 1:05.0 in the test’s run' }).click();
    expect(onGoThere).toHaveBeenCalledWith(65_000);
  });

  test('that passed offers no way to a moment', () => {
    render(CheckRow, { props: { check, verdict: { ...verdict, passed: true, points: 1 }, onGoThere: vi.fn() } });
    expect(screen.getByRole('img', { name: 'passed' })).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });

  test('that was not played yet says when it will be', () => {
    render(CheckRow, { props: { check, verdict: null, onGoThere: vi.fn() } });
    expect(screen.getByRole('img', { name: 'not checked yet' })).toBeTruthy();
    expect(screen.getByText('Checked when the test ends.')).toBeTruthy();
  });
});

describe('a step to protect', () => {
  const open = (part: Record<string, unknown>) =>
    render(ProtectTask, {
      props: {
        checks: lesson.checks.slice(0, 2),
        verdicts: null,
        attempts: 0,
        hint: null,
        example: null,
        progress: null,
        repeated: false,
        onGoThere: vi.fn(),
        onExample: vi.fn(),
        onStop: vi.fn(),
        ...part,
      },
    });

  test('has neither hint nor example before there are attempts', () => {
    open({});
    expect(screen.getByText(/No attempt yet/)).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });

  test('shows a hint only when it is asked for', async () => {
    open({ attempts: 2, hint: 'Look at **web**.' });
    expect(screen.queryByText(/Look at/)).toBeNull();
    screen.getByRole('button', { name: 'Show a hint' }).click();
    expect(await screen.findByText(/Look at/)).toBeTruthy();
  });

  test('tells when the worked example was looked at', async () => {
    const onExample = vi.fn();
    open({ attempts: 4, example: 'policies: {}', onExample });
    screen.getByRole('button', { name: 'Show the worked example' }).click();
    expect(onExample).toHaveBeenCalledOnce();
    expect(await screen.findByText('policies: {}')).toBeTruthy();
  });

  test('shows how far a test has come, and stops it', () => {
    const onStop = vi.fn();
    open({ progress: 0.4, onStop });
    expect(screen.getByRole<HTMLProgressElement>('progressbar').value).toBe(0.4);
    screen.getByRole('button', { name: 'Stop the test' }).click();
    expect(onStop).toHaveBeenCalledOnce();
  });
});
