import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edit, redo, undo } from '../../../src/lab/edits';
import type { Edits } from '../../../src/lab/saved-work';

const start: Edits = { past: [], text: 'start', future: [] };

describe('edits', () => {
  it('undoes them one by one down to the start, and redoes them', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 50 }), (texts) => {
        const edited = texts.reduce((edits, text) => edit(edits, text, false), start);
        let undone = edited;
        for (const before of [...edited.past].reverse()) expect((undone = undo(undone)).text).toBe(before);
        expect(undone).toMatchObject({ past: [], text: 'start' });
        expect(undo(undone)).toEqual(undone);
        let redone = undone;
        for (let step = 0; step < edited.past.length; step += 1) redone = redo(redone);
        expect(redone).toEqual(edited);
        expect(redo(redone)).toEqual(redone);
      }),
    );
  });

  it('counts one stroke of typing as one edit', () => {
    const typed = edit(edit(edit(start, 's1', false), 's12', true), 's123', true);
    expect(typed).toMatchObject({ past: ['start'], text: 's123' });
  });

  it('forgets what was undone once something else is typed', () => {
    const other = edit(undo(edit(start, 'one', false)), 'two', false);
    expect(other).toEqual({ past: ['start'], text: 'two', future: [] });
  });

  it('keeps the last two hundred', () => {
    let edits = start;
    for (let index = 0; index < 300; index += 1) edits = edit(edits, String(index), false);
    expect(edits.past).toHaveLength(200);
    expect(edits.past[0]).toBe('99');
  });
});
