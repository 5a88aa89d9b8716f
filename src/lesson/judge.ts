import type { Recorder } from '../engine/observation/recorder';
import type { Check, Expectation, Verdict } from './lesson';
import { measure } from './measure';
import { fillIn } from './wording';

/** How each check comes out on a recorded run of its storm, played from 0. Nothing but the record is looked at. */
export function judge(checks: readonly Check[], recorder: Recorder): Verdict[] {
  return checks.map((check) => {
    const measured = measure(check.expect, recorder, check.fromMs, check.toMs);
    const passed = holds(check.expect, measured.value);
    return {
      check: check.id,
      passed,
      points: passed ? check.points : 0,
      measured: measured.value,
      message: fillIn(check.message, check, measured),
      atMs: passed ? check.fromMs : measured.worstMs,
    };
  });
}

/** What was not measured does not hold. */
const holds = (expect: Expectation, value: number): boolean =>
  expect.measure === 'answered' ? value >= expect.atLeast : value <= expect.atMost;
