import type { Part, Path } from '../document/places';

/** What a compile step tells of problems and asks about parts that were found faulty before it. Paths are those of the checked source. */
export interface Context {
  report(path: Path, message: string, part?: Part): void;
  /** Something at or under this place was faulty and is not in the source, so what is missing there proves nothing. */
  isPartial(path: Path): boolean;
  /** The text has something under this place, sound or not. */
  isDeclared(path: Path): boolean;
  /** The names that the text has there, sound or not. */
  namesIn(path: Path): readonly string[];
}
