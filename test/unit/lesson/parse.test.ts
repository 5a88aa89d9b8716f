import { describe, expect, test } from 'vitest';
import type { Lesson } from '../../../src/lesson/lesson';
import { parseLesson } from '../../../src/lesson/parse';
import { edited, smallLesson, type SmallFile } from './small-lesson';

function parsed(files = smallLesson()): Lesson {
  const lesson = parseLesson('small', files);
  if (!lesson.ok) throw new Error(JSON.stringify(lesson.problems));
  return lesson.value;
}

/** `file:line message` of each problem. */
function problems(changes: Parameters<typeof smallLesson>[0]): string[] {
  const lesson = parseLesson('small', smallLesson(changes));
  return lesson.ok ? [] : lesson.problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
}

describe('a lesson read from its folder', () => {
  test('has the front matter, texts and steps of its files', () => {
    const files = smallLesson();
    const lesson = parsed(files);
    expect(lesson).toMatchObject({ id: 'small', title: 'A small lesson', minutes: 5, page: 'buy' });
    expect(lesson.scenario).toBe(files.get('scenario.yaml'));
    expect(lesson.solution).toBe(files.get('solution.yaml'));
    expect(lesson.steps.map(({ id, prose }) => [id, prose])).toEqual([
      ['look', 'Follow it.'],
      ['protect', 'Protect it.\n\n- with a timeout'],
    ]);
  });

  test('writes names of links one way', () => {
    expect(parsed().steps[0]!.lit).toEqual(['shoppers', 'web -> prices']);
  });

  test('resolves instants to ms from the start of the storm', () => {
    const { storms, checks } = parsed();
    expect(storms[0]).toMatchObject({
      forMs: 10_000,
      commands: [
        { atMs: 3000, do: 'break', id: 'prices-hang' },
        { atMs: 8000, do: 'heal', id: 'prices-hang' },
      ],
    });
    expect(checks[0]).toMatchObject({ fromMs: 4000, toMs: 8000 });
  });

  test.each([
    ['start', 0],
    ['start + 2s', 2000],
    ['prices-hang', 3000],
    ['prices-hang - 500ms', 2500],
    ['prices-hang healed', 8000],
    ['end - 1s', 9000],
  ])('reads the instant %s', (instant, atMs) => {
    const lesson = parsed(
      smallLesson({
        'checks.yaml': smallLesson()
          .get('checks.yaml')!
          .replace('from: prices-hang + 1s', `from: ${instant}`)
          .replace('to: prices-hang healed', 'to: end'),
      }),
    );
    expect(lesson.checks[0]!.fromMs).toBe(atMs);
  });

  test('puts the worked example, its attempts and the hints into the task', () => {
    expect(parsed().steps[1]!.task).toMatchObject({
      kind: 'protect',
      example: smallLesson().get('example.yaml'),
      exampleAfter: 4,
      hints: [
        { afterAttempts: 1, whenFails: 'answered' },
        { afterAttempts: 2, whenFails: null, text: 'Look at the link.' },
      ],
    });
  });

  test('never shows an example where none is named', () => {
    const task = parsed(smallLesson(edited('lesson.md', '  example: example.yaml\n  example after: 4\n', ''))).steps[1]!
      .task;
    expect(task).toMatchObject({ example: '', exampleAfter: Infinity });
  });

  test('takes the mistakes with the storm of the check they must fail', () => {
    const [mistake] = parsed().mistakes;
    expect(mistake).toMatchObject({
      file: 'mistakes/no-timeout.yaml',
      name: 'Nothing ends the wait',
      storm: 'hang',
      fails: 'answered',
    });
  });

  test.each<[measure: string, expectation: object]>([
    ['{ answered: [buy], at least: 99% }', { measure: 'answered', journeys: ['buy'], atLeast: 0.99 }],
    ['{ degraded: [buy], at most: 1% }', { measure: 'degraded', journeys: ['buy'], atMost: 0.01 }],
    ['{ p95: [buy, read], at most: 800ms }', { measure: 'p95', journeys: ['buy', 'read'], atMost: 800 }],
    [
      '{ waiting workers: web, at most: 50% }',
      { measure: 'waiting workers', service: 'web', atMost: 0.5, overMs: 1000 },
    ],
    [
      '{ waiting workers: web, at most: 50%, over: 5s }',
      { measure: 'waiting workers', service: 'web', atMost: 0.5, overMs: 5000 },
    ],
    [
      '{ made-up answers: web -> prices.get, at most: 0 }',
      { measure: 'made-up answers', route: 'web -> prices.get', atMost: 0 },
    ],
    ['{ attempts: web->prices, at most: 12/s }', { measure: 'attempts per second', link: 'web -> prices', atMost: 12 }],
  ])('reads the expectation %s', (measure, expectation) => {
    const lesson = parsed(smallLesson(edited('checks.yaml', '{ answered: [buy, read], at least: 95% }', measure)));
    expect(lesson.checks[0]!.expect).toEqual(expectation);
  });
});

