import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freshWork, type SavedWork } from '../../../src/lab/saved-work';
import { readLessonWork, readWorkFile, writeLessonWork, writeWorkFile } from '../../../src/lab/work-file';
import { lessonWork, savedWork } from './arbitrary-work';

const work: SavedWork = { visited: true, lessons: { 'the-weakest-link': freshWork('policies: {}\n') } };

describe('a file of saved work', () => {
  it('gives back exactly what was saved', () => {
    fc.assert(
      fc.property(savedWork, (saved) => {
        expect(readWorkFile(writeWorkFile(saved))).toEqual({ ok: true, value: saved });
      }),
    );
  });

  it('reads a lesson’s record as it was written', () => {
    fc.assert(
      fc.property(lessonWork, (lesson) => {
        expect(readLessonWork(structuredClone(writeLessonWork(lesson)))).toEqual({ ok: true, value: lesson });
      }),
    );
  });

  it('is JSON that names its format and version', () => {
    expect(JSON.parse(writeWorkFile(work))).toMatchObject({ format: 'breakwater work', version: 1 });
  });

  it('never throws, whatever it is given to read', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const read = readWorkFile(text);
        expect(read.ok || read.problems.length > 0).toBe(true);
      }),
    );
  });

  it.each([
    ['something that is not JSON', 'shop: closed', 'not a file of saved work'],
    ['another format', JSON.stringify({ ...JSON.parse(writeWorkFile(work)), format: 'notes' }), 'format'],
    ['a newer version', JSON.stringify({ ...JSON.parse(writeWorkFile(work)), version: 9 }), 'newer lab'],
    ['a missing part', writeWorkFile(work).replace('"done"', '"finished"'), 'done'],
    ['a lesson of no possible name', writeWorkFile(work).replace('the-weakest-link', '../up'), 'Invalid key'],
  ])('refuses %s, saying why', (_, text, why) => {
    const read = readWorkFile(text);
    expect(read.ok).toBe(false);
    if (!read.ok) expect(read.problems.map(({ message }) => message).join('\n')).toContain(why);
  });
});
