import type { Check, Hint, Verdict } from './lesson';
import { fillIn } from './wording';

/**
 * The hint for a finished attempt, filled in from its run: of those whose conditions hold, the one that asks for the
 * most attempts, and of equals the first. Null where none holds, or where there is nothing left to fail.
 */
export function pickHint(
  hints: readonly Hint[],
  checks: readonly Check[],
  verdicts: readonly Verdict[],
  attempts: number,
): string | null {
  const failed = new Map(verdicts.filter(({ passed }) => !passed).map((verdict) => [verdict.check, verdict]));
  if (failed.size === 0) return null;
  let picked: Hint | null = null;
  for (const hint of hints) {
    const holds = hint.afterAttempts <= attempts && (hint.whenFails === null || failed.has(hint.whenFails));
    if (holds && (picked === null || hint.afterAttempts > picked.afterAttempts)) picked = hint;
  }
  if (picked === null) return null;
  const check = checks.find(({ id }) => id === picked.whenFails);
  const verdict = check && failed.get(check.id);
  return verdict ? fillIn(picked.text, check, { value: verdict.measured, worstMs: verdict.atMs }) : picked.text;
}
