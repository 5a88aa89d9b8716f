import { describe, expect, it } from 'vitest';
import type { BackoffParams } from '../../../src/policies/backoff';
import { BREAKERS, breaker, bulkhead, codeOf, fallback, retry, timeout } from './layers';
import { parser, printed, runner, WITH_PYBREAKER } from './python';

/*
 * What is exported for Python. Where there is a Python 3 its own parser reads the code; where it has tenacity too, the code is
 * run, and its waits are compared with those of the simulator. A machine without either still proves what can be seen in
 * the text, so that no test is left out.
 */

/** Checked by Python's parser where there is one. */
function expectSound(code: string): void {
  expect(code).not.toMatch(/\bundefined\b|\bNaN\b|\bInfinity\b/);
  if (parser === undefined) return;
  expect(printed(parser, `import ast\nast.parse(${JSON.stringify(code)})\nprint("sound")`)).toEqual(['sound']);
}

const BACKOFFS: readonly (Partial<BackoffParams> & { readonly waits: readonly string[] })[] = [
  { kind: 'none', waits: ['0', '0', '0'] },
  { kind: 'constant', baseMs: 500, waits: ['0.5', '0.5', '0.5'] },
  { kind: 'listed', baseMs: 100, listMs: [100, 700], waits: ['0.1', '0.7', '0.7'] },
  { kind: 'listed', baseMs: 100, listMs: [100, 700], jitter: 'full', waits: ['0..0.1', '0..0.7', '0..0.7'] },
  { kind: 'linear', baseMs: 100, waits: ['0.1', '0.2', '0.3'] },
  { kind: 'exponential', baseMs: 50, factor: 3, capMs: 200, waits: ['0.05', '0.15', '0.2'] },
  { kind: 'exponential', baseMs: 50, factor: 2, jitter: 'full', waits: ['0..0.05', '0..0.1', '0..0.2'] },
  { kind: 'exponential', baseMs: 50, factor: 2, jitter: 'equal', waits: ['0.025..0.05', '0.05..0.1', '0.1..0.2'] },
  {
    kind: 'exponential',
    baseMs: 100,
    factor: 2,
    jitter: 'proportional',
    jitterShare: 0.2,
    waits: ['0.08..0.12', '0.16..0.24', '0.32..0.48'],
  },
  { kind: 'exponential', baseMs: 100, factor: 2, jitter: 'decorrelated', waits: ['0.1..0.3', '0.1..0.9', '0.1..2.7'] },
  { kind: 'constant', baseMs: 100, jitter: 'added', jitterMs: 50, waits: ['0.1..0.15', '0.1..0.15', '0.1..0.15'] },
];

/** Python that calls what always fails, with a clock that notes waits instead of sleeping. */
const WAITS = `
waits = []
def fails():
    raise ValueError("as always")
policy = test_api.copy(sleep=waits.append)
try:
    policy(fails)
    print("answered")
except ValueError:
    print("failed")
for wait in waits:
    print(wait)
`;

describe('what is exported to tenacity', () => {
  it.each(BACKOFFS)('waits as the simulator does: $kind, $jitter', ({ waits, ...backoff }) => {
    const code = codeOf('tenacity', [retry(4, backoff)]);
    expectSound(code);
    expect(code).toContain('stop=tenacity.stop_after_attempt(4)');
    if (runner === undefined) return;
    const [how, ...waited] = printed(runner, `${code}\n${WAITS}`);
    expect(how).toBe('failed');
    expect(waited).toHaveLength(3);
    waits.forEach((expected, index) => {
      const [least, most = least] = expected.split('..').map(Number);
      expect(Number(waited[index])).toBeGreaterThanOrEqual(least! - 1e-9);
      expect(Number(waited[index])).toBeLessThanOrEqual(most! + 1e-9);
    });
  });

  it('answers in place of the last failure where a fallback stands right outside', () => {
    const code = codeOf('tenacity', [fallback('Say "sorry"'), retry(2, { kind: 'none' }), timeout(250)]);
    expectSound(code);
    expect(code).toContain('retry_error_callback=lambda retry_state: {"degraded": True, "message": "Say \\"sorry\\""}');
    expect(code).toContain('timeout=0.25');
    if (runner === undefined) return;
    expect(printed(runner, `${code}\n${WAITS}`)[0]).toBe('answered');
  });
});

describe('what is exported to pybreaker', () => {
  it.each(BREAKERS.map((params) => [params.like, params] as const))('is Python: a breaker like %s', (_, params) => {
    const code = codeOf('pybreaker', [bulkhead(3), breaker(params), timeout(100)]);
    expectSound(code);
    expect(code).toMatch(/test_api = pybreaker\.CircuitBreaker\(\n {4}fail_max=\d+,\n {4}reset_timeout=[\d.]+,/);
  });

  it('is run by Python where there is one, and says all that a breaker of its own kind has', () => {
    const own = BREAKERS.filter(({ like }) => like === 'pybreaker');
    for (const params of own) {
      if (parser === undefined || params.like !== 'pybreaker') continue;
      const code = codeOf('pybreaker', [breaker(params)]);
      const { failMax, resetMs, successThreshold, throwsNewErrorOnTrip } = params;
      const made = [failMax, resetMs / 1000, successThreshold, throwsNewErrorOnTrip ? 'True' : 'False'];
      const attributes = ['fail_max', 'reset_timeout', 'success_threshold', '_throw_new_error_on_trip'];
      const shown = attributes.map((name) => `print(test_api.${name})`).join('\n');
      expect(printed(parser, `${WITH_PYBREAKER}\n${code}\n${shown}`)).toEqual(made.map(String));
    }
  });

  it('has the parameters of a breaker of its own kind', () => {
    const code = codeOf('pybreaker', [breaker(BREAKERS.find(({ like }) => like === 'pybreaker')!)]);
    expect(code).toContain(
      '    fail_max=5,\n    reset_timeout=60,\n    success_threshold=2,\n    name="test -> api",\n',
    );
  });
});
