import { describe, expect, test } from 'vitest';
import { JourneyGauge } from '../../../src/engine/observation/layout';
import { addTallies, answeredShare, degradedShare, tallies } from '../../../src/lesson/tally';
import { played, SOLVED, UNTOUCHED } from './played';

describe('what became of shoppers', () => {
  test('accounts for everyone who came: answered, failed, or still waiting', () => {
    const { recorder, engine } = played(UNTOUCHED);
    const { layout } = engine;
    const gauges = recorder.gaugesAt(6000);
    tallies(recorder, 0, 6000).forEach(({ arrived, ok, degraded, failed }, journey) => {
      expect(arrived).toBeGreaterThan(50);
      expect(arrived - ok - degraded - failed).toBe(gauges[layout.journeyGauge(journey) + JourneyGauge.inFlight]);
    });
  });

  test('adds up over neighbouring windows', () => {
    const { recorder } = played(SOLVED);
    const whole = addTallies(tallies(recorder, 1000, 9000));
    const parts = addTallies([...tallies(recorder, 1000, 4000), ...tallies(recorder, 4000, 9000)]);
    expect({ ...parts, overdue: 0 }).toEqual({ ...whole, overdue: 0 });
  });

  test('never counts those still waiting as served', () => {
    // 1.5 s after the break nobody's patience has ended yet, so the only sign of those who wait is that they are overdue
    const { recorder } = played(UNTOUCHED);
    const [buy] = tallies(recorder, 3500, 4500);
    expect(buy).toMatchObject({ ok: 0, degraded: 0 });
    expect(buy!.overdue).toBeGreaterThan(0);
    expect(answeredShare(buy!)).toBe(0);
  });

  test('has no share where nobody was due, and no degraded where nobody was answered', () => {
    const nobody = { arrived: 3, ok: 0, degraded: 0, failed: 0, overdue: 0 };
    expect(answeredShare(nobody)).toBeNaN();
    expect(degradedShare({ ...nobody, failed: 2 })).toBeNaN();
    expect(degradedShare({ ...nobody, ok: 3, degraded: 1 })).toBe(0.25);
    expect(answeredShare({ ...nobody, ok: 5, degraded: 1, failed: 2, overdue: 2 })).toBe(0.6);
  });
});
