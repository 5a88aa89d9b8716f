import { render, screen } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import { compileScenario } from '../../../src/scenario';
import { policyHelp } from '../../../src/ui/editor/code-help';
import PolicyEditor from '../../../src/ui/editor/PolicyEditor.svelte';
import { type } from '../support/type';
import { weakestLink } from '../support/weakest-link';

// Monaco needs a real browser; here it never comes, as on a bad connection.
vi.mock('../../../src/ui/editor/monaco', () => {
  throw new Error('not here');
});

// jsdom has the element, but not what makes it modal.
HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement) {
  this.open = true;
};

const START = 'policies: {}\n';
const EDITED = 'policies:\n  web -> catalog:\n    - timeout: 1s\n';
const WRONG = 'policies:\n  web -> catalog:\n    - timeout: soon\n';

function open(part: Record<string, unknown> = {}) {
  const model = compileScenario(weakestLink().scenario);
  if (!model.ok) throw new Error('The scenario does not compile.');
  const props = {
    text: START,
    model: model.value,
    start: START,
    running: { version: 1, yaml: START, sinceMs: 0 },
    oldCalls: [],
    help: policyHelp(model.value),
    theme: 'light',
    locked: false,
    canReplay: false,
    canUndo: false,
    canRedo: false,
    primary: true,
    onText: vi.fn(),
    onApply: vi.fn(),
    onReplay: vi.fn(),
    onReset: vi.fn(),
    onUndo: vi.fn(),
    onRedo: vi.fn(),
    ...part,
  };
  return { ...render(PolicyEditor, { props }), props };
}

const applyButton = () => screen.getByRole<HTMLButtonElement>('button', { name: /^Apply/ });
const editor = () => screen.getByRole<HTMLTextAreaElement>('textbox');
const ctrlEnter = () => new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true });

describe('the policy editor', () => {
  test('can be typed in although the full editor never came', async () => {
    const { props } = open();
    await type(editor(), EDITED);
    expect(props.onText).toHaveBeenLastCalledWith(EDITED);
    expect(await screen.findByText(/could not be loaded/)).toBeTruthy();
  });

  test('applies nothing while it is typed in', async () => {
    const { props } = open();
    await type(editor(), EDITED);
    expect(props.onApply).not.toHaveBeenCalled();
  });

  test('applies a changed text by its button and by Control and Enter', () => {
    const { props } = open({ text: EDITED });
    applyButton().click();
    editor().dispatchEvent(ctrlEnter());
    expect(props.onApply).toHaveBeenCalledTimes(2);
  });

  test('has nothing to apply while the text is what is running', () => {
    const { props } = open();
    expect(applyButton().disabled).toBe(true);
    editor().dispatchEvent(ctrlEnter());
    expect(props.onApply).not.toHaveBeenCalled();
  });

  test('refuses a text with a problem, says where it is, and which version is running', () => {
    const { props } = open({ text: WRONG, running: { version: 2, yaml: EDITED, sinceMs: 62_000 } });
    expect(applyButton().disabled).toBe(true);
    editor().dispatchEvent(ctrlEnter());
    expect(props.onApply).not.toHaveBeenCalled();
    expect(screen.getByRole('status').textContent).toMatch(
      /Cannot be applied: 1 problem\.\s+Running: version 2, since 1:02/,
    );
    expect(screen.getByText('Line 3, column 16')).toBeTruthy();
  });

  test('takes the caret to a problem that is chosen', () => {
    open({ text: WRONG });
    screen.getByText('Line 3, column 16').click();
    expect(document.activeElement).toBe(editor());
    expect(WRONG.slice(editor().selectionStart)).toBe('soon\n');
  });

  test('applies nothing while a test is played', () => {
    open({ text: EDITED, locked: true });
    expect(applyButton().disabled).toBe(true);
    expect(screen.getByRole('status').textContent).toMatch(/test is being played/);
  });

  test('says how many old calls still hold workers and until when, and offers to replay', () => {
    const { props } = open({
      text: EDITED,
      canReplay: true,
      oldCalls: [
        { list: 'web -> catalog', calls: 48, untilMs: Infinity },
        { list: 'web -> payments', calls: 1, untilMs: 74_500 },
      ],
    });
    expect(screen.getByText(/48 calls on web -> catalog .* nothing ends the wait/)).toBeTruthy();
    expect(screen.getByText(/1 call on web -> payments .* by 1:14.5 at the latest/)).toBeTruthy();
    screen.getByRole('button', { name: 'Replay from before the break' }).click();
    expect(props.onReplay).toHaveBeenCalledOnce();
  });

  test('offers no replay where nothing was broken', () => {
    open({ oldCalls: [{ list: 'web -> catalog', calls: 2, untilMs: 1000 }] });
    expect(screen.queryByRole('button', { name: 'Replay from before the break' })).toBeNull();
  });
});

describe('the policies as code', () => {
  test('are shown for the library that is chosen', async () => {
    open({ text: EDITED });
    screen.getByRole('button', { name: 'Export' }).click();
    const choice = await screen.findByRole<HTMLSelectElement>('combobox', { name: 'For' }, { timeout: 20_000 });
    const code = () => screen.getByLabelText('The code').textContent;
    expect(code()).toContain('timeoutDuration: 1000ms');
    choice.selectedIndex = [...choice.options].findIndex(({ label }) => label.startsWith('cockatiel'));
    choice.dispatchEvent(new Event('change', { bubbles: true }));
    await vi.waitFor(() => expect(code()).toContain('timeout(1000, TimeoutStrategy.Aggressive)'));
  });

  test('stay in sight when the part of the page they were asked for in is hidden', async () => {
    const { container, unmount } = open({ text: EDITED });
    screen.getByRole('button', { name: 'Export' }).click();
    const dialog = await screen.findByRole('dialog', { name: 'These policies as code' });
    expect(container.contains(dialog)).toBe(false);
    unmount();
    expect(dialog.isConnected).toBe(false);
  });

  test('are not to be had while they have problems', () => {
    open({ text: WRONG });
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Export' }).disabled).toBe(true);
  });
});
