import { describe, expect, it } from 'vitest';
import type { SystemView } from '../../../../src/ui/graph/system-view';
import { Turns } from '../../../../src/ui/graph/turns';

const parts = (number: number) => Array.from({ length: number });
const modelOf = (services: number, links: number) =>
  ({ services: parts(services), links: parts(links) }) as unknown as ConstructorParameters<typeof Turns>[0];

/** Every reading tells the number of the frame, but for those that never change. */
function viewAt(
  frame: number,
  services: number,
  links: number,
  changes: (part: number) => boolean = () => true,
): SystemView {
  const reading = (_: unknown, part: number) => ({ frame: changes(part) ? frame : 0, workers: { total: 3 } });
  return { services: parts(services).map(reading), links: parts(links).map(reading), workloads: [] } as never;
}
const framesIn = (view: SystemView): number[] =>
  [...view.services, ...view.links].map((reading) => (reading as unknown as { frame: number }).frame);

describe('a system of few parts', () => {
  it('is drawn as it is with every frame', () => {
    const turns = new Turns(modelOf(4, 4));
    for (let frame = 0; frame < 5; frame += 1) {
      expect(framesIn(turns.draw(viewAt(frame, 4, 4), true))).toEqual(Array(8).fill(frame));
    }
  });
});

describe('a system of many parts', () => {
  const [services, links] = [20, 28];

  it('changes a few of them with each frame while it plays, and each in its turn', () => {
    const turns = new Turns(modelOf(services, links));
    turns.draw(viewAt(0, services, links), true);
    for (let frame = 1; frame <= 20; frame += 1) {
      const drawn = framesIn(turns.draw(viewAt(frame, services, links), true));
      expect(drawn.filter((of) => of === frame)).toHaveLength(8);
      if (frame >= 6) expect(Math.min(...drawn)).toBe(frame - 5);
    }
  });

  it('gives no turn to what did not change, and leaves it as it is', () => {
    const turns = new Turns(modelOf(services, links));
    const first = turns.draw(viewAt(0, services, links), true);
    const few = (part: number) => part % 10 === 9;
    const second = turns.draw(viewAt(1, services, links, few), true);
    expect(framesIn(second).filter((of) => of === 1)).toHaveLength(4);
    expect(second.services[0]).toBe(first.services[0]);
  });

  it('is drawn at once where nothing plays', () => {
    const turns = new Turns(modelOf(services, links));
    turns.draw(viewAt(0, services, links), true);
    expect(framesIn(turns.draw(viewAt(1, services, links), false)).every((of) => of === 1)).toBe(true);
  });

  it('shows at once that a breaker changed its state', () => {
    const turns = new Turns(modelOf(services, links));
    const withState = (frame: number, state: string) => {
      const view = viewAt(frame, services, links);
      return { ...view, links: view.links.map((link) => ({ ...link, breaker: { state } })) } as unknown as SystemView;
    };
    turns.draw(withState(0, 'closed'), true);
    expect(framesIn(turns.draw(withState(1, 'open'), true)).slice(services)).toEqual(Array(links).fill(1));
  });
});

it('needs a second at thirty frames each for a system of hundreds of parts', () => {
  const turns = new Turns(modelOf(200, 540));
  turns.draw(viewAt(0, 200, 540), true);
  let drawn: SystemView | undefined;
  for (let frame = 1; frame <= 30; frame += 1) drawn = turns.draw(viewAt(frame, 200, 540), true);
  expect(Math.min(...framesIn(drawn!))).toBe(1);
});
