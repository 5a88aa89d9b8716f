import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/engine/command';
import { firstBreakMs, underPolicies } from '../../../src/lab/replay-plan';
import { compiled, SMALL_SHOP } from './small-shop';

const model = compiled(SMALL_SHOP);
const commands: Command[] = [
  { atMs: 0, do: 'policies', yaml: 'first' },
  { atMs: 500, do: 'heal', id: 'a' },
  { atMs: 900, do: 'break', id: 'a' },
  { atMs: 900, do: 'policies', yaml: 'second' },
  { atMs: 1200, do: 'break', id: 'b' },
  { atMs: 1500, do: 'heal', id: 'a' },
];

describe('a replay from before the break', () => {
  it('finds the first break, by hand or by the scenario’s schedule', () => {
    expect(firstBreakMs(commands, model)).toBe(900);
    expect(firstBreakMs([], model)).toBe(Infinity);
    const scheduled = compiled(SMALL_SHOP.replace('does: hang }', 'does: hang, at: 300ms }'));
    expect(firstBreakMs(commands, scheduled)).toBe(300);
  });

  it('has the policies from the start, keeps breaks and heals, and drops other policies', () => {
    expect(underPolicies(commands, 'new')).toEqual([
      { atMs: 0, do: 'policies', yaml: 'new' },
      { atMs: 500, do: 'heal', id: 'a' },
      { atMs: 900, do: 'break', id: 'a' },
      { atMs: 1200, do: 'break', id: 'b' },
      { atMs: 1500, do: 'heal', id: 'a' },
    ]);
  });
});
