import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { machineDiagram, type MachineDiagram } from '../../../src/kernel/machine';
import { BREAKER_MACHINES } from '../../../src/policies/breaker-machines';
import { POLICY_MACHINES } from '../../../src/policies/machines';
import type { GuideKind } from '../../../src/ui/policies/kinds';
import { guides } from '../../../src/ui/policies/guide';
import type { Example } from '../../../src/ui/text/en/guide/chapter';
import { text } from '../../../src/ui/text';
import { guide } from '../../../src/ui/text/guide';

const FILE = 'src/policies/README.md';
const README = readFileSync(FILE, 'utf8');

/** A machine as Mermaid draws it: the definition's states and transitions, an arrow for each event, and one out of what nothing leaves. */
function mermaid({ initial, states, transitions }: MachineDiagram): string {
  const id = (state: string): string => state.replace(/\W/g, '_');
  const isEnd = ({ name }: { readonly name: string }): boolean => transitions.every(({ from }) => from !== name);
  return [
    '```mermaid',
    'stateDiagram-v2',
    ...states.filter(({ name }) => id(name) !== name).map(({ name }) => `  state "${name}" as ${id(name)}`),
    `  [*] --> ${id(initial)}`,
    ...transitions.map(({ from, event, to }) => `  ${id(from)} --> ${id(to)}: ${event}`),
    ...states.filter(isEnd).map(({ name }) => `  ${id(name)} --> [*]`),
    '```',
  ].join('\n');
}

describe('the documentation of the policies', () => {
  it.each(Object.entries(BREAKER_MACHINES))('draws the breaker of %s from its machine', (_, machine) => {
    expect(README).toContain(mermaid(machineDiagram(machine)));
  });

  /** After a change of words, `npx vitest run test/unit/policies/readme.test.ts -u` writes them. */
  it('has the chapters of the guide, word by word', async () => {
    const [before, , after] = README.split(/(?<=<!-- chapters -->\n)|(?=<!-- end of the chapters -->)/);
    await expect(`${before}\n${chapters()}\n\n${after}`).toMatchFileSnapshot(`../../../${FILE}`);
  });
});

const chapters = (): string =>
  [
    ...guides.map(({ kind, notes }) => {
      const { name, purpose, hurts } = text.policies.chapters[kind];
      const { decides, differs, example } = guide.lessons[kind];
      return [
        `### ${name}`,
        wrapped(notes.definition),
        wrapped(`**${text.policies.purpose}.** ${purpose}`),
        wrapped(`**${text.policies.hurts}.** ${hurts}`),
        `**${text.policies.decides}.**`,
        list(decides),
        ...machineOf(kind),
        `**${text.policies.example}.**`,
        ...shown(example),
        `**${text.policies.differs}.**`,
        list(differs.map(([library, what]) => `_${library}_: ${what}`)),
      ].join('\n\n');
    }),
    [
      `### ${text.policies.order.name}`,
      wrapped(guide.order.is),
      list(guide.order.rules),
      ...guide.order.pairs.flatMap(({ name, example }) => [`**${name}.**`, ...shown(example)]),
      wrapped(`**${text.policies.order.usual}.** ${guide.order.usual}`),
    ].join('\n\n'),
  ].join('\n\n');

/** Those of breakers stand with the rules of each library. */
const machineOf = (kind: GuideKind): readonly string[] =>
  kind === 'breaker'
    ? []
    : [
        `**${text.policies.states}.** ${guide.machines.subjects[kind]}:`,
        mermaid(machineDiagram(POLICY_MACHINES[kind])),
      ];

const list = (items: readonly string[]): string => items.map((item) => wrapped(`- ${item}`, '  ')).join('\n');

const shown = ({ yaml, reads }: Example): readonly string[] => [`\`\`\`yaml\n${yaml}\n\`\`\``, wrapped(reads)];

const WIDTH = 120;

/** In lines of the usual width; none begins with what Markdown would take for a list or a heading, and no code is parted. */
function wrapped(paragraph: string, indent = ''): string {
  const [first = '', ...words] = paragraph.match(/(?:`[^`]*`|[^\s`])+/g) ?? [];
  return words.reduce((text, word) => {
    const lineLength = text.length - (text.lastIndexOf('\n') + 1);
    const fits = lineLength + 1 + word.length <= WIDTH || /^([-+*#>]|\d+[.)])/.test(word);
    return fits ? `${text} ${word}` : `${text}\n${indent}${word}`;
  }, first);
}
