import { describe, expect, test } from 'vitest';
import { splitLesson } from '../../../src/lesson/markdown';

const FRONT = '---\ntitle: T\n---\n';

describe('lesson.md taken apart', () => {
  test('gives each step the prose up to the next step', () => {
    const { steps, faults } = splitLesson(
      `${FRONT}\n\`\`\`step\nid: a\n\`\`\`\n\nOne.\n\nTwo.\n\`\`\`step\nid: b\n\`\`\`\nThree.\n`,
    );
    expect(faults).toEqual([]);
    expect(steps.map(({ yaml, prose }) => [yaml.trim(), prose])).toEqual([
      ['id: a', 'One.\n\nTwo.'],
      ['id: b', 'Three.'],
    ]);
  });

  test('keeps every line of YAML at its line of the file', () => {
    const text = `${FRONT}\n\`\`\`step\nid: a\nname: b\n\`\`\`\nProse.\n`;
    const { frontMatter, steps } = splitLesson(text);
    const lines = text.split('\n');
    for (const yaml of [frontMatter ?? '', steps[0]!.yaml])
      yaml.split('\n').forEach((line, index) => line !== '' && expect(lines[index]).toBe(line));
    expect(steps[0]!.line).toBe(5);
  });

  test('leaves other fenced blocks to the prose, whatever they contain', () => {
    const block = '~~~text\n```step\nid: not one\n```\n~~~';
    const { steps, faults } = splitLesson(`${FRONT}\`\`\`step\nid: a\n\`\`\`\n${block}\nEnd.\n`);
    expect(faults).toEqual([]);
    expect(steps.map(({ prose }) => prose)).toEqual([`${block}\nEnd.`]);
  });

  test('closes a fence only by one as long, and not by one indented as text', () => {
    const { steps } = splitLesson(
      `${FRONT}\`\`\`\`step\nid: a\n\`\`\`\nname: b\n\`\`\`\`\nP.\n\`\`\`step\nid: c\ntext: |\n    \`\`\`\n\`\`\`\nQ.\n`,
    );
    expect(steps.map(({ yaml, prose }) => [yaml.trim().split('\n').length, prose])).toEqual([
      [3, 'P.'],
      [3, 'Q.'],
    ]);
  });

  test('reads a file with Windows line ends alike', () => {
    const text = `${FRONT}\`\`\`step\nid: a\n\`\`\`\nOne.\n\nTwo.\n`;
    expect(splitLesson(text.replaceAll('\n', '\r\n'))).toEqual(splitLesson(text));
  });

  test.each([
    ['no front matter', '```step\nid: a\n```\nP.\n', 1, 'Expected front matter'],
    ['front matter without an end', '---\ntitle: T\n', 1, 'never ends'],
    ['a step without an end', `${FRONT}\`\`\`step\nid: a\n`, 4, 'never ends'],
    ['text before the first step', `${FRONT}\nHello.\n\`\`\`step\nid: a\n\`\`\`\nP.\n`, 5, 'belongs to no step'],
    ['no step at all', FRONT, 4, 'at least one'],
  ])('finds %s', (_, text, line, message) => {
    expect(splitLesson(text).faults).toContainEqual({ line, message: expect.stringContaining(message) });
  });
});
