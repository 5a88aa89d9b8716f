import { sameSelection, type Selection } from '../parts/selection';

/** How the parts of the drawing are reached and chosen. */
export interface Stops {
  readonly selection: Selection | null;
  /** The one stop of the Tab key. */
  readonly stop: Selection;
  readonly onSelect: (selection: Selection) => void;
  readonly onReach: (stop: Selection) => void;
}

/** What every part of the graph that can be reached has in common. */
export const stopProps = (of: Selection, label: string, { selection, stop, onSelect, onReach }: Stops) => ({
  'data-stop': `${of.kind} ${of.index}`,
  role: 'button',
  tabindex: sameSelection(of, stop) ? 0 : -1,
  'aria-label': label,
  'aria-pressed': sameSelection(of, selection),
  onclick: (event: MouseEvent) => {
    event.stopPropagation();
    onSelect(of);
  },
  onfocus: () => onReach(of),
});
