import type { SystemView } from './system-view';

/** Above this speed figures change faster than anybody reads them. */
const READABLE_SPEED = 10;
/** A part of the drawing is then drawn anew with every so many-th frame, its neighbours with the others. */
const TURNS = 4;

interface Pace {
  readonly playing: boolean;
  readonly speed: number;
}

/**
 * What to draw of the newest view, given what is drawn: everything, but of a fast run only those parts whose turn it is,
 * for setting all its words anew takes longer than the screen has between two pictures.
 */
export function inTurns(
  drawn: SystemView | null,
  newest: SystemView,
  { playing, speed }: Pace,
  turn: number,
): SystemView {
  if (drawn === null || !playing || speed <= READABLE_SPEED) return newest;
  const { services, links } = drawn;
  if (services.length !== newest.services.length || links.length !== newest.links.length) return newest;
  const isOn = (index: number): boolean => (index + turn) % TURNS === 0;
  return {
    services: newest.services.map((reading, index) => (isOn(index) ? reading : services[index]!)),
    links: newest.links.map((reading, index) => (isOn(index) ? reading : links[index]!)),
    workloads: newest.workloads,
  };
}
