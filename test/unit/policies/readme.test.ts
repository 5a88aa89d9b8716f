import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { machineDiagram, type MachineDiagram } from '../../../src/kernel/machine';
import { BREAKER_MACHINES } from '../../../src/policies/breaker-machines';

const README = readFileSync('src/policies/README.md', 'utf8');

/** A machine as Mermaid draws it: the definition's states and transitions, an arrow for each event. */
function mermaid({ initial, states, transitions }: MachineDiagram): string {
  const id = (state: string): string => state.replace(/\W/g, '_');
  return [
    '```mermaid',
    'stateDiagram-v2',
    ...states.filter(({ name }) => id(name) !== name).map(({ name }) => `  state "${name}" as ${id(name)}`),
    `  [*] --> ${id(initial)}`,
    ...transitions.map(({ from, event, to }) => `  ${id(from)} --> ${id(to)}: ${event}`),
    '```',
  ].join('\n');
}

describe('the documentation of the policies', () => {
  it.each(Object.entries(BREAKER_MACHINES))('draws the breaker of %s from its machine', (_, machine) => {
    expect(README).toContain(mermaid(machineDiagram(machine)));
  });
});
