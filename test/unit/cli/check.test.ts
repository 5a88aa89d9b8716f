import { relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { check } from '../../../src/cli/check';
import { UsageError } from '../../../src/cli/usage-error';
import { edited, smallLesson } from '../lesson/small-lesson';
import { scratch } from './files';

const { folder, write } = scratch();

/** A lesson's folder on disk. */
function lesson(name: string, changes: Parameters<typeof smallLesson>[0] = {}): string {
  for (const [file, text] of smallLesson(changes)) write(`${name}/${file}`, text);
  return `${folder}/${name}`;
}

function checked(path: string): { lines: string[]; passed: boolean } {
  const lines: string[] = [];
  const passed = check(path, 2, (line) => lines.push(line));
  return { lines, passed };
}

describe('check', () => {
  test('says every proof of a sound lesson and ends with the total', () => {
    const { lines, passed } = checked(lesson('sound'));
    expect(passed).toBe(true);
    expect(lines[0]).toBe('sound');
    expect(lines[1]).toBe('  ok    its files are sound');
    const proofs = lines.filter((line) => line.startsWith('  ok    '));
    expect(lines.at(-1)).toBe(`${proofs.length} passed, 0 failed`);
    expect(proofs.length).toBeGreaterThan(5);
  });

  test('says where and why a proof failed', () => {
    const path = lesson('idle', edited('solution.yaml', '    - timeout', '    - bulkhead: 100\n    - timeout'));
    const { lines, passed } = checked(path);
    expect(passed).toBe(false);
    const at = lines.indexOf('  FAIL  the solution needs the bulkhead of web -> prices');
    expect(lines[at + 1]).toBe(
      `        ${relative(process.cwd(), path)}/solution.yaml:4: without it, no check fails on every seed`,
    );
    expect(lines.at(-1)).toMatch(/^\d+ passed, 1 failed$/);
  });

  test('plays nothing of a lesson whose files are not sound, and lists their problems', () => {
    const path = lesson('unsound', {
      ...edited('lesson.md', 'page: buy', 'page: by'),
      'solution.yaml': 'policies: 3\n',
    });
    const { lines, passed } = checked(path);
    const shown = relative(process.cwd(), path);
    expect(passed).toBe(false);
    expect(lines[1]).toBe('  FAIL  its files are sound');
    expect(lines[2]).toBe(`        ${shown}/lesson.md:5:7: There is no journey \`by\`; did you mean \`buy\`?`);
    expect(lines[3]).toContain(`${shown}/solution.yaml:1:11: `);
    expect(lines.at(-1)).toBe('0 passed, 1 failed');
  });

  test('of no lesson is a mistake in the command', () => {
    expect(() => checked('no-such-lesson')).toThrow(UsageError);
    expect(() => checked('no-such-lesson')).toThrow(/there is no lesson no-such-lesson; there are: .*the-weakest-link/);
  });
});
