import { describe, expect, test } from 'vitest';
import { proveLesson, type Proof } from '../../../src/lesson/prove';
import { lessonOf } from './played';
import { edited, smallLesson } from './small-lesson';

function proofs(changes: Parameters<typeof smallLesson>[0] = {}): Proof[] {
  const files = smallLesson(changes);
  return [...proveLesson(lessonOf(files), files, [1, 2, 3])];
}

const failed = (changes: Parameters<typeof smallLesson>[0]) => proofs(changes).filter(({ passed }) => !passed);

describe('the proof of a lesson', () => {
  test('passes for a lesson that needs what it teaches', () => {
    const all = proofs();
    expect(all.filter(({ passed }) => !passed)).toEqual([]);
    expect(all.map(({ name }) => name)).toEqual([
      'the untouched start is lost in the storm hang (step protect)',
      'the solution holds in the storm hang',
      'the worked example of step protect holds in the storm hang',
      'a mistake fails answered: Nothing ends the wait',
      'the solution needs the fallback of web -> prices',
      'the solution needs the timeout of web -> prices',
      'the check answered can fail',
    ]);
  });

  test('finds a start that has nothing to lose', () => {
    expect(failed({ 'policies.yaml': smallLesson().get('solution.yaml')! })[0]).toMatchObject({
      reason: 'nothing fails on seeds 1, 2, 3 of 3',
      file: 'policies.yaml',
      line: 1,
    });
  });

  test('finds a solution that does not hold, with what broke', () => {
    const [first] = failed({ 'solution.yaml': 'policies:\n  web -> prices:\n    - timeout: 50ms\n' });
    expect(first).toMatchObject({ name: 'the solution holds in the storm hang', file: 'solution.yaml' });
    expect(first!.reason).toMatch(
      /^on seeds 1, 2, 3 of 3: answered fails \(\d.*% were answered from 0:04 to 0:08\.\)$/,
    );
  });

  test('finds a worked example that does not hold', () => {
    expect(failed(edited('example.yaml', '60ms', '5s'))).toMatchObject([
      { name: 'the worked example of step protect holds in the storm hang', file: 'example.yaml' },
    ]);
  });

  test('finds a mistake that passes the check it should fail', () => {
    const harmless = edited(
      'mistakes/no-timeout.yaml',
      '{ use: default, message: A price }',
      '{ use: default }\n    - timeout: 40ms',
    );
    expect(failed(harmless)).toMatchObject([
      { file: 'mistakes/no-timeout.yaml', reason: 'answered passes on seeds 1, 2, 3 of 3' },
    ]);
  });

  test('finds a policy of the solution that it does not need', () => {
    const idle = edited('solution.yaml', '    - timeout', '    - bulkhead: 100\n    - timeout');
    expect(failed(idle)).toEqual([
      {
        name: 'the solution needs the bulkhead of web -> prices',
        passed: false,
        reason: 'without it, no check fails on every seed',
        file: 'solution.yaml',
        line: 4,
      },
    ]);
  });

  test('finds a check that nothing fails', () => {
    const idle =
      smallLesson().get('checks.yaml')! +
      `  idle:
    title: Always so
    storm: hang
    from: start
    to: end
    expect: { made-up answers: shoppers -> web, at most: 0 }
    message: "{measured}"
`;
    expect(failed({ 'checks.yaml': idle })).toMatchObject([
      { name: 'the check idle can fail', file: 'checks.yaml', line: 17 },
    ]);
  });
});