describe('problems of a lesson', () => {
  test.each<[what: string, file: SmallFile, part: string, replacement: string, problem: string]>([
    [
      'an unknown key of the front matter',
      'lesson.md',
      'page: buy',
      'page: buy\nlevel: 3',
      'lesson.md:6 Unknown key `level`',
    ],
    [
      'a page that is no journey',
      'lesson.md',
      'page: buy',
      'page: by',
      'lesson.md:5 There is no journey `by`; did you mean `buy`?',
    ],
    [
      'an unknown kind of task',
      'lesson.md',
      'kind: follow',
      'kind: folow',
      'lesson.md:14 `kind` is `folow`; expected follow, predict',
    ],
    [
      'a key that the task does not have',
      'lesson.md',
      'journey: buy }',
      'journey: buy, storm: hang }',
      'lesson.md:14 Unknown key `storm`',
    ],
    [
      'a journey that is not there',
      'lesson.md',
      'journey: buy }',
      'journey: sell }',
      'lesson.md:14 There is no journey `sell`',
    ],
    [
      'a lit service that is not there',
      'lesson.md',
      'lit: [shoppers,',
      'lit: [shopers,',
      'lesson.md:13 There is no service `shopers`; did you mean',
    ],
    [
      'a lit link that is not there',
      'lesson.md',
      'web->prices',
      'prices->web',
      'lesson.md:13 There is no link `prices -> web`',
    ],
    ['two steps of one id', 'lesson.md', 'id: protect', 'id: look', 'lesson.md:20 There is another step `look`'],
    ['a storm that is not there', 'lesson.md', 'storm: hang', 'storm: hail', 'lesson.md:27 There is no storm `hail`'],
    [
      'a hint on a check that is not there',
      'lesson.md',
      'when fails: answered',
      'when fails: answred',
      'lesson.md:31 There is no check of this storm `answred`; did you mean `answered`?',
    ],
    [
      'a figure in a hint on no check',
      'lesson.md',
      'when fails: answered',
      'after: 1, text: "Only {measured} were." }\n    - { after: 3',
      'lesson.md:31 {measured} is a check’s: say which with `when fails`.',
    ],
    [
      'a figure that there is not',
      'checks.yaml',
      '{measured} were',
      '{mesured} were',
      'checks.yaml:16 There is no figure `mesured`; did you mean `measured`?',
    ],
    [
      'a worked example that is not there',
      'lesson.md',
      'example: example.yaml',
      'example: exam.yaml',
      'lesson.md:28 There is no file `exam.yaml`; did you mean `example.yaml`?',
    ],
    ['a step without prose', 'lesson.md', 'Follow it.', '', 'lesson.md:8 This step has no prose'],
    [
      'a fault that is not there',
      'checks.yaml',
      'at: 3s, break: prices-hang',
      'at: 3s, break: price-hang',
      'checks.yaml:6 There is no fault `price-hang`',
    ],
    [
      'a heal of what is not broken',
      'checks.yaml',
      '{ at: 3s, break: prices-hang }',
      '{ at: 3s, heal: prices-hang }',
      'checks.yaml:6 `prices-hang` is not broken at that time',
    ],
    ['events out of order', 'checks.yaml', 'at: 8s', 'at: 2s', 'checks.yaml:7 This happens before the event above it'],
    ['an event after the end', 'checks.yaml', 'at: 8s', 'at: 12s', 'checks.yaml:7 The storm is over after 10 s.'],
    ['a bare number as an instant', 'checks.yaml', 'at: 8s', 'at: 8', 'checks.yaml:7 "8" has no unit'],
    [
      'an instant of no event',
      'checks.yaml',
      'from: prices-hang + 1s',
      'from: web-hangs + 1s',
      'checks.yaml:13 In the storm `hang` there is no event `web-hangs`; expected one of start, end, prices-hang.',
    ],
    [
      'an instant moved by no duration',
      'checks.yaml',
      'prices-hang + 1s',
      'prices-hang + 1',
      'checks.yaml:13 "1" has no unit',
    ],
    [
      'an instant after the end',
      'checks.yaml',
      'to: prices-hang healed',
      'to: end + 1s',
      'checks.yaml:14 This is after the storm’s end at 10 s.',
    ],
    [
      'an instant before the start',
      'checks.yaml',
      'from: prices-hang + 1s',
      'from: start - 1s',
      'checks.yaml:13 This is before the storm begins.',
    ],
    [
      'a window that ends before it begins',
      'checks.yaml',
      'to: prices-hang healed',
      'to: prices-hang',
      'checks.yaml:14 The window must end after it begins.',
    ],
    [
      'a check of no storm',
      'checks.yaml',
      'storm: hang',
      'storm: hung',
      'checks.yaml:11 There is no storm `hung`; did you mean `hang`?',
    ],
    [
      'a check of no journey',
      'checks.yaml',
      '[buy, read]',
      '[buy, raed]',
      'checks.yaml:15 There is no journey `raed`; did you mean `read`?',
    ],
    [
      'a check of no service',
      'checks.yaml',
      '{ answered: [buy, read], at least: 95% }',
      '{ waiting workers: wb, at most: 5% }',
      'checks.yaml:15 There is no service `wb`; did you mean `web`?',
    ],
    [
      'a check of no call',
      'checks.yaml',
      '{ answered: [buy, read], at least: 95% }',
      '{ made-up answers: web -> prices.got, at most: 0 }',
      'checks.yaml:15 There is no call `web -> prices.got`',
    ],
    [
      'a check of no link',
      'checks.yaml',
      '{ answered: [buy, read], at least: 95% }',
      '{ attempts: prices -> web, at most: 1/s }',
      'checks.yaml:15 There is no link `prices -> web`',
    ],
    [
      'two measures at once',
      'checks.yaml',
      'answered: [buy, read]',
      'answered: [buy], degraded: [buy]',
      'checks.yaml:15 This has answered and degraded; it needs exactly one of',
    ],
    [
      'a limit the wrong way round',
      'checks.yaml',
      'at least: 95%',
      'at most: 95%',
      'checks.yaml:15 This is measured by `at least`, not `at most`.',
    ],
    [
      'a limit in the wrong unit',
      'checks.yaml',
      'at least: 95%',
      'at least: 95ms',
      'checks.yaml:15 "95ms" has the unknown unit "ms"',
    ],
    [
      'a limit that is missing',
      'checks.yaml',
      ', at least: 95%',
      '',
      'checks.yaml:15 `at least` is missing; expected a share such as 99%.',
    ],
    ['policies that do not fit', 'solution.yaml', 'web -> prices', 'web -> price', 'solution.yaml:2'],
    [
      'a worked example that does not fit',
      'example.yaml',
      'timeout: 60ms',
      'timeout: 60',
      'example.yaml:4 "60" has no unit',
    ],
    [
      'a mistake that names no check',
      'mistakes/no-timeout.yaml',
      'fails: answered',
      'fails: asked',
      'mistakes/no-timeout.yaml:2 There is no check `asked`',
    ],
    [
      'a mistake whose policies do not fit',
      'mistakes/no-timeout.yaml',
      'use: default',
      'use: nothing',
      'mistakes/no-timeout.yaml:5',
    ],
    [
      'a scenario with a problem',
      'scenario.yaml',
      'workers: 4',
      'workers: none',
      'scenario.yaml:12 `workers` is `none`',
    ],
    ['text that is not YAML', 'checks.yaml', 'title: Prices hang', 'title: [Prices hang', 'checks.yaml:'],
  ])('point at %s', (_, file, part, replacement, problem) => {
    expect(problems(edited(file, part, replacement)).join('\n')).toContain(problem);
  });

  test('are told of all files at once', () => {
    const found = problems({
      ...edited('lesson.md', 'page: buy', 'page: by'),
      ...edited('checks.yaml', 'at: 8s', 'at: 8'),
      ...edited('solution.yaml', '50ms', '50'),
    });
    expect(found.map((problem) => problem.split(':')[0])).toEqual(['lesson.md', 'checks.yaml', 'solution.yaml']);
  });

  test('do not hide one another in one file', () => {
    const twice = edited('checks.yaml', 'at: 8s', 'at: 8')['checks.yaml']!.replace('[buy, read]', '[buy, raed]');
    expect(problems({ 'checks.yaml': twice })).toHaveLength(2);
  });

  test('name each file that is missing', () => {
    expect(problems({ 'lesson.md': null, 'solution.yaml': null })).toEqual([
      'lesson.md:1 This file is missing.',
      'solution.yaml:1 This file is missing.',
    ]);
  });
});
