import type { Model } from '../../scenario/model';
import type { SystemView } from './system-view';

/** So many parts are drawn anew with one frame: the words of more take longer to set than the screen has between two pictures. */
const PARTS_A_FRAME = 8;
/** Of a system of very many parts it is more, so that each has its turn within this many frames. */
const MOST_FRAMES = 30;

/**
 * What to draw of the newest view while a run plays: of the parts that changed as many as one frame has time for, and the
 * others with the frames after it, in turn. No figure changes more often than anybody can read it, and a system of few
 * parts never waits. A breaker that changes its state is drawn at once, and so is everything where nothing plays.
 */
export class Turns {
  private drawn: SystemView | null = null;
  /** The part that is asked first, services before links. */
  private first = 0;

  constructor(private readonly model: Pick<Model, 'services' | 'links'>) {}

  draw(newest: SystemView, playing: boolean): SystemView {
    this.drawn = this.drawn === null || !playing ? newest : this.next(this.drawn, newest);
    return this.drawn;
  }

  private next(drawn: SystemView, newest: SystemView): SystemView {
    const { links, services, workloads } = drawn;
    const chosen = this.choose([...services, ...links], [...newest.services, ...newest.links]);
    const isChosen = (part: number): boolean => chosen.has(part);
    const linksFrom = this.model.services.length;
    return {
      services: newest.services.map((reading, index) => (isChosen(index) ? reading : services[index]!)),
      links: newest.links.map((reading, index) => {
        const turned = reading.breaker?.state !== links[index]!.breaker?.state;
        return turned || isChosen(linksFrom + index) ? reading : links[index]!;
      }),
      workloads: newest.workloads.map((reading, index) =>
        isSame(reading, workloads[index]) ? workloads[index]! : reading,
      ),
    };
  }

  /** Of the parts that changed those whose turn it is, by number. */
  private choose(drawn: readonly unknown[], newest: readonly unknown[]): ReadonlySet<number> {
    const most = Math.max(PARTS_A_FRAME, Math.ceil(newest.length / MOST_FRAMES));
    const chosen = new Set<number>();
    for (let turn = 0, part = this.first; turn < newest.length && chosen.size < most; turn += 1) {
      if (!isSame(drawn[part], newest[part])) chosen.add(part);
      part = (part + 1) % newest.length;
      this.first = part;
    }
    return chosen;
  }
}

/** Of readings: numbers, words, and plain objects of them. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => isSame((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}
