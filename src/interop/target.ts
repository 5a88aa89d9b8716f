import type { Layer } from '../policies/layer';
import type { Guarded } from './source';
import { comment } from './text';
import { layerWords } from './words';

/** A library or proxy for which code can be generated. */
export interface Target {
  readonly id: string;
  /** As people call it, with the version that is meant. */
  readonly label: string;
  readonly language: string;
  /** Of a file with such code, with the dot. */
  readonly extension: string;
  /** The code for all lists; `title` is the scenario's. */
  code(lists: readonly Guarded[], title: string): string;
}

/** Comment lines for a layer that a library has nothing for. */
export function missing(mark: string, library: string, layer: Layer, list: Guarded, indent = '', why = ''): string[] {
  const words = layerWords(layer, (route) => list.routeName(route));
  return comment(mark, `${library} has nothing for this layer: ${words}.${why === '' ? '' : ` ${why}`}`, indent);
}

/** What stands at the top of every file. */
export const heading = (mark: string, title: string, library: string): string[] => [
  ...comment(mark, `${library}, from the policies of "${title}". Layers stand outermost first, as in the scenario.`),
  ...comment(mark, 'What the library cannot express is said at its place.'),
];

/** The comment over one list. */
export const over = (mark: string, { key, layers }: Guarded, indent = ''): string[] =>
  comment(mark, layers.length === 0 ? `${key}: no policies` : key, indent);
