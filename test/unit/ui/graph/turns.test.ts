import { expect, it } from 'vitest';
import type { SystemView } from '../../../../src/ui/graph/system-view';
import { inTurns } from '../../../../src/ui/graph/turns';

const viewAt = (frame: number): SystemView => {
  const readings = Array.from({ length: 9 }, () => ({ frame }));
  return { services: readings, links: readings, workloads: [] } as unknown as SystemView;
};
const framesIn = (view: SystemView): number[] =>
  [...view.services, ...view.links].map((reading) => (reading as unknown as { frame: number }).frame);

it('draws of a fast run a quarter of the parts with each frame, and each within four', () => {
  const fast = { playing: true, speed: 100 };
  let drawn = inTurns(null, viewAt(0), fast, 0);
  expect(framesIn(drawn).every((frame) => frame === 0)).toBe(true);
  for (let frame = 1; frame <= 20; frame += 1) {
    drawn = inTurns(drawn, viewAt(frame), fast, frame);
    const fresh = framesIn(drawn).filter((of) => of === frame).length;
    expect(fresh).toBeGreaterThanOrEqual(4);
    expect(fresh).toBeLessThanOrEqual(6);
    if (frame >= 4) expect(Math.min(...framesIn(drawn))).toBe(frame - 3);
  }
});

it('draws everything at once of a run that is paused, or slow enough to read', () => {
  for (const pace of [
    { playing: false, speed: 100 },
    { playing: true, speed: 10 },
  ]) {
    expect(framesIn(inTurns(viewAt(1), viewAt(2), pace, 1)).every((frame) => frame === 2)).toBe(true);
  }
});
