import { innerWidth } from 'svelte/reactivity/window';
import type { Selection } from '../ui/parts/selection';
import { keepChoice, keptChoice } from './kept-choice';
import type { Pane, SidePane } from './panes';
import { STACKED_TO_PX, TIGHT_TO_PX } from './screen';

const CHARTS = 'breakwater.charts';

/** Which parts of a lab are in view, and what is looked at. */
export class Panels {
  /** On a narrow screen, where few parts are seen at a time. */
  pane = $state.raw<Pane>('lesson');
  /** On a narrow screen: the lesson takes the drawing's room as well. */
  lessonFull = $state(false);
  sidePane = $state.raw<SidePane>('policy');
  /** On a wide screen, where the side panel stands beside the rest. */
  sideOpen = $state(false);
  /** The run so far as a chart; kept in this browser. */
  chartsOpen = $state(keptChoice(CHARTS, ['closed', 'open']) === 'open');
  selection = $state.raw<Selection | null>(null);

  get editing(): boolean {
    return this.sideOpen && this.sidePane === 'policy';
  }

  /** The parts stand below each other, or are seen one at a time. */
  get stacked(): boolean {
    return this.#isUpTo(STACKED_TO_PX);
  }

  openSide(which: SidePane): void {
    this.sidePane = which;
    if (!this.sideOpen && this.#isUpTo(TIGHT_TO_PX)) this.chartsOpen = false;
    this.sideOpen = true;
  }

  toggleSide(): void {
    if (this.sideOpen) this.sideOpen = false;
    else this.openSide(this.sidePane);
  }

  setCharts(open: boolean): void {
    this.chartsOpen = open;
    keepChoice(CHARTS, open ? 'open' : 'closed');
  }

  /** What a step needs. On a narrow screen a chart would take its room from the drawing, so it waits to be asked for. */
  openFor(needed: readonly (SidePane | 'charts')[]): void {
    const side = needed.find((which) => which !== 'charts');
    if (side !== undefined) this.openSide(side);
    if (needed.includes('charts') && !this.stacked) this.setCharts(true);
  }

  /** A narrow screen shows this part; a wide one opens it if it stands beside the rest. */
  show(which: Pane): void {
    this.pane = which;
    this.lessonFull = false;
    if (which !== 'lesson' && which !== 'system') this.openSide(which);
  }

  select(selection: Selection | null): void {
    this.selection = selection;
    if (selection !== null) this.openSide('inspector');
  }

  #isUpTo(widthPx: number): boolean {
    return (innerWidth.current ?? Infinity) <= widthPx;
  }
}
