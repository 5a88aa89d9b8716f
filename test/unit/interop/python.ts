import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';

/* The Pythons of this machine, if there are any. */

/** The first of these that runs a program at all, with what it can import. */
function pythons(): { readonly command: string; readonly hasTenacity: boolean }[] {
  return ['/usr/bin/python3', 'python3'].flatMap((command) => {
    if (spawnSync(command, ['-c', 'import ast']).status !== 0) return [];
    return [{ command, hasTenacity: spawnSync(command, ['-c', 'import tenacity']).status === 0 }];
  });
}

const FOUND = pythons();

/** A Python; undefined: there is none. */
export const parser = FOUND[0]?.command;

/** A Python that has tenacity. */
export const runner = FOUND.find(({ hasTenacity }) => hasTenacity)?.command;

/** What a Python printed, line by line. */
export function printed(command: string, program: string): string[] {
  const { status, stdout, stderr } = spawnSync(command, ['-'], { input: program, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.trim().split('\n');
}

/** pybreaker itself where it is installed; elsewhere what takes the arguments of its breaker, and no others. */
export const WITH_PYBREAKER = `
try:
    import pybreaker
except ImportError:
    import sys, types

    class CircuitBreaker:
        def __init__(self, fail_max=5, reset_timeout=60, success_threshold=1, exclude=None, listeners=None,
                     state_storage=None, name=None, throw_new_error_on_trip=True):
            self.fail_max = fail_max
            self.reset_timeout = reset_timeout
            self.success_threshold = success_threshold
            self.name = name
            self._throw_new_error_on_trip = throw_new_error_on_trip

    sys.modules["pybreaker"] = types.ModuleType("pybreaker")
    sys.modules["pybreaker"].CircuitBreaker = CircuitBreaker
`;
